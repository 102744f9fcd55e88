package circuitscope.lowrank.flow;

import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;

/**
 * Where a training stands.
 *
 * @param fold number of the fold that is trained now; the number of folds for the last training on everything
 * @param step steps done of it
 * @param parameters weights now
 * @param adam its means
 * @param losses training loss of each tenth of a hundred of the steps of the last training so far
 * @param heldOut held-out loss of each fold at each check, shape (folds, checks)
 */
record FlowState(int fold, int step, Parameters parameters, Adam adam, double[] losses, double[][] heldOut) {}
