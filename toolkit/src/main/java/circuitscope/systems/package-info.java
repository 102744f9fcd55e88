/**
 * Small systems that others test their methods on, with the trials of these methods: coupled variables (NetFormer), springs and
 * oscillators (NRI).
 *
 * <pre>{@code
 * CoupledMap system = CoupledMap.random(5, CoupledMap.Activation.TANH, true, 1);
 * double[][] states = system.simulate(1000, 1);
 * CouplingTrial.Found found = new CouplingTrial().run(new CouplingTrial().standard(), 1, Workers.all());
 * RelationalSystem.Trajectory springs = RelationalSystem.SPRINGS.simulate(5, 50, 1, 0);
 * }</pre>
 */
package circuitscope.systems;
