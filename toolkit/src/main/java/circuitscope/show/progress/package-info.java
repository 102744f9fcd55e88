/**
 * What a running program shows where it runs: an element of a notebook of any Java kernel, a line of a terminal or of a log;
 * and how far work has come, with the time left.
 *
 * <pre>{@code
 * try (ProgressDisplay progress = ProgressDisplay.here()) {
 *     progress.update("fits", 3, 12);
 * }
 * }</pre>
 */
package circuitscope.show.progress;
