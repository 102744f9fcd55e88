/**
 * Files, whole or not at all: atomic writing, NumPy's NPY and NPZ formats, MAT v5 and tables of text for reading, and canonical JSON, which is one
 * text for one value and so can be hashed.
 *
 * <pre>{@code
 * NpzFile.write(path, Map.of("weights", NpyArray.of(weights)));
 * double[][] same = NpzFile.read(path).require("weights").matrix();
 * }</pre>
 */
package circuitscope.files;
