package circuitscope.lowrank.fit;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.flow.ConnectivityFlow;
import circuitscope.lowrank.inverse.JointSolution;
import circuitscope.lowrank.inverse.NormalEquations;
import circuitscope.lowrank.inverse.RidgeSolution;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** A distribution of connectivity that explains some activity and commits itself to nothing else. */
public sealed interface ConnectivityFit {
    /** How a distribution is found. */
    enum Method {
        /** Conditional maximum entropy: the recorded neurons, n normal about the ridge solution. */
        RIDGE,
        /** Joint maximum entropy about a normal distribution with the moments of the recorded neurons. */
        JOINT,
        /** Flows for what neurons receive and, about the ridge solution, for what they send. */
        FLOW
    }

    /**
     * The conditional solution.
     *
     * @param solution ridge solution
     * @param noise s.d. of n about it
     */
    record Ridge(RidgeSolution solution, double noise) implements ConnectivityFit {
        @Override
        public Method method() {
            return Method.RIDGE;
        }

        /** Draws recorded neurons with replacement. */
        @Override
        public Loadings sample(int count, long seed, Workers workers) {
            InputException.requireBetween("Number of neurons", count, 1, 100_000_000);
            UniformRandomProvider random = RandomStreams.of(seed, "ridge");
            NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
            double[][] c = new double[count][];
            double[][] n = new double[count][];
            for (int i = 0; i < count; i++) {
                int neuron = random.nextInt(solution.c().length);
                c[i] = solution.c()[neuron];
                n[i] = Arrays.stream(solution.n()[neuron])
                        .map(mean -> mean + noise * normal.sample())
                        .toArray();
            }
            return Loadings.ofReceived(c, n);
        }
    }

    /**
     * The joint solution.
     *
     * @param solution the solution
     */
    record Joint(JointSolution solution) implements ConnectivityFit {
        @Override
        public Method method() {
            return Method.JOINT;
        }

        @Override
        public Loadings sample(int count, long seed, Workers workers) {
            return solution.sample(count, seed, workers);
        }
    }

    /**
     * The flows.
     *
     * @param flow the distribution
     */
    record Flows(ConnectivityFlow flow) implements ConnectivityFit {
        @Override
        public Method method() {
            return Method.FLOW;
        }

        @Override
        public Loadings sample(int count, long seed, Workers workers) {
            return flow.sample(count, seed, workers);
        }
    }

    /** {@return how it was found} */
    Method method();

    /**
     * @param count number of neurons
     * @param seed seed of all random numbers
     * @param workers threads
     * @return loadings of neurons drawn from the distribution
     * @throws InputException if the number is out of range
     */
    Loadings sample(int count, long seed, Workers workers);

    /**
     * @param activity the activity
     * @param method how the distribution is found
     * @param options choices
     * @param seed seed of all random numbers
     * @param workers threads, and who hears how far it has come
     * @return the distribution
     * @throws InputException if the method can't be used with this activity
     */
    static ConnectivityFit fit(Activity activity, Method method, FitOptions options, long seed, Workers workers) {
        return fit(activity, method, options, seed, workers, Optional.empty());
    }

    /**
     * @param activity the activity
     * @param method how the distribution is found
     * @param options choices
     * @param seed seed of all random numbers
     * @param workers threads, and who hears how far it has come
     * @param checkpoint file that holds the state of training flows; one of the same training is taken up
     * @return the distribution
     * @throws InputException if the method can't be used with this activity
     */
    static ConnectivityFit fit(
            Activity activity,
            Method method,
            FitOptions options,
            long seed,
            Workers workers,
            Optional<Path> checkpoint) {
        if (method == Method.JOINT) {
            return new Joint(joint(activity, options));
        }
        RidgeSolution ridge = NormalEquations.of(activity.latent(), activity.received(), activity.phi(), workers)
                .ridge(options.rho(), workers);
        return method == Method.RIDGE
                ? new Ridge(ridge, options.noise())
                : new Flows(ConnectivityFlow.fit(
                        ridge.c(), ridge.n(), options.noise(), options.flow(), seed, workers, checkpoint));
    }

    /** The joint solution for fields at visited states that lie far apart. */
    private static JointSolution joint(Activity activity, FitOptions options) {
        int rank = activity.latent().rank();
        double[][] c = activity.received();
        double[] mean = new double[rank];
        double[][] covariance = new double[rank][rank];
        double largest = 0;
        for (double[] one : c) {
            for (int r = 0; r < rank; r++) {
                mean[r] += one[r] / c.length;
            }
        }
        for (double[] one : c) {
            for (int r = 0; r < rank; r++) {
                for (int s = 0; s < rank; s++) {
                    covariance[r][s] += (one[r] - mean[r]) * (one[s] - mean[s]) / c.length;
                }
            }
            for (int k = rank; k < one.length; k++) {
                largest = Math.max(largest, Math.abs(one[k]));
            }
        }
        double size = Arrays.stream(covariance[0]).map(Math::abs).max().orElseThrow();
        if (activity.latent().inputs() > 0 || largest > 1e-3 * Math.sqrt(size)) {
            throw InputException.of(
                    "The joint solution knows no inputs and biases, found %d inputs and biases up to %s; use ridge or flow.",
                    activity.latent().inputs(), largest);
        }
        double[][] states = activity.latent().states();
        int[] chosen = RidgeSolution.spreadOver(states, JointSolution.circles().length);
        double[][] fields = activity.latent().fields();
        return JointSolution.fit(
                Arrays.stream(chosen)
                        .mapToObj(t -> Arrays.copyOf(states[t], rank))
                        .toArray(double[][]::new),
                Arrays.stream(chosen).mapToObj(t -> fields[t]).toArray(double[][]::new),
                mean,
                covariance,
                activity.phi(),
                options.joint());
    }
}
