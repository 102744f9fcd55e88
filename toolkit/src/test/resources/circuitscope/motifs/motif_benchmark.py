"""What MotifBenchmark measures, in NumPy and SciPy: a fixed point of the theory, and 4000 neurons over 30 time constants."""

import time

import numpy as np
from scipy.optimize import root
from scipy.stats import norm

SHARES, MEANS, INPUT = np.array([0.8, 0.2]), np.array([0.65, -1.65]), np.array([1, 0.8])


def flow(state, chain=0.7, convergent=1.5, g=0.5):
    mu, kappa, s2 = state[:2], state[2:4], state[4]
    delta = convergent * (SHARES @ kappa) ** 2 + s2
    a = mu / np.sqrt(delta)
    slope, density = norm.cdf(a), norm.pdf(a)
    rate = mu * slope + np.sqrt(delta) * density
    square = (mu**2 + delta) * slope + mu * np.sqrt(delta) * density
    drive = INPUT + MEANS @ rate + chain * (SHARES @ slope) * (SHARES @ kappa)
    return np.r_[drive - mu, rate - kappa, g * g * (SHARES @ square) - s2]


start = time.perf_counter()
for _ in range(100):
    root(flow, [1, 0.8, 0.5, 0.5, 0.2])
print(f"fixed point (threshold-linear): {10 * (time.perf_counter() - start):.2f} ms")

N, STEP = 4000, 0.2
random = np.random.default_rng(1)
for kind in (np.float64, np.float32):
    weights = random.standard_normal((N, N)) * 0.5 / np.sqrt(N)
    weights += np.r_[np.full(3200, 0.65 / 3200), np.full(800, -1.65 / 800)]
    weights = weights.astype(kind)
    outside = np.r_[np.full(3200, 1.0), np.full(800, 0.8)].astype(kind)

    def change(x):
        return outside - x + weights @ np.maximum(0, x)

    x = np.zeros(N, kind)
    start = time.perf_counter()
    for _ in range(150):
        a = change(x)
        b = change(x + kind(STEP / 2) * a)
        c = change(x + kind(STEP / 2) * b)
        d = change(x + kind(STEP) * c)
        x = x + kind(STEP / 6) * (a + 2 * b + 2 * c + d)
    print(f"simulation, {kind.__name__}: {1000 * (time.perf_counter() - start):.0f} ms")
