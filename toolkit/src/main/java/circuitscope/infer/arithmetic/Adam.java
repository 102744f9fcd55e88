package circuitscope.infer.arithmetic;

/**
 * The Adam optimizer on flat arrays (Kingma and Ba 2015). The engine's own can't be stopped and taken up again.
 *
 * @param mean running mean of the gradients
 * @param square running mean of their squares
 */
public record Adam(Parameters mean, Parameters square) {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /**
     * @param p arrays to change
     * @return means before the first step
     */
    public static Adam of(Parameters p) {
        return new Adam(p.zeros(), p.zeros());
    }

    /**
     * Takes one step.
     *
     * @param name array to change
     * @param values its values
     * @param gradient its gradient
     * @param rate learning rate
     * @param step number of this step, from 1
     */
    public void step(String name, float[] values, float[] gradient, double rate, long step) {
        float[] m = mean.get(name);
        float[] v = square.get(name);
        double size = rate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
        double epsilon = EPSILON * Math.sqrt(1 - Math.pow(BETA2, step));
        for (int k = 0; k < values.length; k++) {
            float g = gradient[k];
            m[k] = (float) (BETA1 * m[k] + (1 - BETA1) * g);
            v[k] = (float) (BETA2 * v[k] + (1 - BETA2) * g * g);
            values[k] -= (float) (size * m[k] / (Math.sqrt(v[k]) + epsilon));
        }
    }

    /**
     * Takes one step in single precision, several times faster and equal but for rounding.
     *
     * @param name array to change
     * @param values its values
     * @param gradient its gradient
     * @param rate learning rate
     * @param step number of this step, from 1
     */
    public void singleStep(String name, float[] values, float[] gradient, double rate, long step) {
        float[] m = mean.get(name);
        float[] v = square.get(name);
        float size = (float) (rate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step)));
        float epsilon = (float) (EPSILON * Math.sqrt(1 - Math.pow(BETA2, step)));
        float keptMean = (float) BETA1;
        float keptSquare = (float) BETA2;
        float newMean = (float) (1 - BETA1);
        float newSquare = (float) (1 - BETA2);
        for (int k = 0; k < values.length; k++) {
            float g = gradient[k];
            m[k] = keptMean * m[k] + newMean * g;
            v[k] = keptSquare * v[k] + newSquare * g * g;
            values[k] -= size * m[k] / ((float) Math.sqrt(v[k]) + epsilon);
        }
    }
}
