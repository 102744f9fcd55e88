package circuitscope.systems;

import circuitscope.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Systems of a few nodes, of which each pair is connected by chance, as in Kipf et al. (ICML 2018). */
public enum RelationalSystem {
    /**
     * Particles in a box of side 10 with elastic walls; connected ones attract each other like springs, with the constant 0.1.
     * Features: place and velocity.
     */
    SPRINGS(4) {
        @Override
        double[] start(int nodes, UniformRandomProvider random) {
            ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
            double[] x = new double[4 * nodes];
            for (int i = 0; i < nodes; i++) {
                double vx = normal.sample();
                double vy = normal.sample();
                x[4 * i] = normal.sample() / 2;
                x[4 * i + 1] = normal.sample() / 2;
                x[4 * i + 2] = vx / Math.hypot(vx, vy) / 2;
                x[4 * i + 3] = vy / Math.hypot(vx, vy) / 2;
            }
            return x;
        }

        /** 0.1 units of time by the leapfrog of 100 steps. */
        @Override
        void advance(double[] x, boolean[][] edges) {
            double step = 1e-3;
            for (int k = 0; k < 100; k++) {
                kick(x, edges, step / 2);
                for (int a = 0; a < x.length; a += 4) {
                    for (int d = a; d < a + 2; d++) {
                        x[d] += step * x[d + 2];
                        if (Math.abs(x[d]) > BOX) {
                            x[d] = Math.signum(x[d]) * 2 * BOX - x[d];
                            x[d + 2] = -x[d + 2];
                        }
                    }
                }
                kick(x, edges, step / 2);
            }
        }

        private void kick(double[] x, boolean[][] edges, double time) {
            for (int i = 0; i < edges.length; i++) {
                for (int j = 0; j < edges.length; j++) {
                    for (int d = 0; d < 2 && edges[i][j]; d++) {
                        x[4 * i + 2 + d] -= time * SPRING * (x[4 * i + d] - x[4 * j + d]);
                    }
                }
            }
        }

        @Override
        void show(double[] x, boolean[][] edges, double[] features) {
            System.arraycopy(x, 0, features, 0, x.length);
        }
    },

    /**
     * Phase oscillators with frequencies of 1 to 10; connected ones draw each other, phi_i' = omega_i + sum_j sin(phi_j - phi_i).
     * Features: phi', sin phi, omega.
     */
    KURAMOTO(3) {
        @Override
        double[] start(int nodes, UniformRandomProvider random) {
            double[] x = new double[2 * nodes];
            for (int i = 0; i < nodes; i++) {
                x[2 * i] = 2 * Math.PI * random.nextDouble();
                x[2 * i + 1] = 1 + 9 * random.nextDouble();
            }
            return x;
        }

        /** 0.1 units of time by the midpoint rule in 20 steps. */
        @Override
        void advance(double[] x, boolean[][] edges) {
            double step = 0.005;
            for (int k = 0; k < 20; k++) {
                double[] middle = x.clone();
                for (int i = 0; i < edges.length; i++) {
                    middle[2 * i] += step / 2 * velocity(x, edges, i);
                }
                for (int i = 0; i < edges.length; i++) {
                    x[2 * i] += step * velocity(middle, edges, i);
                }
            }
        }

        private double velocity(double[] x, boolean[][] edges, int i) {
            double sum = x[2 * i + 1];
            for (int j = 0; j < edges.length; j++) {
                sum += edges[i][j] ? Math.sin(x[2 * j] - x[2 * i]) : 0;
            }
            return sum;
        }

        @Override
        void show(double[] x, boolean[][] edges, double[] features) {
            for (int i = 0; i < edges.length; i++) {
                features[3 * i] = velocity(x, edges, i);
                features[3 * i + 1] = Math.sin(x[2 * i]);
                features[3 * i + 2] = x[2 * i + 1];
            }
        }
    };

    private static final double BOX = 5;
    private static final double SPRING = 0.1;

    private final int features;

    RelationalSystem(int features) {
        this.features = features;
    }

    /** {@return the number of features F of a node} */
    public int features() {
        return features;
    }

    abstract double[] start(int nodes, UniformRandomProvider random);

    /** Goes on by 0.1 units of time. */
    abstract void advance(double[] x, boolean[][] edges);

    abstract void show(double[] x, boolean[][] edges, double[] features);

    /**
     * One simulation.
     *
     * @param edges which pairs are connected, symmetric, shape (N, N)
     * @param states features of all nodes every 0.1 units of time, shape (times, N * F)
     */
    public record Trajectory(boolean[][] edges, double[][] states) {}

    /**
     * @param nodes number N of nodes
     * @param times number of times
     * @param seed seed of edges and start
     * @param number number of the simulation
     * @return a simulation in which each pair is connected with probability 1/2
     */
    public Trajectory simulate(int nodes, int times, long seed, int number) {
        UniformRandomProvider random = RandomStreams.of(seed, name(), number);
        boolean[][] edges = new boolean[nodes][nodes];
        for (int i = 0; i < nodes; i++) {
            for (int j = 0; j < i; j++) {
                edges[i][j] = random.nextBoolean();
                edges[j][i] = edges[i][j];
            }
        }
        double[] x = start(nodes, random);
        double[][] states = new double[times][nodes * features];
        for (double[] state : states) {
            show(x, edges, state);
            advance(x, edges);
        }
        return new Trajectory(edges, states);
    }
}
