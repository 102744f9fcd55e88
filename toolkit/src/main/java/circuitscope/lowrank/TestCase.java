package circuitscope.lowrank;

import circuitscope.motifs.rates.Nonlinearity;
import java.util.Locale;

/** Networks of rank two whose dynamics in the limit of many neurons are known; phi is tanh. */
public enum TestCase {
    /** Two stable fixed points. */
    BISTABLE(MixtureLaw.gaussian(new double[][] {{1.2, 0.8}, {0, 1.6}}, 4)),
    /** A stable limit cycle. */
    LIMIT_CYCLE(MixtureLaw.gaussian(new double[][] {{1.6, -0.8}, {0.8, 1.6}}, 4)),
    /** A circle of fixed points. */
    RING(MixtureLaw.gaussian(new double[][] {{1.6, 0}, {0, 1.6}}, 4)),
    /** Four clusters of neurons and four stable fixed points. */
    QUAD_STABLE(MixtureLaw.clusters(
            new double[][] {{0.87, 0.87}, {0.87, -0.87}, {-0.87, 0.87}, {-0.87, -0.87}}, 2.655, 0.25, 1)),
    /** A circle of fixed points from loadings with heavy tails. */
    HEAVY_TAIL(new HeavyTailLaw(2, 3, 1.6, 1));

    /** Largest coordinate of starts and of points where fields are compared. */
    public static final double LIMIT = 2.4;

    private final LoadingLaw law;

    TestCase(LoadingLaw law) {
        this.law = law;
    }

    /** {@return the distribution of the loadings} */
    public LoadingLaw law() {
        return law;
    }

    /** {@return its name in lower case, such as "limit cycle"} */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@return the field of a network of many neurons with this law} */
    public VectorField manyNeurons() {
        return law.meanField(Nonlinearity.TANH);
    }

    /** {@return 20 x 20 starts on a grid from -2.4 to 2.4, shape (400, 2)} */
    public static double[][] starts() {
        return VectorField.grid(LIMIT, 20);
    }
}
