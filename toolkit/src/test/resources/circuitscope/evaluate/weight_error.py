"""Prints the reference values of WeightErrorTest: NumPy, and SciPy's bounded scalar search for the l1 scale."""
import numpy as np
from scipy.optimize import minimize_scalar

N = 12
i, j = np.indices((N, N))
distance = np.minimum(abs(i - j), N - abs(i - j))
truth = -np.exp(-(distance - 3.0) ** 2 / 4)
inferred = -2.5 * truth + 0.4 * np.cos(1.3 * i + 0.7 * j)
off = ~np.eye(N, dtype=bool)


def profile(w):
    return np.array([np.mean([w[k, (k + d) % N] for k in range(N)]) for d in range(1, N)])


p, t = profile(inferred), profile(truth)
scale = minimize_scalar(lambda a: np.abs(t - a * p).sum(), bounds=(-2, 2), method="bounded", options={"xatol": 1e-13}).x
least_squares = (inferred[off] @ truth[off]) / (inferred[off] @ inferred[off])
error = lambda a: np.linalg.norm(truth[off] - a * inferred[off]) / np.linalg.norm(truth[off])
print("delta", error(scale))
print("profile error", np.linalg.norm(t - scale * p) / np.linalg.norm(t))
print("delta least squares", error(least_squares))
print("scale", scale)
