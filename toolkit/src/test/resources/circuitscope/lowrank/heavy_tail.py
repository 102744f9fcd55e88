"""Gain and ring of the heavy-tailed case by adaptive quadrature (SciPy): writes heavy_tail.csv beside this file.

m = s xi with s^2 = (nu - 2) / chi^2_nu, nu = 3. A line: |k|, E[s^2 g1(s |k|)] with g1(r) = E[sech^2(r x)], x ~ N(0, 1).
The last line: the radius r where 1.6 times the gain is 1, and the gain there.
"""
import pathlib

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm, t

# m . k for a unit direction is t distributed with scale s.d. 1: by Stein's lemma the gain is E[x tanh(r x)] / r
SCALE = np.sqrt(1 / 3)


def gain(r):
    f = lambda x: 2 * x * np.tanh(r * x) * t.pdf(x / SCALE, 3) / SCALE
    near = quad(f, 0, 20, epsabs=1e-14, epsrel=1e-13, limit=500)[0]
    far = quad(f, 20, np.inf, epsabs=1e-14, epsrel=1e-13, limit=500)[0]
    return (near + far) / r


with open(pathlib.Path(__file__).with_suffix(".csv"), "w") as out:
    for r in (0.05, 0.3, 1.0, 2.4, 3.4):
        out.write(f"{r},{gain(r):.12g}\n")
    ring = brentq(lambda r: 1.6 * gain(r) - 1, 0.1, 2, xtol=1e-13)
    out.write(f"{ring:.12g},{gain(ring):.12g}\n")
