"""Scores with ties against a signed sparse truth, and what SciPy and plain loops say of them. Writes edge_detection.csv:
blocks truth (with nan), scores, edges, latencies and true_latencies, then a block of values with one row per name below."""

import numpy
from scipy.stats import mannwhitneyu, pearsonr, spearmanr

n = 14
random = numpy.random.default_rng(5)
truth = numpy.where(random.random((n, n)) < 0.25, random.normal(0, 1, (n, n)), 0)
truth[truth != 0] += 0.3 * numpy.sign(truth[truth != 0])
scores = numpy.round(truth + random.normal(0, 0.7, (n, n)), 1)
edges = numpy.where(abs(scores) > 1.05, numpy.sign(scores), 0)
edges[random.random((n, n)) < 0.2] *= -1
truth[2, 5] = truth[7, 1] = truth[9, 10] = numpy.nan
true_latencies = random.uniform(0.5, 7, (n, n))
latencies = true_latencies + random.normal(0, 1, (n, n))
latencies[random.random((n, n)) < 0.1] = numpy.nan
for matrix in (scores, truth):
    numpy.fill_diagonal(matrix, 0)


def auc(s, is_edge):
    u = mannwhitneyu(s[is_edge], s[~is_edge]).statistic
    return u / (is_edge.sum() * (~is_edge).sum())


def average_precision(s, is_edge):
    total, before = 0, 0
    for threshold in sorted(set(s), reverse=True):
        chosen = s >= threshold
        recall = (chosen & is_edge).sum() / is_edge.sum()
        total += (recall - before) * (chosen & is_edge).sum() / chosen.sum()
        before = recall
    return total


off = ~numpy.eye(n, dtype=bool)
known = off & ~numpy.isnan(truth)
s, t, e = scores[known], truth[known], edges[known]
error = abs(latencies - true_latencies)[known]
edge, found = t != 0, e != 0
values = {
    "auc": auc(abs(s), edge),
    "average_precision": average_precision(abs(s), edge),
    "average_precision_of_absent": average_precision(-abs(s), ~edge),
    "sign_accuracy_of_all": (s * t > 0)[edge].mean(),
    "pearson": pearsonr(s[edge], t[edge]).statistic,
    "spearman": spearmanr(s[edge], t[edge]).statistic,
    "pearson_of_all_pairs": pearsonr(s, t).statistic,
    "spearman_of_all_pairs": spearmanr(s, t).statistic,
    "mcc": pearsonr(edge.astype(float), found.astype(float)).statistic,
    "f1": 2 / (1 / (edge[found].mean()) + 1 / found[edge].mean()),
    "precision": edge[found].mean(),
    "recall": found[edge].mean(),
    "false_discovery_rate": 1 - edge[found].mean(),
    "sign_accuracy": (e * t > 0)[edge & found].mean(),
    "latency_error_ms": numpy.nanmean(error[edge & found]),
    "auc_excitatory": auc(abs(s)[t >= 0], t[t >= 0] > 0),
    "average_precision_excitatory": average_precision(abs(s)[t >= 0], t[t >= 0] > 0),
    "auc_inhibitory": auc(abs(s)[t <= 0], t[t <= 0] < 0),
    "average_precision_inhibitory": average_precision(abs(s)[t <= 0], t[t <= 0] < 0),
}
with open("edge_detection.csv", "w") as out:
    for name in ("truth", "scores", "edges", "latencies", "true_latencies"):
        print(name, n, sep=",", file=out)
        for row in globals()[name]:
            print(*["NaN" if numpy.isnan(value) else repr(float(value) + 0.0) for value in row], sep=",", file=out)
    for name, value in values.items():
        print(name, 1, sep=",", file=out)
        print(repr(float(value)), file=out)
