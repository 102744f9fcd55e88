/**
 * The graph neural network of the paper: a structure module that reads weights from spike trains, and message passing that
 * predicts the next spikes with them.
 */
package circuitscope.infer.gnn;
