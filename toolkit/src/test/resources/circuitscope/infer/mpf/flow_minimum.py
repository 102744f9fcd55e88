"""Minimum probability flow of a few patterns, by plain loops over flips and SciPy's BFGS. Writes flow_minimum.csv:
line 1 the patterns as numbers (neuron i in bit i), line 2 the minimum K, then the rows of the symmetric J."""

import numpy
from scipy.optimize import minimize

n = 4
random = numpy.random.default_rng(3)
bits = random.random((300, n)) < [0.3, 0.4, 0.5, 0.35]
bits[:, 1] ^= bits[:, 0] & (random.random(300) < 0.4)
bits[:, 3] |= bits[:, 2] & (random.random(300) < 0.3)
x = bits.astype(float)


def energy(states, j):
    return numpy.einsum("ti,ij,tj->t", states, j, states)


def symmetric(values):
    j = numpy.zeros((n, n))
    j[numpy.tril_indices(n)] = values
    return j + j.T - numpy.diag(numpy.diag(j))


def flow(values):
    j = symmetric(values)
    total = 0
    for i in range(n):
        flipped = x.copy()
        flipped[:, i] = 1 - flipped[:, i]
        total += numpy.exp((energy(x, j) - energy(flipped, j)) / 2).mean()
    return total


best = minimize(flow, numpy.zeros(n * (n + 1) // 2), method="BFGS", options={"gtol": 1e-8})
with open("flow_minimum.csv", "w") as out:
    print(*(x @ 2 ** numpy.arange(n)).astype(int), sep=",", file=out)
    print(repr(float(best.fun)), file=out)
    for row in symmetric(best.x):
        print(*[repr(float(value)) for value in row], sep=",", file=out)
