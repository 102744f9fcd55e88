"""l1-penalized logistic regressions by SciPy's L-BFGS-B with weights split into positive and negative parts. Writes
logistic_optimum.csv: line 1 the patterns as numbers (neuron i in bit i), line 2 the penalty, then for each neuron its row of
weights followed by its bias."""

import numpy
from scipy.optimize import minimize

n = 5
penalty = 0.002
random = numpy.random.default_rng(4)
bits = random.random((400, n)) < [0.3, 0.4, 0.5, 0.35, 0.2]
bits[:, 1] ^= bits[:, 0] & (random.random(400) < 0.4)
bits[:, 3] |= bits[:, 2] & (random.random(400) < 0.3)
x = bits.astype(float)

with open("logistic_optimum.csv", "w") as out:
    print(*(x @ 2 ** numpy.arange(n)).astype(int), sep=",", file=out)
    print(penalty, file=out)
    for i in range(n):
        others = [j for j in range(n) if j != i]

        def objective(values):
            w = values[: n - 1] - values[n - 1 : -1]
            eta = x[:, others] @ w + values[-1]
            residual = 1 / (1 + numpy.exp(-eta)) - x[:, i]
            slope = x[:, others].T @ residual / len(x)
            value = numpy.logaddexp(0, eta).mean() - (x[:, i] * eta).mean() + penalty * values[:-1].sum()
            return value, numpy.concatenate([slope + penalty, -slope + penalty, [residual.mean()]])

        best = minimize(
            objective,
            numpy.zeros(2 * n - 1),
            jac=True,
            method="L-BFGS-B",
            bounds=[(0, None)] * (2 * n - 2) + [(None, None)],
            options={"ftol": 1e-16, "gtol": 1e-11, "maxiter": 10000},
        )
        row = numpy.zeros(n)
        row[others] = best.x[: n - 1] - best.x[n - 1 : -1]
        print(*[repr(float(value)) for value in [*row, best.x[-1]]], sep=",", file=out)
