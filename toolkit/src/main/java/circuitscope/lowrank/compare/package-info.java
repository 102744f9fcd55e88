/**
 * Comparing distributions of connectivity: how many normal components they have, how far two of them are apart, how heavy their
 * tails are, and how much of what neurons send is explained.
 *
 * <pre>{@code
 * double[][] m = TestCase.QUAD_STABLE.law().draw(1000, 1).m();
 * int clusters = MixtureSelection.of(m, 9, 1, circuitscope.Workers.all()).components();
 * int[] cluster = GaussianMixture.fit(m, clusters, 1).assign(m);
 * double apart = Discrepancy.sinkhorn(m, TestCase.RING.law().draw(1000, 1).m());
 * }</pre>
 */
package circuitscope.lowrank.compare;
