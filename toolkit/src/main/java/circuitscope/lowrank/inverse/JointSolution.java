package circuitscope.lowrank.inverse;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.DoubleRows;
import circuitscope.infer.arithmetic.LimitedMemoryBfgs;
import circuitscope.lowrank.CovarianceRoot;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.VectorField;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * The joint maximum-entropy solution: of all p(m, n) with E[n phi(m . z_k)] = G(z_k) the one with the least KL divergence from
 * p0(m) N(n; 0, sigma^2 I), p0 = N(mean, covariance). It is
 *
 * <pre>
 *   p(m, n) = p0(m) exp(sigma^2 |L(m)|^2 / 2) / Z  N(n; sigma^2 L(m), sigma^2 I),   L(m) = sum_k lambda_k phi(m . z_k)
 * </pre>
 *
 * with lambda from a convex dual, log Z - sum_k lambda_k . G(z_k) + epsilon |lambda|^2 / 2, by L-BFGS; averages over p0 by a
 * Gauss-Hermite rule.
 *
 * @param mean mean of p0, shape (R)
 * @param covariance covariance of p0, shape (R, R)
 * @param sigma s.d. of n given m
 * @param phi how input becomes a rate
 * @param points latent variables z_k, shape (K, R)
 * @param lambda multipliers, shape (K, R)
 * @param logZ log Z
 * @param divergence KL divergence from p0(m) N(n; 0, sigma^2 I) in nats
 * @param arrived whether the search reached its tolerance
 */
