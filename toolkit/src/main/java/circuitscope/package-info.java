/**
 * What every room shares: how bad input is reported, how work is shared between threads and tells its progress, independent
 * random numbers from one seed, and which build runs.
 *
 * <p>Data flow one way through the rooms: {@code files}, {@code spikes}, {@code network} and {@code headdirection},
 * {@code simulate}, {@code data}, {@code infer}, {@code motifs}, {@code evaluate}, {@code experiment}, {@code show} and
 * {@code cli}. A room never imports a later one, and {@code infer} none that knows the truth.
 *
 * <pre>{@code
 * Workers workers = Workers.of(2).telling((stage, done, total) -> System.out.println(stage + " " + done));
 * List<Double> squares = workers.map(List.of(1.0, 2.0), "squaring", x -> x * x);
 * }</pre>
 */
package circuitscope;
