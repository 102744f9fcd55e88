/** Minimum probability flow (Sohl-Dickstein et al., 2011; Das and Fiete, 2020), solved by limited-memory BFGS. */
package circuitscope.infer.mpf;