public record JointSolution(
        double[] mean,
        double[][] covariance,
        double sigma,
        Nonlinearity phi,
        double[][] points,
        double[][] lambda,
        double logZ,
        double divergence,
        boolean arrived)
        implements VectorField {
    private static final int NODES = 60;
    /** Nodes of one dimension, kept because to compute them takes longer than all that is done with them. */
    private static final GaussIntegrator FINE = new GaussIntegratorFactory().hermite(NODES);

    private static final GaussIntegrator COARSE = new GaussIntegratorFactory().hermite(NODES / 3);

    private static final double NOTHING = 1e-18;
    /** Neurons that are drawn together, from a pool of so many for each, from a distribution so much wider than p0. */
    private static final int BLOCK = 1000;

    private static final int POOL = 10;
    private static final double WIDER = 1.2;
    private static final double LEAST_CURVATURE = 1e-9;
    private static final int ITERATIONS = 5000;
    private static final double TOLERANCE = 1e-6;

    /**
     * Choices.
     *
     * @param sigma s.d. of n given m, above 0 (2)
     * @param epsilon penalty on the multipliers, 0 or more (1e-5)
     */
    public record Options(double sigma, double epsilon) {
        /**
         * @param sigma s.d. of n given m, above 0
         * @param epsilon penalty on the multipliers, 0 or more
         * @throws InputException if a number is out of range
         */
        public Options {
            InputException.requirePositive("S.d. sigma of n given m", sigma);
            InputException.requireBetween("Penalty epsilon on the multipliers", epsilon, 0, 1.0);
        }

        /** {@return sigma = 2, epsilon = 1e-5} */
        public static Options standard() {
            return new Options(2, 1e-5);
        }

        /**
         * @param other s.d. of n given m
         * @return the same with another s.d.
         */
        public Options withSigma(double other) {
            return new Options(other, epsilon);
        }
    }

    /** Nodes of the rule over p0 with their weights, and rates at each point and node. */
    private record Rule(double[][] nodes, double[] weight, double[][] rates) {}

    /** {@return 80 points: 16 on each of 5 circles with radii 0.3, 0.7, 1.1, 1.6 and 2.2} */
    public static double[][] circles() {
        double[] radii = {0.3, 0.7, 1.1, 1.6, 2.2};
        double[][] points = new double[80][];
        for (int k = 0; k < points.length; k++) {
            double angle = 2 * Math.PI * (k % 16) / 16;
            points[k] = new double[] {radii[k / 16] * Math.cos(angle), radii[k / 16] * Math.sin(angle)};
        }
        return points;
    }

    /**
     * The solution for a field of rank two without inputs: phi = tanh, p0(m) = N(0, I), explained at the 80 {@link #circles}.
     *
     * @param field the field
     * @return the solution with the standard choices
     * @throws InputException if the field has another rank
     */
    public static JointSolution of(VectorField field) {
        double[][] points = circles();
        return fit(
                points,
                field.atAll(points),
                new double[2],
                new double[][] {{1, 0}, {0, 1}},
                Nonlinearity.TANH,
                Options.standard());
    }

    /**
     * @param points latent variables where the field is to be explained, shape (K, R), R at most 3
     * @param fields the field there, shape (K, R)
     * @param mean mean of p0, shape (R)
     * @param covariance covariance of p0, shape (R, R)
     * @param phi how input becomes a rate
     * @param options choices
     * @return the solution
     * @throws InputException if shapes do not fit, or the rank is above 3
     */
    public static JointSolution fit(
            double[][] points,
            double[][] fields,
            double[] mean,
            double[][] covariance,
            Nonlinearity phi,
            Options options) {
        int rank = mean.length;
        InputException.requireBetween("Rank of the joint solution", rank, 1, 3);
        if (points.length == 0 || fields.length != points.length || points[0].length != rank) {
            throw InputException.of(
                    "%d fields at %d points, expected as many of both, of rank %d.",
                    fields.length, points.length, rank);
        }
        Rule rule = rule(points, mean, covariance, phi);
        int count = points.length;
        CovarianceRoot root = curvature(rule, count, options);
        LimitedMemoryBfgs.Minimum found = LimitedMemoryBfgs.minimize(
                (y, gradient) -> {
                    double value = dual(across(root, y, rank, true), gradient, rule, fields, rank, options);
                    System.arraycopy(across(root, gradient, rank, false), 0, gradient, 0, gradient.length);
                    return value;
                },
                new double[count * rank],
                TOLERANCE,
                ITERATIONS,
                (number, value, gradient) -> Progress.stopIfInterrupted("maximizing entropy"));
        double[] multipliers = across(root, found.point(), rank, true);
        double[][] lambda = new double[count][rank];
        double explained = 0;
        for (int k = 0; k < count; k++) {
            for (int r = 0; r < rank; r++) {
                lambda[k][r] = multipliers[k * rank + r];
                explained += lambda[k][r] * fields[k][r];
            }
        }
        double logZ = dual(multipliers, new double[count * rank], rule, fields, rank, new Options(options.sigma(), 0))
                + explained;
        JointSolution solution =
                new JointSolution(mean, covariance, options.sigma(), phi, points, lambda, logZ, 0, found.arrived());
        // KL = E[n . L] - log Z, and E[n . L] = sum_k lambda_k . E[n phi(m . z_k)]
        double divergence = -logZ;
        double[][] explaining = solution.atAll(points);
        for (int k = 0; k < count; k++) {
            for (int r = 0; r < rank; r++) {
                divergence += lambda[k][r] * explaining[k][r];
            }
        }
        return new JointSolution(
                mean, covariance, options.sigma(), phi, points, lambda, logZ, divergence, found.arrived());
    }

    /** Factor of the second derivative of the dual at 0, sigma^2 E_p0[phi phi^T] + epsilon I, for each latent variable. */
    private static CovarianceRoot curvature(Rule rule, int count, Options options) {
        double square = options.sigma() * options.sigma();
        double[][] matrix = new double[count][count];
        for (int k = 0; k < count; k++) {
            double[] weighted = rule.rates()[k].clone();
            for (int q = 0; q < weighted.length; q++) {
                weighted[q] *= square * rule.weight()[q];
            }
            for (int l = 0; l <= k; l++) {
                matrix[k][l] = DoubleRows.dot(weighted, rule.rates()[l]);
                matrix[l][k] = matrix[k][l];
            }
            matrix[k][k] += Math.max(options.epsilon(), LEAST_CURVATURE);
        }
        return CovarianceRoot.of(matrix);
    }

    /** Multipliers whose curvature is near one in all directions, and back: the search takes tens of steps instead of thousands. */
    private static double[] across(CovarianceRoot root, double[] values, int rank, boolean transposed) {
        double[] result = new double[values.length];
        double[] one = new double[values.length / rank];
        for (int r = 0; r < rank; r++) {
            for (int k = 0; k < one.length; k++) {
                one[k] = values[k * rank + r];
            }
            double[] solved = transposed ? root.solveTransposed(one) : root.solve(one);
            for (int k = 0; k < one.length; k++) {
                result[k * rank + r] = solved[k];
            }
        }
        return result;
    }

    private static double dual(
            double[] lambda, double[] gradient, Rule rule, double[][] fields, int rank, Options options) {
        int count = fields.length;
        int nodes = rule.nodes().length;
        double square = options.sigma() * options.sigma();
        double[][] tilt = new double[rank][nodes];
        for (int k = 0; k < count; k++) {
            for (int r = 0; r < rank; r++) {
                addMultiple(lambda[k * rank + r], rule.rates()[k], tilt[r]);
            }
        }
        double[] logs = new double[nodes];
        double most = Double.NEGATIVE_INFINITY;
        for (int q = 0; q < nodes; q++) {
            double norm = 0;
            for (int r = 0; r < rank; r++) {
                norm += tilt[r][q] * tilt[r][q];
            }
            logs[q] = Math.log(rule.weight()[q]) + square * norm / 2;
            most = Math.max(most, logs[q]);
        }
        double z = 0;
        for (int q = 0; q < nodes; q++) {
            logs[q] = Math.exp(logs[q] - most);
            z += logs[q];
        }
        for (int r = 0; r < rank; r++) {
            for (int q = 0; q < nodes; q++) {
                tilt[r][q] *= logs[q] / z * square;
            }
            for (int k = 0; k < count; k++) {
                gradient[k * rank + r] = DoubleRows.dot(tilt[r], rule.rates()[k]);
            }
        }
        double value = most + Math.log(z);
        for (int k = 0; k < count; k++) {
            for (int r = 0; r < rank; r++) {
                int at = k * rank + r;
                value += -lambda[at] * fields[k][r] + options.epsilon() / 2 * lambda[at] * lambda[at];
                gradient[at] += options.epsilon() * lambda[at] - fields[k][r];
            }
        }
        return value;
    }

    private static void addMultiple(double factor, double[] term, double[] sum) {
        for (int q = 0; q < sum.length; q++) {
            sum[q] += factor * term[q];
        }
    }

    private static Rule rule(double[][] points, double[] mean, double[][] covariance, Nonlinearity phi) {
        int rank = mean.length;
        GaussIntegrator hermite = rank < 3 ? FINE : COARSE;
        int side = hermite.getNumberOfPoints();
        CovarianceRoot root = CovarianceRoot.of(covariance);
        List<double[]> nodes = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int index = 0; index < Math.pow(side, rank); index++) {
            double[] white = new double[rank];
            double weight = 1;
            int rest = index;
            for (int r = 0; r < rank; r++) {
                white[r] = Math.sqrt(2) * hermite.getPoint(rest % side);
                weight *= hermite.getWeight(rest % side) / Math.sqrt(Math.PI);
                rest /= side;
            }
            if (weight > NOTHING) {
                double[] node = root.times(white);
                for (int r = 0; r < rank; r++) {
                    node[r] += mean[r];
                }
                nodes.add(node);
                weights.add(weight);
            }
        }
        double[][] rates = new double[points.length][nodes.size()];
        for (int k = 0; k < points.length; k++) {
            for (int q = 0; q < nodes.size(); q++) {
                rates[k][q] = phi.rate(dot(nodes.get(q), points[k]));
            }
        }
        return new Rule(
                nodes.toArray(double[][]::new),
                weights.stream().mapToDouble(Double::doubleValue).toArray(),
                rates);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int r = 0; r < a.length; r++) {
            sum += a[r] * b[r];
        }
        return sum;
    }

    /**
     * @param m what a neuron receives, shape (R)
     * @return what neurons like it send on average, sigma^2 L(m), shape (R)
     */
    public double[] conditionalMean(double... m) {
        double[] sent = new double[mean.length];
        for (int k = 0; k < points.length; k++) {
            double rate = phi.rate(dot(m, points[k]));
            for (int r = 0; r < sent.length; r++) {
                sent[r] += sigma * sigma * rate * lambda[k][r];
            }
        }
        return sent;
    }

    @Override
    public int rank() {
        return mean.length;
    }

    /** The field E[n phi(m . z)] of this distribution. */
    @Override
    public double[] at(double[] z, double... u) {
        return atAll(new double[][] {z}, u)[0];
    }

    @Override
    public double[][] atAll(double[][] at, double... u) {
        Rule rule = rule(at, mean, covariance, phi);
        double[][] fields = new double[at.length][rank()];
        for (int q = 0; q < rule.nodes().length; q++) {
            double[] sent = conditionalMean(rule.nodes()[q]);
            double weight = rule.weight()[q] * Math.exp(dot(sent, sent) / (2 * sigma * sigma) - logZ);
            for (int k = 0; k < at.length; k++) {
                for (int r = 0; r < rank(); r++) {
                    fields[k][r] += weight * sent[r] * rule.rates()[k][q];
                }
            }
        }
        return fields;
    }

    /** {@return Cov(n, m) about the mean of p0, E[n (m - mean)^T], shape (R, R)} */
    public double[][] covarianceOfSentAndReceived() {
        Rule rule = rule(new double[0][], mean, covariance, phi);
        double[][] products = new double[rank()][rank()];
        for (int q = 0; q < rule.nodes().length; q++) {
            double[] m = rule.nodes()[q];
            double[] sent = conditionalMean(m);
            double weight = rule.weight()[q] * Math.exp(dot(sent, sent) / (2 * sigma * sigma) - logZ);
            for (int r = 0; r < rank(); r++) {
                for (int s = 0; s < rank(); s++) {
                    products[r][s] += weight * sent[r] * (m[s] - mean[s]);
                }
            }
        }
        return products;
    }

    /**
     * Draws by importance resampling (Rubin 1987): of ten times as many m from a normal distribution somewhat wider than p0 so
     * many are kept, in proportion to p(m) over the density that they were drawn from; n is drawn anew for each.
     *
     * @param count number of neurons
     * @param seed seed of all random numbers
     * @param workers threads
     * @return their loadings
     * @throws InputException if the number is out of range
     */
    public Loadings sample(int count, long seed, Workers workers) {
        InputException.requireBetween("Number of neurons", count, 1, 100_000_000);
        List<Loadings> blocks = workers.map((count + BLOCK - 1) / BLOCK, "sampling", block -> {
            UniformRandomProvider random = RandomStreams.of(seed, "joint", block);
            return block(Math.min(BLOCK, count - block * BLOCK), random);
        });
        return Loadings.of(
                blocks.stream().flatMap(block -> Arrays.stream(block.m())).toArray(double[][]::new),
                blocks.stream().flatMap(block -> Arrays.stream(block.n())).toArray(double[][]::new));
    }

    private Loadings block(int count, UniformRandomProvider random) {
        NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
        CovarianceRoot root = CovarianceRoot.of(covariance);
        int rank = rank();
        double[][] pool = new double[POOL * BLOCK][];
        double[][] means = new double[pool.length][];
        double[] weights = new double[pool.length];
        double total = 0;
        for (int k = 0; k < pool.length; k++) {
            double[] white = new double[rank];
            double square = 0;
            for (int r = 0; r < rank; r++) {
                white[r] = WIDER * normal.sample();
                square += white[r] * white[r];
            }
            pool[k] = root.times(white);
            for (int r = 0; r < rank; r++) {
                pool[k][r] += mean[r];
            }
            means[k] = conditionalMean(pool[k]);
            // p0 over the wider density, up to a constant
            double log = dot(means[k], means[k]) / (2 * sigma * sigma) - logZ - square * (1 - 1 / (WIDER * WIDER)) / 2;
            weights[k] = Math.exp(log);
            total += weights[k];
        }
        double[][] m = new double[count][];
        double[][] n = new double[count][];
        // evenly spaced shares; the pool has no order, so that neither have the draws that are kept
        double share = total / count;
        double next = share * random.nextDouble();
        double sum = 0;
        int kept = 0;
        for (int k = 0; k < pool.length && kept < count; k++) {
            sum += weights[k];
            while (kept < count && (next < sum || k == pool.length - 1)) {
                m[kept] = pool[k];
                n[kept] = means[k].clone();
                for (int r = 0; r < rank; r++) {
                    n[kept][r] += sigma * normal.sample();
                }
                kept++;
                next += share;
            }
        }
        return Loadings.of(m, n);
    }
}
