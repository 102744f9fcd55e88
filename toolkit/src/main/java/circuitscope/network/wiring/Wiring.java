package circuitscope.network.wiring;

import circuitscope.spikes.Cell;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Who is connected to whom, and how strongly. The same wiring has the same weights, to the last bit, on every machine. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Ring.class, name = "ring"),
    @JsonSubTypes.Type(value = UnevenRing.class, name = "uneven-ring"),
    @JsonSubTypes.Type(value = Lattice.class, name = "lattice"),
    @JsonSubTypes.Type(value = RandomWiring.class, name = "random"),
    @JsonSubTypes.Type(value = SmallWorld.class, name = "small-world"),
    @JsonSubTypes.Type(value = GivenWeights.class, name = "given")
})
public sealed interface Wiring permits Ring, UnevenRing, Lattice, RandomWiring, SmallWorld, GivenWeights {
    /** Most neurons of a network whose weights are kept as a matrix. */
    int MAX_NEURONS = 10_000;

    /** {@return the number of neurons} */
    int neurons();

    /** {@return the weights W[i][j] from neuron j to neuron i, shape (N, N), self-connections included} */
    double[][] weights();

    /** {@return what is known of each cell, such as its type or place; empty if nothing is} */
    default List<Cell> cells() {
        return List.of();
    }
}
