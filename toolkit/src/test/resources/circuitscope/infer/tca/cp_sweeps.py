"""CP decomposition by alternating least squares with explicit unfoldings and Khatri-Rao products, without rebalancing of
norms (which changes no reconstruction). Writes cp_sweeps.csv with blocks "name,rows,columns": the tensor of shape
(5, 7, 4) as rows of its first axis, the initial factors (rank rows), the error after each of 8 sweeps, and the
reconstruction."""

import numpy

shape, rank, sweeps = (5, 7, 4), 3, 8
random = numpy.random.default_rng(6)
x = random.random(shape) + numpy.einsum("i,j,k->ijk", *[random.random(length) for length in shape])
factors = [random.standard_normal((length, rank)) for length in shape]
start = [factor.copy() for factor in factors]


def khatri_rao(a, b):
    return numpy.stack([numpy.kron(a[:, r], b[:, r]) for r in range(rank)], axis=1)


def reconstruct():
    return numpy.einsum("ir,jr,kr->ijk", *factors)


errors = []
for sweep in range(sweeps):
    for mode in range(3):
        a, b = [factors[m] for m in range(3) if m != mode]
        unfolded = numpy.moveaxis(x, mode, 0).reshape(shape[mode], -1)
        factors[mode] = numpy.linalg.lstsq(khatri_rao(a, b), unfolded.T, rcond=None)[0].T
    errors.append(numpy.linalg.norm(x - reconstruct()) / numpy.linalg.norm(x))

with open("cp_sweeps.csv", "w") as out:
    for name, block in [
        ("X", x.reshape(shape[0], -1)),
        *[("factor %d" % mode, start[mode].T) for mode in range(3)],
        ("error", numpy.array([errors])),
        ("reconstruction", reconstruct().reshape(shape[0], -1)),
    ]:
        print(name, *block.shape, sep=",", file=out)
        for row in block:
            print(*[repr(float(value)) for value in row], sep=",", file=out)
