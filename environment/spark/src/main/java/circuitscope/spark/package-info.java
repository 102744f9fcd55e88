/**
 * Runs experiments on Apache Spark: one task is one experiment, and its outcome is written where all machines see it. The toolkit
 * finds this module by Java's service loader, so {@code experiment run --on spark} is all that is new.
 */
package circuitscope.spark;
