/**
 * Arithmetic that methods share: products of rows of single-precision numbers in loops that compile to vector
 * instructions, Cholesky factors with the diagonal of the inverse, limited-memory BFGS, coordinate descent for l1
 * penalties, and Adam on named arrays, which can be stopped and taken up again.
 *
 * <p>What maintained libraries do as well is left to them: Cholesky is that of EJML, one-dimensional searches and
 * eigenvectors are those of Commons Math. Limited-memory BFGS and Adam are ours: there is no library on Maven Central
 * with the first, and that of the engine can't be resumed.
 *
 * <pre>{@code
 * PositiveDefinite information = PositiveDefinite.of(new double[][] {{2, 1}, {1, 2}});
 * double[] variances = information.inverseDiagonal();
 * double[] step = information.solve(new double[] {1, 0});
 * }</pre>
 */
package circuitscope.infer.arithmetic;
