"""seqNMF written out with dense matrices and shifts (Mackevicius et al., 2019), without any shortcut. Writes
seqnmf_updates.csv with blocks "name,rows,columns": X, the initial W and H, and W, H and the cost after 12 iterations, the
last without penalty. W is laid out as K L rows of N."""

import numpy

n, t, k, length, weight, iterations = 6, 60, 3, 3, 0.002, 12
random = numpy.random.default_rng(5)
x = random.poisson(0.4, (n, t)).astype(float)
w = x.max() * random.random((n, k, length))
h = x.max() * random.random((k, t)) / numpy.sqrt((t + 2 * length) / 3)
initial = w.copy(), h.copy()

padded = numpy.pad(x, ((0, 0), (length, length)))
h = numpy.pad(h, ((0, 0), (length, length)))
others = 1 - numpy.eye(k)
eps = numpy.finfo(float).eps


def shift(values, steps):
    """Columns moved to the right by steps."""
    moved = numpy.zeros_like(values)
    if steps >= 0:
        moved[:, steps:] = values[:, : values.shape[1] - steps]
    else:
        moved[:, :steps] = values[:, -steps:]
    return moved


def smooth(values):
    return sum(shift(values, d) for d in range(1 - length, length))


def reconstruct():
    return sum(w[:, :, l] @ shift(h, l) for l in range(length))


def cost():
    return numpy.sqrt(((padded - reconstruct()) ** 2).mean())


costs = [cost()]
for iteration in range(iterations):
    penalty = 0 if iteration == iterations - 1 else weight
    model = reconstruct()
    matched = sum(w[:, :, l].T @ shift(padded, -l) for l in range(length))
    matched_model = sum(w[:, :, l].T @ shift(model, -l) for l in range(length))
    h = h * matched / (matched_model + penalty * others @ smooth(matched) + eps)
    middle = max(length // 2, 1)
    for c in range(k):
        mass = w[:, c, :].sum(axis=0)
        centre = max(int(numpy.floor((mass * numpy.arange(1, length + 1)).sum() / mass.sum())), 1)
        w[:, c, :] = shift(w[:, c, :], middle - centre)
        h[c : c + 1] = shift(h[c : c + 1], centre - middle)
        h[c, :length] = 0
        h[c, -length:] = 0
    w = w + x.max() * 1e-6
    norms = numpy.sqrt((h**2).sum(axis=1))
    h = h / (norms + eps)[:, None]
    w = w * norms[None, :, None]
    model = reconstruct()
    smoothed = smooth(padded)
    for l in range(length):
        moved = shift(h, l)
        w[:, :, l] *= (padded @ moved.T) / (model @ moved.T + penalty * smoothed @ moved.T @ others + eps)
    costs.append(cost())

with open("seqnmf_updates.csv", "w") as out:
    for name, block in [
        ("X", x),
        ("W start", initial[0].transpose(1, 2, 0).reshape(k * length, n)),
        ("H start", initial[1]),
        ("W", w.transpose(1, 2, 0).reshape(k * length, n)),
        ("H", h[:, length:-length]),
        ("cost", numpy.array([costs])),
    ]:
        print(name, *block.shape, sep=",", file=out)
        for row in block:
            print(*[repr(float(value)) for value in row], sep=",", file=out)
