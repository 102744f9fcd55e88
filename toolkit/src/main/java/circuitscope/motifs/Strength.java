package circuitscope.motifs;

/**
 * How strong a motif is in a matrix of weights.
 *
 * @param motif which motif
 * @param path between which populations, such as {@code E <- I <- E}; "all" if pooled over all of them
 * @param value its strength
 * @param error its standard error over neurons: how far another network with the same statistics would be
 * @param errorOfWeights the part of it that comes from the uncertainty of the weights; 0 if they are known
 */
public record Strength(Motif motif, String path, double value, double error, double errorOfWeights) {}
