package circuitscope.motifs.trials;

import circuitscope.Computation;
import circuitscope.Workers;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.Spectrum;
import java.util.List;
import org.apache.commons.math3.complex.Complex;

/** The two eigenvalues of largest size of one drawn network of excitatory and inhibitory neurons. */
public final class Outliers implements Computation<Outliers.Options, Outliers.Found> {
    /**
     * The network.
     *
     * @param neurons number of neurons
     * @param convergent convergent strength
     * @param divergent divergent strength
     * @param chain chain strength
     * @param spread spread g of independent weights
     */
    public record Options(int neurons, double convergent, double divergent, double chain, double spread) {
        /**
         * @param neurons number of neurons
         * @param convergent convergent strength
         * @param divergent divergent strength
         * @param chain chain strength
         * @param spread spread g of independent weights
         * @throws circuitscope.InputException if a strength is impossible
         */
        public Options {
            MotifModel.excitatoryInhibitory(convergent, divergent, chain, spread);
        }

        /** {@return the statistics of the weights} */
        public MotifModel model() {
            return MotifModel.excitatoryInhibitory(convergent, divergent, chain, spread);
        }
    }

    /**
     * The eigenvalues, from the largest real part.
     *
     * @param real their real parts, shape (2)
     * @param imaginary their imaginary parts, shape (2)
     */
    public record Found(List<Double> real, List<Double> imaginary) {}

    @Override
    public String name() {
        return "motifs-outliers";
    }

    @Override
    public Options standard() {
        return new Options(1000, 4, 4, 1, 0.2);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        List<Complex> largest = Spectrum.leading(options.model().draw(options.neurons, seed, workers), 2, workers);
        return new Found(
                largest.stream().map(Complex::getReal).toList(),
                largest.stream().map(Complex::getImaginary).toList());
    }
}
