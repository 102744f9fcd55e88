package circuitscope.infer.correlogram;

import java.util.ArrayList;
import java.util.List;

/**
 * How the log rate of a neuron follows one spike that reaches it: an alpha function (t - d) / tau exp(1 - (t - d) / tau) from
 * the latency d on, 0 before, with a peak of 1.
 *
 * @param latencyMs latency d in ms
 * @param tauMs time from the latency to the peak in ms
 */
record SynapticKernel(double latencyMs, double tauMs) {
    private static final double[] LATENCIES = {.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20};
    private static final double[] TAUS = {.8, 2, 5};
    /** A slow membrane hides the exact latency. */
    private static final double[] SLOW_LATENCIES = {.5, 2, 4};

    private static final double SLOW_TAU = 10;
    /** Points of a bin over which a kernel is averaged. */
    private static final int POINTS = 8;

    /** {@return latencies of 0.5 to 20 ms with times to the peak of 0.8 to 10 ms} */
    static List<SynapticKernel> dictionary() {
        List<SynapticKernel> kernels = new ArrayList<>();
        for (double tau : TAUS) {
            for (double latency : LATENCIES) {
                kernels.add(new SynapticKernel(latency, tau));
            }
        }
        for (double latency : SLOW_LATENCIES) {
            kernels.add(new SynapticKernel(latency, SLOW_TAU));
        }
        return kernels;
    }

    /** Together of about any shape on the other side of a correlogram, where the synapse of the other direction is. */
    static List<SynapticKernel> coarse() {
        List<SynapticKernel> kernels = new ArrayList<>();
        for (double latency : new double[] {.3, 1.2, 2.2, 3.5, 5, 7}) {
            kernels.add(new SynapticKernel(latency, 1));
        }
        for (double latency : new double[] {9, 12, 15, 18}) {
            kernels.add(new SynapticKernel(latency, 2));
        }
        return kernels;
    }

    double at(double lagMs) {
        double s = (lagMs - latencyMs) / tauMs;
        return s > 0 ? s * Math.exp(1 - s) : 0;
    }

    /** Means over bins of this width around these lags; with a sign of -1, of the mirrored kernel. */
    double[] binned(double[] lagsMs, double binMs, int sign) {
        double[] means = new double[lagsMs.length];
        for (int b = 0; b < means.length; b++) {
            for (int k = 0; k < POINTS; k++) {
                means[b] += at(sign * lagsMs[b] + ((k + 0.5) / POINTS - 0.5) * binMs) / POINTS;
            }
        }
        return means;
    }
}
