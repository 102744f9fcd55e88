/**
 * Transfer entropy: how much the past of one neuron tells about the next bin of another beyond what its own past tells.
 *
 * <pre>{@code
 * TransferEntropyResult result =
 *         new TransferEntropy().fit(recording, TransferEntropyOptions.standard().withDelays(1, 10));
 * double[][] delaysMs = result.delaysMs();
 * }</pre>
 */
package circuitscope.infer.transferentropy;
