"""Spike time tiling of three trains in two stretches by masks over all steps. Writes tiling.csv: blocks spikes (rows of step and
neuron), then the coefficients for windows of 1, 3 and 10 steps."""

import numpy

stretches = [(0, 700), (900, 1500)]
random = numpy.random.default_rng(2)
spikes = []
for start, end in stretches:
    for t in range(start, end):
        for i in range(3):
            if random.random() < (0.02, 0.05, 0.03)[i]:
                spikes.append((t, i))
                if i == 0 and random.random() < 0.5 and t + 2 < end:
                    spikes.append((t + 2, 1))
spikes = sorted(spikes)


def near(i, window):
    mask = numpy.zeros(1500, bool)
    for t, neuron in spikes:
        if neuron == i:
            start, end = next(s for s in stretches if s[0] <= t < s[1])
            mask[max(start, t - window) : min(end, t + window + 1)] = True
    return mask


with open("tiling.csv", "w") as out:
    print("spikes", len(spikes), sep=",", file=out)
    for spike in spikes:
        print(*spike, sep=",", file=out)
    for window in (1, 3, 10):
        masks = [near(i, window) for i in range(3)]
        print(f"window_{window}", 3, sep=",", file=out)
        for i in range(3):
            row = []
            for j in range(3):
                pi = numpy.mean([masks[j][t] for t, k in spikes if k == i])
                pj = numpy.mean([masks[i][t] for t, k in spikes if k == j])
                ti, tj = masks[i].sum() / 1300, masks[j].sum() / 1300
                row.append(0.0 if i == j else ((pi - tj) / (1 - pi * tj) + (pj - ti) / (1 - pj * ti)) / 2)
            print(*[repr(float(value)) for value in row], sep=",", file=out)
