/** Spike recordings as values: events in integer steps, segments, splits in time, lagged windows and NPZ files. */
package circuitscope.spikes;
