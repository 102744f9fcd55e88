package circuitscope.infer.netformer;

import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.sampling.Windows;
import org.apache.commons.rng.UniformRandomProvider;

/** A network whose prediction is the latest activity and, added to it, an attention matrix of the moment times the latest activity. */
public sealed interface Attention permits LinearAttention, NormalizedAttention {
    /**
     * @param neurons number of neurons N
     * @param options steps of a token, size of the embedding
     * @param layerNorm whether a layer norm passes the tokens
     * @param seed seed of the values
     * @return a network that is not trained: its embedding is standard normal, its matrices are uniform within 1 / sqrt(D)
     */
    static Attention untrained(int neurons, NetFormerOptions options, boolean layerNorm, long seed) {
        UniformRandomProvider random = RandomStreams.of(seed, "start of attention");
        return layerNorm
                ? NormalizedAttention.random(neurons, options.history(), options.embedding(), random)
                : LinearAttention.random(neurons, options.history(), options.embedding(), random);
    }

    /** {@return the trained numbers: embedding (N, E), query (D, D), key (D, D), flat, and those of a layer norm} */
    Parameters parameters();

    /**
     * @param other trained numbers of the same shapes
     * @return the same network with these numbers
     */
    Attention with(Parameters other);

    /**
     * @param tokens what is seen
     * @return predictions y, shape (times, N)
     */
    float[][] predict(Windows tokens);

    /**
     * @param tokens what is seen and what follows
     * @param loss what predictions are compared by
     * @param gradient gradients of all parameters are added here
     * @return loss, a mean over times and neurons
     */
    double gradient(Windows tokens, Loss loss, Parameters gradient);

    /**
     * @param tokens what is seen
     * @return A averaged over all times, shape (N, N), the diagonal included
     */
    double[][] attention(Windows tokens);

    /**
     * @param tokens what is seen and what follows
     * @param loss what predictions are compared by
     * @return loss, a mean over times and neurons
     */
    default double loss(Windows tokens, Loss loss) {
        float[][] predicted = predict(tokens);
        int neurons = tokens.neurons();
        double sum = 0;
        for (int k = 0; k < predicted.length; k++) {
            for (int i = 0; i < neurons; i++) {
                sum += loss.value(predicted[k][i], tokens.target()[k][i]);
            }
        }
        return sum / predicted.length / neurons;
    }
}
