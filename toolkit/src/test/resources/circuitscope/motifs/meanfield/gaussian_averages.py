"""Averages over x ~ N(mu, delta) by adaptive quadrature (SciPy): writes gaussian_averages.csv beside this file.

A line: number of the nonlinearity (0 threshold-linear, 1 softplus, 2 tanh), mu, delta, then the averages of phi, phi', phi^2.
"""
import pathlib

import numpy as np
from scipy.integrate import quad
from scipy.special import expit
from scipy.stats import norm

FUNCTIONS = [
    (lambda x: max(0.0, x), lambda x: float(x > 0)),
    (lambda x: np.logaddexp(0, x), expit),
    (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
]


def average(f, mu, delta):
    s = np.sqrt(delta)
    points = sorted({-12.0, 12.0, float(np.clip(-mu / s, -12, 12))})
    parts = zip(points[:-1], points[1:])
    return sum(quad(lambda z: f(mu + s * z) * norm.pdf(z), a, b, epsabs=1e-14, epsrel=1e-13, limit=500)[0] for a, b in parts)


with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as out:
    for number, (phi, slope) in enumerate(FUNCTIONS):
        for mu in (-2.0, 0.0, 0.52, 3.0):
            for delta in (0.09, 0.92, 1.6, 4.85, 150.0):
                values = [average(f, mu, delta) for f in (phi, slope, lambda x: phi(x) ** 2)]
                out.write(",".join(f"{v:.15g}" for v in [number, mu, delta, *values]) + "\n")
