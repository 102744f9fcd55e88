package circuitscope.lowrank;

import circuitscope.InputException;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;

/** A distribution p(m, b, d, n) of loadings whose field in the limit of many neurons is known. */
public interface LoadingLaw {
    /** {@return the number R of latent variables} */
    int rank();

    /** {@return the number U of inputs} */
    int inputs();

    /**
     * @param neurons number of neurons
     * @param seed seed of all random numbers
     * @return independent draws
     * @throws InputException if the number is out of range
     */
    Loadings draw(int neurons, long seed);

    /**
     * @param c what a neuron receives, (m, b, d), shape (R + U + 1)
     * @return what neurons like it send on average, E[n | c], shape (R)
     */
    double[] conditionalMean(double[] c);

    /**
     * @param loadings some neurons
     * @return the same neurons, each sending what those like it send on average
     */
    default Loadings average(Loadings loadings) {
        return loadings.withN(
                Arrays.stream(loadings.received()).map(this::conditionalMean).toArray(double[][]::new));
    }

    /**
     * @param phi how input becomes a rate
     * @return G(z, u) = E[n phi(m . z + b . u + d)]
     */
    VectorField meanField(Nonlinearity phi);
}
