package circuitscope.motifs.inverse;

import circuitscope.InputException;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.meanfield.FixedPoints;
import circuitscope.motifs.meanfield.MeanFieldTheory;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Parameters of the excitatory-inhibitory circuit, with one factor for what a neuron receives and one for what it sends. No rate depends on the divergent strength; it is taken as small as the chain allows.
 *
 * @param shares share of excitatory and of inhibitory neurons in all, shape (2), sum 1
 * @param values value of each {@link CircuitParameter} in their order, shape (7)
 */
public record Circuit(double[] shares, double[] values) {
    /**
     * @param shares share of excitatory and of inhibitory neurons in all, shape (2), sum 1
     * @param values value of each parameter, shape (7)
     * @throws InputException if a value is out of range
     */
    public Circuit {
        CircuitParameter[] parameters = CircuitParameter.values();
        if (values.length != parameters.length) {
            throw InputException.of("Found %d values, expected one for each of %d parameters.", values.length, 7);
        }
        for (CircuitParameter parameter : parameters) {
            InputException.requireBetween(
                    parameter.label(), values[parameter.ordinal()], parameter.least(), parameter.most());
        }
    }

    /**
     * @param chain chain strength
     * @return the test case with this chain strength
     */
    public static Circuit testCase(double chain) {
        return new Circuit(MotifModel.testCaseShares(), new double[] {0.65, -1.65, 0.65, -1.65, 1.5, chain, 0.5});
    }

    /**
     * @param parameter a parameter
     * @return its value
     */
    public double value(CircuitParameter parameter) {
        return values[parameter.ordinal()];
    }

    /** {@return the statistics of its weights} */
    public MotifModel model() {
        double convergent = value(CircuitParameter.CONVERGENT);
        double chain = value(CircuitParameter.CHAIN);
        return MotifModel.excitatoryInhibitory(
                        shares,
                        convergent,
                        chain * chain / convergent * (1 + 1e-9),
                        chain,
                        value(CircuitParameter.SPREAD))
                .withMean(new double[][] {{values[0], values[1]}, {values[2], values[3]}});
    }

    /**
     * @param phi how input becomes a rate
     * @param inputs external inputs, shape (K, 2)
     * @param near fixed points of a similar circuit, from which this one's are found faster; empty if none is known
     * @return the fixed point that silent neurons arrive at for each input; empty if they do not settle for one of them
     */
    Optional<List<FixedPoint>> settled(Nonlinearity phi, double[][] inputs, List<FixedPoint> near) {
        MeanFieldTheory meanField = MeanFieldTheory.of(model(), phi);
        FixedPoint[] points = new FixedPoint[inputs.length];
        for (int k = 0; k < inputs.length; k++) {
            Optional<FixedPoint> point = near.isEmpty()
                    ? Optional.empty()
                    : FixedPoints.from(meanField, List.of(near.get(k).state()), inputs[k]).stream()
                            .filter(FixedPoint::stable)
                            .findFirst();
            if (point.isEmpty()) {
                point = FixedPoints.fromRest(meanField, inputs[k]);
            }
            if (point.isEmpty()) {
                return Optional.empty();
            }
            points[k] = point.get();
        }
        return Optional.of(Arrays.asList(points));
    }
}
