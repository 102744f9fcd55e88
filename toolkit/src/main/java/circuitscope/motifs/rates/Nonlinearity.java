package circuitscope.motifs.rates;

/** How the input x of a neuron becomes its rate phi(x). */
public enum Nonlinearity {
    /** max(0, x). */
    THRESHOLD_LINEAR {
        @Override
        public double rate(double x) {
            return Math.max(0, x);
        }

        @Override
        public double slope(double x) {
            return x > 0 ? 1 : 0;
        }
    },
    /** log(1 + exp(x)). */
    SOFTPLUS {
        @Override
        public double rate(double x) {
            return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
        }

        @Override
        public double slope(double x) {
            return 1 / (1 + StrictMath.exp(-x));
        }
    },
    /** tanh(x). */
    TANH {
        @Override
        public double rate(double x) {
            return StrictMath.tanh(x);
        }

        @Override
        public double slope(double x) {
            double t = StrictMath.tanh(x);
            return 1 - t * t;
        }
    };

    /**
     * @param x input
     * @return rate phi(x)
     */
    public abstract double rate(double x);

    /**
     * @param x input
     * @return phi'(x)
     */
    public abstract double slope(double x);
}
