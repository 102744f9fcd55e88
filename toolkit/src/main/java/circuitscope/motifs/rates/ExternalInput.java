package circuitscope.motifs.rates;

import circuitscope.InputException;

/** Input I_p(t) from outside to all neurons of each population; time in units of the neurons' time constant. */
public interface ExternalInput {
    /**
     * @param population number of a population
     * @param time time
     * @return its input then
     */
    double at(int population, double time);

    /** {@return times at which the input jumps, in rising order: integrators begin anew there} */
    default double[] jumps() {
        return new double[0];
    }

    /**
     * @param levels input to each population, shape (P)
     * @return the same at all times
     */
    static ExternalInput constant(double... levels) {
        double[] all = levels.clone();
        return (population, time) -> all[population];
    }

    /**
     * @param base input to each population, shape (P)
     * @param step what is added during the step, shape (P)
     * @param from its start
     * @param to its end
     * @return a step
     * @throws InputException if the end is not after the start, or the shapes differ
     */
    static ExternalInput step(double[] base, double[] step, double from, double to) {
        if (!(from < to) || base.length != step.length) {
            throw InputException.of(
                    "A step from %s to %s of %d and %d populations, expected an end after the start and as many populations.",
                    from, to, base.length, step.length);
        }
        double[] low = base.clone();
        double[] added = step.clone();
        return new ExternalInput() {
            @Override
            public double at(int population, double time) {
                return low[population] + (time >= from && time < to ? added[population] : 0);
            }

            @Override
            public double[] jumps() {
                return new double[] {from, to};
            }
        };
    }
}
