package circuitscope.lowrank.flow;

import circuitscope.InputException;

/**
 * Choices of a flow. The paper's code has 4 hidden layers of 128, batches of 64, AdamW at 1e-3 and 5 folds; 3 layers of 64 with
 * larger batches get to the same distributions in a minute.
 *
 * @param layers hidden layers, 1 to 8 (3)
 * @param width units of each, 4 to 512 (64)
 * @param steps most training steps, from 1 (5000)
 * @param batch examples of a step, from 1 (512)
 * @param learningRate learning rate at the start, which falls to 0 as a cosine (3e-3)
 * @param weightDecay share of the weights, times the learning rate, that a step takes away (1e-5)
 * @param folds parts of the neurons, each held out once, whose loss tells when to stop; 0 takes all steps (0)
 * @param base where samples start (normal)
 * @param compressed whether asinh is applied to the data before, which makes heavy tails light (no)
 * @param integrator how samples are carried along (midpoint steps of 0.05)
 */
public record FlowOptions(
        int layers,
        int width,
        int steps,
        int batch,
        double learningRate,
        double weightDecay,
        int folds,
        Base base,
        boolean compressed,
        Integrator integrator) {
    /**
     * @param layers hidden layers
     * @param width units of each
     * @param steps most training steps
     * @param batch examples of a step
     * @param learningRate learning rate at the start
     * @param weightDecay share of the weights, times the learning rate, that a step takes away
     * @param folds parts of the neurons, each held out once; 0 takes all steps
     * @param base where samples start
     * @param compressed whether asinh is applied to the data before
     * @param integrator how samples are carried along
     * @throws InputException if a number is out of range
     */
    public FlowOptions {
        InputException.requireBetween("Number of hidden layers", layers, 1, 8);
        InputException.requireBetween("Units of a layer", width, 4, 512);
        InputException.requireBetween("Training steps", steps, 1, 10_000_000);
        InputException.requireBetween("Examples of a step", batch, 1, 1_000_000);
        InputException.requireBetween("Learning rate", learningRate, 1e-8, 1.0);
        InputException.requireBetween("Weight decay", weightDecay, 0, 1.0);
        InputException.requireBetween("Number of folds", folds, 0, 100);
        if (folds == 1) {
            throw InputException.of("Number of folds is 1, expected 0 for none or at least 2.");
        }
        if (base == null || integrator == null) {
            throw InputException.of(
                    "A flow without base or integrator; take Base.NORMAL and Integrator.midpoint(0.05).");
        }
    }

    /** {@return the choices named as defaults} */
    public static FlowOptions standard() {
        return new FlowOptions(3, 64, 5000, 512, 3e-3, 1e-5, 0, Base.NORMAL, false, Integrator.midpoint(0.05));
    }

    /** {@return the choices of the paper's code, with as many steps as 1000 passes over 1000 neurons have} */
    public static FlowOptions published() {
        return new FlowOptions(4, 128, 16_000, 64, 1e-3, 1e-5, 5, Base.NORMAL, false, Integrator.midpoint(0.05));
    }

    /**
     * @param other most training steps
     * @return the same with another number of steps
     */
    public FlowOptions withSteps(int other) {
        return new FlowOptions(
                layers, width, other, batch, learningRate, weightDecay, folds, base, compressed, integrator);
    }

    /**
     * @param other number of folds, 0 for none
     * @return the same with early stopping by other folds
     */
    public FlowOptions withFolds(int other) {
        return new FlowOptions(
                layers, width, steps, batch, learningRate, weightDecay, other, base, compressed, integrator);
    }

    /**
     * @param other where samples start
     * @return the same with another base
     */
    public FlowOptions withBase(Base other) {
        return new FlowOptions(
                layers, width, steps, batch, learningRate, weightDecay, folds, other, compressed, integrator);
    }

    /** {@return the same with asinh before} */
    public FlowOptions compressing() {
        return new FlowOptions(layers, width, steps, batch, learningRate, weightDecay, folds, base, true, integrator);
    }

    /**
     * @param other how samples are carried along
     * @return the same with another integrator
     */
    public FlowOptions withIntegrator(Integrator other) {
        return new FlowOptions(layers, width, steps, batch, learningRate, weightDecay, folds, base, compressed, other);
    }

    /**
     * @param otherLayers hidden layers
     * @param otherWidth units of each
     * @return the same with another network
     */
    public FlowOptions withLayers(int otherLayers, int otherWidth) {
        return new FlowOptions(
                otherLayers, otherWidth, steps, batch, learningRate, weightDecay, folds, base, compressed, integrator);
    }

    /**
     * @param other examples of a step
     * @return the same with other batches
     */
    public FlowOptions withBatch(int other) {
        return new FlowOptions(
                layers, width, steps, other, learningRate, weightDecay, folds, base, compressed, integrator);
    }
}
