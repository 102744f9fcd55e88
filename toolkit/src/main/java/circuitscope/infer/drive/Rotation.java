package circuitscope.infer.drive;

import circuitscope.spikes.Covariate;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.RingShift;

/**
 * Couplings that an angle turns along a ring (paper, Section 4.2, Appendix G): at the angle theta(t), neuron i has the incoming
 * weights of neuron i + k, k = floor(N gain theta / (2 pi)), all modulo N. Its spikes are those of its stand-in i + k, whose
 * weights do not change; what all stand-ins together do is what all neurons do. So a method for couplings that stay fits
 * couplings that turn, if the spikes to be explained are given to the stand-ins.
 *
 * @param neurons number of neurons N, numbered along the ring: neuron i prefers the angle 2 pi i / N
 * @param gain turn of the couplings over turn of the angle
 * @param theta the angle
 */
public record Rotation(int neurons, double gain, Covariate.Circular theta) {
    /**
     * @param step a step of the recording
     * @return k, from 0 to N - 1; 0 where the angle is not known
     */
    public int shift(int step) {
        double angle = theta.at(step);
        return Double.isNaN(angle) ? 0 : RingShift.of(angle, neurons, gain);
    }

    /**
     * @param recording spikes of all neurons of the ring
     * @return each spike at the stand-in of its neuron, in the same order
     */
    public Recording targets(Recording recording) {
        Recording.Builder turned = Recording.builder(recording.neurons(), recording.steps(), recording.dtMs())
                .segments(recording.segments())
                .cells(recording.cells());
        for (int k = 0; k < recording.spikes(); k++) {
            int step = recording.stepOf(k);
            turned.add(step, (recording.neuronOf(k) + shift(step)) % neurons);
        }
        return turned.build();
    }

    /**
     * @param standIns rates of the stand-ins
     * @return rates of the neurons
     */
    public RateModel rates(RateModel standIns) {
        return (recording, steps, visitor) -> {
            double[] own = new double[neurons];
            standIns.visit(recording, steps, (step, rates) -> {
                int shift = shift(step);
                for (int i = 0; i < neurons; i++) {
                    own[i] = rates[(i + shift) % neurons];
                }
                visitor.rates(step, own);
            });
        };
    }
}
