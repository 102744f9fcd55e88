/** Ring attractor networks that generate spikes, and the true rates behind them. */
package circuitscope.simulate;
