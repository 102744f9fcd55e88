/**
 * A small IJava-compatible Jupyter kernel for Java, and a runner that executes notebooks without Python.
 *
 * <p>Cells run in the kernel's own JVM, so that they see every class on its class path.
 */
package circuitscope.kernel;
