package circuitscope.infer.gnn;

import ai.djl.ndarray.NDArray;

/** Trial. */
final class Distillation {
    private Distillation() {}

    /** Loss sum_i r_i^T P_i r_i / n^2 trained by Adam; z and MLP in p. */
    static void train(
            Parameters p,
            int n,
            int dims,
            float[] target,
            float[] precision,
            int steps,
            double rate,
            java.util.function.BiConsumer<Integer, float[]> watch) {
        Adam adam = Adam.of(p);
        for (int step = 1; step <= steps; step++) {
            try (Graph graph = Graph.training()) {
                NDArray z = graph.leaf("z", p.get("z"), n, dims);
                NDArray w = PairwiseMlp.weights(graph, p, z);
                NDArray r = w.sub(graph.constant(target, n, n));
                NDArray weighted;
                if (precision.length == n * n) {
                    weighted = r.mul(graph.constant(precision, n, n));
                } else {
                    weighted = graph.constant(precision, n, n, n)
                            .matMul(r.expandDims(2))
                            .squeeze(2);
                }
                NDArray loss = r.mul(weighted).mean();
                graph.backward(loss);
                double lr = rate * Math.pow(0.03, (double) step / steps);
                for (String name : p.names()) {
                    adam.step(name, p.get(name), graph.gradient(name), lr, step);
                }
                if (step % 250 == 0 || step == steps) {
                    watch.accept(step, w.toFloatArray());
                    System.out.print(" loss " + loss.getFloat() + "\n");
                }
            }
        }
    }
}
