/**
 * How well the edges of a circuit were found: rankings of all pairs, and edges at a threshold, with what the field reports of both.
 *
 * <pre>{@code
 * EdgeDetection edges = EdgeDetection.of(weights, Network.randomIntegrateAndFire(60, 1).weights());
 * double precision = edges.averagePrecision();
 * }</pre>
 */
package circuitscope.evaluate.edges;
