package circuitscope.infer.linkglm;

/**
 * One neuron of the GLM with a learned link: log lambda = offset + power * log softplus(w s + bias), with expected counts
 * per step. A power of 1 far above 0 is a straight line, far below 0 an exponential; in between it bends.
 *
 * @param weights incoming weights, shape (N); that of the neuron to itself stands for its own history
 * @param bias drive without input
 * @param offset log of the rate where softplus is 1
 * @param power exponent k of the softplus, above 0
 */
record LinkModel(double[] weights, double bias, double offset, double power) {
    static final double LEAST_POWER = 0.05;
    /** Below this drive log softplus is the drive itself. */
    static final double STRAIGHT = -30;

    /** log(1 + x) for x in [0, 1], several times faster than {@link Math#log1p}, to 1e-11 of the value. */
    static double logOnePlus(double x) {
        return x < 1e-4 ? x * (1 - x * (0.5 - x / 3)) : Math.log(1 + x);
    }

    static double logSoftplus(double drive) {
        // softplus(x) = max(x, 0) + log1p(exp(-|x|)); far below 0 its log is x itself
        return drive < STRAIGHT ? drive : Math.log(Math.max(drive, 0) + logOnePlus(Math.exp(-Math.abs(drive))));
    }

    /** Derivative of log softplus. */
    static double slope(double drive) {
        if (drive < STRAIGHT) {
            return 1;
        }
        double softplus = Math.max(drive, 0) + logOnePlus(Math.exp(-Math.abs(drive)));
        return 1 / ((1 + Math.exp(-drive)) * softplus);
    }

    double logRate(double drive) {
        return offset + power * logSoftplus(drive);
    }

    /** An exponential model with its link bent where the rate is the mean one: where the data can tell how it bends. */
    LinkModel bentAt(double logMeanRate) {
        return new LinkModel(weights, offset + bias - logMeanRate, logMeanRate, power);
    }

    /** Steps are of the weights with the bias in the neuron's own place, then offset, power and the weight to itself. */
    LinkModel moved(int neuron, double[] step) {
        int n = weights.length;
        double[] moved = new double[n];
        for (int j = 0; j < n; j++) {
            moved[j] = weights[j] - step[j == neuron ? n + 2 : j];
        }
        return new LinkModel(moved, bias - step[neuron], offset - step[n], Math.max(LEAST_POWER, power - step[n + 1]));
    }

    /** A model with a link of another power and place of the bend, the same far below it. */
    LinkModel bentAt(double newOffset, double newPower) {
        double[] scaled = new double[weights.length];
        for (int j = 0; j < scaled.length; j++) {
            scaled[j] = weights[j] * power / newPower;
        }
        return new LinkModel(scaled, (offset + power * bias - newOffset) / newPower, newOffset, newPower);
    }

    /** A point on the way from this model to the other. */
    LinkModel halfwayTo(LinkModel other) {
        double[] middle = new double[weights.length];
        for (int j = 0; j < middle.length; j++) {
            middle[j] = (weights[j] + other.weights[j]) / 2;
        }
        return new LinkModel(middle, (bias + other.bias) / 2, (offset + other.offset) / 2, (power + other.power) / 2);
    }
}
