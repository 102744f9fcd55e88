/**
 * What every room shares: how bad input is reported, how a long run tells its progress, how a file is written.
 *
 * <p>Data flow one way through the rooms: {@code spikes}, then {@code simulate} or {@code headdirection}, then
 * {@code infer}, {@code evaluate}, {@code experiment}, {@code show} and {@code cli}. A room never imports a later one.
 */
package circuitscope;
