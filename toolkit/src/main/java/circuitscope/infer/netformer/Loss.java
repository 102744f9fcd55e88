package circuitscope.infer.netformer;

/** What a prediction is compared by. */
public enum Loss {
    /**
     * Expected count exp(y) against a count, without what does not depend on y: exp(y) - count y, in nats. Above y = 3, or 20
     * spikes in a step, exp(y) goes on as its tangent: a single step of training can't overflow.
     */
    POISSON {
        @Override
        public float slope(float prediction, float target) {
            return (float) Math.exp(Math.min(prediction, MOST)) - target;
        }

        @Override
        double value(float prediction, float target, float slope) {
            return (slope + target) * (1.0 + Math.max(0, prediction - MOST)) - (double) target * prediction;
        }
    },
    /** Squared difference. */
    SQUARED {
        @Override
        public float slope(float prediction, float target) {
            return 2 * (prediction - target);
        }

        @Override
        double value(float prediction, float target, float slope) {
            return slope * slope / 4.0;
        }
    };

    private static final float MOST = 3;

    /**
     * @param prediction what the network says
     * @param target what came
     * @return derivative of the loss by the prediction
     */
    public abstract float slope(float prediction, float target);

    /** The loss, cheaply, because its slope is known. */
    abstract double value(float prediction, float target, float slope);

    /**
     * @param prediction what the network says
     * @param target what came
     * @return the loss
     */
    public double value(float prediction, float target) {
        return value(prediction, target, slope(prediction, target));
    }
}
