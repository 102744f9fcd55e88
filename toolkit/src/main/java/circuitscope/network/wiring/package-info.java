/**
 * Who is connected to whom, and how strongly: rings and lattices with a profile of distance, random and small-world
 * networks of excitatory and inhibitory neurons, or weights as given. Each gives its matrix of weights W, shape (N, N), row
 * the receiving neuron.
 *
 * <pre>{@code
 * Wiring ring = new Ring(100, WeightProfile.MEXICAN_HAT);
 * Wiring random = new RandomWiring(new Population(60, 0.8, 6, 25, 0.5), 0.12, 1);
 * double[][] weights = ring.weights();
 * }</pre>
 */
package circuitscope.network.wiring;
