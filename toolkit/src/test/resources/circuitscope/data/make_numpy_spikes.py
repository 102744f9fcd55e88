"""Makes numpy_spikes.npz: types, byte orders and layouts that NumPy users have, in a compressed file."""
import numpy as np

np.savez_compressed(
    "numpy_spikes.npz",
    step=np.array([0, 3, 3, 9, 20], dtype=">i8"),
    neuron=np.array([2, 0, 0, 1, 2], dtype=np.uint8),
    neurons=3,
    steps=np.int16(24),
    dt_ms=np.float32(0.5),
    weights=np.asfortranarray(np.arange(9.0).reshape(3, 3)),
    theta=np.linspace(0, 3, 12).astype(np.float32),
    segments=np.array([[0, 10], [12, 24]]),
)
