/**
 * Message passing that predicts the next spikes (paper, Eqs. 4-9), and the structure module that reads an embedding from
 * spike trains (Eq. 1). Encoder and messages are kernels in Java that use that spikes are sparse; the GRU cell and the
 * decoder run on the PyTorch engine through DJL, and gradients are joined between them.
 *
 * <pre>{@code
 * Architecture shape = Architecture.standard();
 * Parameters p = Initialization.random(recording, shape, AngleHarmonics.none(), -5, RandomStreams.of(1, "layers"));
 * LossGradient network = LossGradient.parallel(recording, shape, Workers.all());
 * RowBatch rows = new RowSampler(recording, recording.segments(), 1024, 24, 1).events(0);
 * float[] logRates = network.logRates(rows, p, new float[recording.neurons() * recording.neurons()]);
 * }</pre>
 */
package circuitscope.infer.messagepassing;
