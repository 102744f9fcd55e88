/**
 * NetFormer (Lu et al., ICLR 2025): attention without softmax over tokens of recent activity and a learned embedding, read as
 * couplings. The same network takes series that are no spikes.
 *
 * <pre>{@code
 * NetFormerOptions options = NetFormerOptions.standard().with(40, 0.0005);
 * NetFormerResult result = new NetFormer().fit(recording, options);
 * Windows tokens = Windows.of(weights, 1); // any series, shape (times, N)
 * AttentionTraining trained =
 *         AttentionTraining.of(
 *                 Attention.untrained(tokens.neurons(), options, true, 1), tokens, tokens, Loss.SQUARED, options, EpochTraining.Run.of(1, circuitscope.Progress.silent()));
 * }</pre>
 */
package circuitscope.infer.netformer;
