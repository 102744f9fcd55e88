package circuitscope.motifs.trials;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Request;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.infer.glm.GlmResult;
import circuitscope.motifs.Motif;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.MotifNetwork;
import circuitscope.motifs.MotifStrengths;
import circuitscope.motifs.Strength;
import circuitscope.network.Drive;
import circuitscope.network.ExponentialLink;
import circuitscope.network.Network;
import circuitscope.network.Synapse;
import circuitscope.network.wiring.GivenWeights;
import circuitscope.simulate.Simulation;
import java.util.Arrays;
import java.util.List;

/** Motifs in the weights that a GLM reads from the spikes of one drawn network, beside those in its true weights. */
public final class MotifsFromSpikes implements Computation<MotifsFromSpikes.Options, MotifsFromSpikes.Found> {
    private static final double GAIN = 1.5;
    private static final double RATE_HZ = 15;
    private static final double TAU_MS = 10;

    /**
     * The network is the test case with log rate 1.5 J s, 15 Hz without input and synapses of 10 ms.
     *
     * @param neurons number of neurons
     * @param chain chain strength, -1.5 to 1.5
     * @param seconds length of the recording in s
     */
    public record Options(int neurons, double chain, double seconds) {
        /**
         * @param neurons number of neurons
         * @param chain chain strength
         * @param seconds length of the recording in s
         * @throws InputException if a number is out of range
         */
        public Options {
            InputException.requirePositive("Length of the recording in s", seconds);
            MotifModel.excitatoryInhibitory(chain);
        }
    }

    /**
     * A motif over all populations.
     *
     * @param motif which one
     * @param truth strength in the true weights
     * @param value strength in the inferred weights
     * @param error its standard error over neurons
     * @param errorOfWeights the part of it that comes from the uncertainty of the weights
     */
    public record Reading(Motif motif, double truth, double value, double error, double errorOfWeights) {}

    /**
     * What was found.
     *
     * @param readings convergent, divergent, chain and reciprocal motif
     */
    public record Found(List<Reading> readings) {
        /**
         * @param motif a motif of two synapses
         * @return what was read of it
         * @throws InputException if the motif is of single synapses
         */
        public Reading of(Motif motif) {
            return readings.stream()
                    .filter(reading -> reading.motif == motif)
                    .findFirst()
                    .orElseThrow(
                            () -> InputException.of("There is no reading of %s; ask for one of two synapses.", motif));
        }
    }

    @Override
    public String name() {
        return "motifs-from-spikes";
    }

    @Override
    public Options standard() {
        return new Options(80, 0, 300);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        MotifNetwork drawn = network(options, seed);
        MotifStrengths truth = MotifStrengths.of(drawn.weights(), drawn.populations());
        MotifStrengths found = MotifStrengths.of(fit(options, seed, workers), drawn.populations(), seed, workers);
        return new Found(List.of(Motif.CONVERGENT, Motif.DIVERGENT, Motif.CHAIN, Motif.RECIPROCAL).stream()
                .map(motif -> {
                    Strength strength = found.pooled(motif);
                    return new Reading(
                            motif,
                            truth.pooled(motif).value(),
                            strength.value(),
                            strength.error(),
                            strength.errorOfWeights());
                })
                .toList());
    }

    /**
     * @param options the network
     * @param seed seed of its weights
     * @return the drawn network
     */
    public static MotifNetwork network(Options options, long seed) {
        return MotifModel.excitatoryInhibitory(options.chain).draw(options.neurons, seed);
    }

    /**
     * @param options the network and the length of the recording
     * @param seed seed of weights and spikes
     * @return the simulation that gives its spikes, in steps of 1 ms
     */
    public static Simulation simulation(Options options, long seed) {
        Network network = new Network(
                new GivenWeights(network(options, seed).weights()),
                1,
                new Drive.Constant(1e-9),
                Synapse.exponential(TAU_MS),
                new ExponentialLink(RATE_HZ, GAIN, 1000),
                1);
        return new Simulation(network, options.seconds, seed);
    }

    /**
     * The GLM knows nothing of motifs. Its weights are in the scale of its filter, so they are brought to that of J by the gain
     * and the area under the filter; that is all that is taken from the truth.
     *
     * @param options the network and the length of the recording
     * @param seed seed of weights and spikes
     * @param workers threads, and who hears how far it has come
     * @return the inferred weights in the scale of J, with the covariances of their errors
     */
    public static Connectivity.WithErrors fit(Options options, long seed, Workers workers) {
        GlmResult fit = new Glm()
                .withCovariances()
                .fit(
                        Request.of(simulation(options, seed).run(workers.progress()))
                                .with(workers),
                        GlmOptions.standard().withFilter(40, 8).withStride(4));
        // a spike acts for as many steps of 1 ms in all as its synapse has ms: 1 + 0.9 + 0.9^2 + ...
        double scale = Arrays.stream(fit.filter().y()).sum() / TAU_MS / GAIN;
        return ((Connectivity.WithErrors) fit.connectivity()).times(scale);
    }
}
