package circuitscope.infer.linkglm;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.RateModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A fitted GLM with a learned link: log lambda_i = offset_i + power_i log softplus(sum_j w_ij s_j + bias_i), s_j the
 * exponentially filtered spikes of neuron j.
 *
 * @param connectivity weights with standard errors, bias and link being unknown too; each row of weights has the norm of the
 *     mean row, because a row's own scale can't be told from its link
 * @param rowScale factor that turns each row of weights into the drive, shape (N)
 * @param own weight of each neuron to itself in the drive, its own history, shape (N); 0 where spikes are so many that each neuron
 *     has a link of its own
 * @param tuning factors of cos theta, sin theta, cos 2 theta, ... for the angle theta that drives the neurons, in the units of the
 *     weights, shape (N, terms); without terms if none does
 * @param bias drive of each neuron without input, shape (N)
 * @param offset log of each neuron's expected count per step where softplus is 1, shape (N)
 * @param power exponent of each neuron's link, shape (N)
 * @param tauMs learned synaptic time constant in ms
 * @param convergence the most Newton steps of a neuron, and neurons that did not arrive
 * @param provenance where the result comes from
 */
public record LinkGlmResult(
        Connectivity connectivity,
        double[] rowScale,
        double[] own,
        double[][] tuning,
        double[] bias,
        double[] offset,
        double[] power,
        double tauMs,
        Convergence convergence,
        Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        double[][] weights = weights();
        int n = weights.length;
        return Optional.of((recording, steps, visitor) -> {
            AngleHarmonics angle = AngleHarmonics.of(recording, tuning[0].length / 2);
            SynapticTraces traces = new SynapticTraces(recording, tauMs, angle, steps.length == 0 ? 0 : steps[0]);
            float[] s = new float[n + angle.size()];
            double[] rates = new double[n];
            for (int step : steps) {
                traces.fill(step, s);
                for (int i = 0; i < n; i++) {
                    double drive = 0;
                    for (int j = 0; j < n; j++) {
                        drive += weights[i][j] * s[j];
                    }
                    for (int k = 0; k < angle.size(); k++) {
                        drive += tuning[i][k] * s[n + k];
                    }
                    rates[i] = Math.exp(offset[i]
                            + power[i] * LinkModel.logSoftplus(rowScale[i] * drive + own[i] * s[i] + bias[i]));
                }
                visitor.rates(step, rates);
            }
        });
    }

    /** {@inheritDoc} The synapse, and the link of a neuron with the median power. */
    @Override
    public List<Curve> curves() {
        double[] lags =
                IntStream.rangeClosed(0, 50).mapToDouble(k -> k * tauMs / 10).toArray();
        int[] order = IntStream.range(0, power.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> power[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int median = order[order.length / 2];
        double[] drive =
                IntStream.rangeClosed(-40, 40).mapToDouble(k -> k / 4.0).toArray();
        return List.of(
                new Curve(
                        "synapse",
                        "lag (ms)",
                        "effect",
                        lags,
                        Arrays.stream(lags).map(lag -> Math.exp(-lag / tauMs)).toArray()),
                new Curve(
                        "link of neuron " + median,
                        "drive",
                        "log expected spikes per step",
                        drive,
                        Arrays.stream(drive)
                                .map(x -> offset[median] + power[median] * LinkModel.logSoftplus(x))
                                .toArray()));
    }
}
