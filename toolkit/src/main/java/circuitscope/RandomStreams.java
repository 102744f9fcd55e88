package circuitscope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Independent streams of random numbers from one seed: each purpose has its own, so that a simulation, a fit and a score with
 * the same seed do not share their numbers, and none depends on how many numbers another has drawn.
 */
public final class RandomStreams {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private RandomStreams() {}

    /**
     * @param seed the seed of a run
     * @param purpose what the numbers are for, such as "simulation"
     * @param part further numbers that tell streams of one purpose apart, such as the number of a training step
     * @return a generator (XoShiRo256++; Blackman and Vigna 2021), the same on every machine
     */
    public static UniformRandomProvider of(long seed, String purpose, long... part) {
        long hash = FNV_OFFSET;
        for (byte letter : purpose.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ letter & 0xff) * FNV_PRIME;
        }
        long[] state = Arrays.copyOf(new long[] {seed, hash}, Math.max(4, 2 + part.length));
        System.arraycopy(part, 0, state, 2, part.length);
        long mixed = FNV_OFFSET;
        for (int k = 0; k < state.length; k++) {
            mixed = mix(mixed ^ state[k]);
            state[k] = mixed;
        }
        return RandomSource.XO_SHI_RO_256_PP.create(Arrays.copyOfRange(state, state.length - 4, state.length));
    }

    /** The finalizer of SplitMix64 (Steele et al. 2014): near seeds give unlike states. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
