package circuitscope.lowrank.fit;

import circuitscope.InputException;
import circuitscope.lowrank.flow.FlowOptions;
import circuitscope.lowrank.inverse.JointSolution;

/**
 * Choices of a fit.
 *
 * @param rho strength of the ridge, above 0 (1e-4)
 * @param noise s.d. of n given c in the conditional solution and the flow, 0 or more (1)
 * @param joint choices of the joint solution
 * @param flow choices of the flows
 */
public record FitOptions(double rho, double noise, JointSolution.Options joint, FlowOptions flow) {
    /**
     * @param rho strength of the ridge, above 0
     * @param noise s.d. of n given c in the conditional solution and the flow, 0 or more
     * @param joint choices of the joint solution
     * @param flow choices of the flows
     * @throws InputException if a number is out of range
     */
    public FitOptions {
        InputException.requirePositive("Strength rho of the ridge", rho);
        InputException.requireBetween("S.d. of n given c", noise, 0, 1e6);
    }

    /** {@return the choices of the paper's code} */
    public static FitOptions standard() {
        return new FitOptions(1e-4, 1, JointSolution.Options.standard(), FlowOptions.standard());
    }

    /**
     * @param other choices of the flows
     * @return the same with other flows
     */
    public FitOptions withFlow(FlowOptions other) {
        return new FitOptions(rho, noise, joint, other);
    }

    /**
     * @param other strength of the ridge
     * @return the same with another strength
     */
    public FitOptions withRho(double other) {
        return new FitOptions(other, noise, joint, flow);
    }
}
