"""Optimum of a Poisson regression by SciPy, and cubic B-splines: writes regression.csv and splines.csv beside this file."""
import pathlib

import numpy as np
from scipy.interpolate import BSpline
from scipy.optimize import minimize

here = pathlib.Path(__file__).parent
lags = np.arange(-20, 21) * 1.0
intervals = 4
spacing = 40 / intervals
knots = np.linspace(-20 - 3 * spacing, 20 + 3 * spacing, intervals + 7)
splines = BSpline.design_matrix(np.clip(lags, -20, 20 - 1e-12), knots, 3).toarray()
np.savetxt(here / "splines.csv", splines.T, delimiter=",", fmt="%.12f")

rng = np.random.default_rng(5)
bump = np.where(lags > 2, (lags - 2) / 3 * np.exp(1 - (lags - 2) / 3), 0)
counts = rng.poisson(np.exp(2 + 0.3 * np.cos(lags / 12) + 0.8 * bump))
columns = np.vstack([splines.T, bump])


def loss(beta):
    eta = beta @ columns
    return np.exp(eta).sum() - counts @ eta + 1e-4 / 2 * beta @ beta


def slope(beta):
    return columns @ (np.exp(beta @ columns) - counts) + 1e-4 * beta


best = minimize(loss, np.full(len(columns), 2.0), jac=slope, method="BFGS", options={"gtol": 1e-9}).x
curvature = (columns * np.exp(best @ columns)) @ columns.T + 1e-4 * np.eye(len(columns))
error = np.sqrt(np.linalg.inv(curvature)[-1, -1])
with open(here / "regression.csv", "w") as out:
    for row in (counts, bump, best, [error]):
        out.write(",".join(f"{value:.12g}" for value in row) + "\n")
