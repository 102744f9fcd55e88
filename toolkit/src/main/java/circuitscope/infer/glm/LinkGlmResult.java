package circuitscope.infer.glm;

import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.spikes.RateModel;
import java.util.Optional;

/**
 * A fitted GLM with a learned link: log lambda_i = offset_i + power_i log softplus(sum_j w_ij s_j + bias_i), s_j the
 * exponentially filtered spikes of neuron j.
 *
 * @param weights w[i][j] from neuron j to neuron i, shape (N, N), zero diagonal; each row has the norm of the mean row,
 *     because a row's own scale can't be told from its link
 * @param information Fisher information of each row of {@code weights} in the training part, bias and link being unknown
 *     too, shape (N, N, N); 0 in the row and column of the neuron itself
 * @param rowScale factor that turns each row of {@code weights} into the drive, shape (N)
 * @param bias drive of each neuron without input, shape (N)
 * @param offset log of each neuron's expected count per step where softplus is 1, shape (N)
 * @param power exponent of each neuron's link, shape (N)
 * @param tauMs learned synaptic time constant in ms
 * @param provenance where the result comes from
 */
public record LinkGlmResult(
        double[][] weights,
        double[][][] information,
        double[] rowScale,
        double[] bias,
        double[] offset,
        double[] power,
        double tauMs,
        Provenance provenance)
        implements Inference {
    @Override
    public Optional<RateModel> rates() {
        int n = weights.length;
        return Optional.of((recording, steps, visitor) -> {
            SynapticTraces traces = new SynapticTraces(recording, tauMs, steps.length == 0 ? 0 : steps[0]);
            double[] s = new double[n];
            double[] rates = new double[n];
            for (int step : steps) {
                double factor = traces.moveTo(step);
                for (int j = 0; j < n; j++) {
                    s[j] = traces.stored(j) * factor;
                }
                for (int i = 0; i < n; i++) {
                    double drive = 0;
                    for (int j = 0; j < n; j++) {
                        drive += weights[i][j] * s[j];
                    }
                    rates[i] = Math.exp(offset[i] + power[i] * LinkModel.logSoftplus(rowScale[i] * drive + bias[i]));
                }
                visitor.rates(step, rates);
            }
        });
    }
}
