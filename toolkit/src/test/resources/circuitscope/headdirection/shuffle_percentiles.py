"""Exact 99th percentile of the Rayleigh length over every circular shift of at least 20 s, for each neuron of
mouse12_120806_dataHD.mat (first argument). Sums over bins become circular correlations, so one FFT gives all shifts; the
boxcar of 5 bins multiplies the first harmonic by a constant. Written with NumPy 2 and SciPy 1.17."""

import sys

import numpy as np
from scipy.io import loadmat

data = loadmat(sys.argv[1])
angle, counts, bins = data["angRun"][:, 1], data["Qrun"].astype(float), 120
bin_of = np.minimum((angle / (2 * np.pi) * bins).astype(int), bins - 1)
dwell = np.bincount(bin_of, minlength=bins) * 0.01
centre = np.exp(2j * np.pi * (np.arange(bins) + 0.5) / bins)
boxcar = np.sin(5 * np.pi / bins) / (5 * np.sin(np.pi / bins))
print("neuron,vector_length,percentile_99")
for neuron in range(counts.shape[1]):
    spikes = np.conj(np.fft.fft(counts[:, neuron]))
    vector = np.fft.ifft(np.fft.fft((centre / dwell)[bin_of]) * spikes) * boxcar
    total = np.fft.ifft(np.fft.fft((1 / dwell)[bin_of]) * spikes).real
    length = np.abs(vector) / total
    print(f"{neuron},{length[0]:.10f},{np.percentile(length[2000:-1999], 99):.10f}")
