package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.data.Dataset;
import circuitscope.data.DatasetFile;
import circuitscope.data.Source;
import circuitscope.files.Json;
import circuitscope.network.AngularSignal;
import circuitscope.network.Drive;
import circuitscope.network.ExponentialLink;
import circuitscope.network.LeakyIntegrateAndFire;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.Synapse;
import circuitscope.network.ThresholdCrossing;
import circuitscope.network.wiring.Lattice;
import circuitscope.network.wiring.Population;
import circuitscope.network.wiring.RandomWiring;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.SmallWorld;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.network.wiring.Wiring;
import circuitscope.show.Show;
import circuitscope.show.progress.ProgressDisplay;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulates a network. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Simulates a network and writes its spikes and true weights.",
        footer = {
            "",
            "Examples:",
            "  circuitscope simulate --model lnp --neurons 100 --seconds 480 --seed 1 --out lnp.npz",
            "  circuitscope simulate --model lnp --profile broad-inhibition --drive sinusoid --out bump.npz",
            "  circuitscope simulate --model integrate-and-fire --circuit random --neurons 60 --out random.npz"
        })
final class Simulate implements Callable<Integer> {
    /** How input becomes spikes. */
    enum Model {
        THRESHOLD,
        LNP,
        EXPONENTIAL,
        INTEGRATE_AND_FIRE;

        SpikeGeneration spiking() {
            return switch (this) {
                case THRESHOLD -> ThresholdCrossing.STANDARD;
                case LNP -> LinearNonlinearPoisson.STANDARD;
                case EXPONENTIAL -> new ExponentialLink(20, 2000, 500);
                case INTEGRATE_AND_FIRE -> LeakyIntegrateAndFire.STANDARD;
            };
        }

        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /** Who is connected to whom. */
    enum Circuit {
        RING,
        DIRECTED_RING,
        CHAIN,
        SHEET,
        TORUS,
        RANDOM,
        SMALL_WORLD;

        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /** Weight against distance on a ring. */
    enum Profile {
        MEXICAN_HAT(WeightProfile.MEXICAN_HAT),
        BROAD_INHIBITION(WeightProfile.BROAD);

        private final WeightProfile weights;

        Profile(WeightProfile weights) {
            this.weights = weights;
        }

        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /** What turns the weights of a ring. */
    enum Turn {
        NONE,
        RANDOM,
        SINUSOID;

        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /** Turn of the weights over turn of the angle. */
    private static final double GAIN = 0.15;

    private static final int NEIGHBOURS = 8;
    private static final double REWIRING = 0.2;
    private static final double DIRECTED_SHIFT = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", description = "${COMPLETION-CANDIDATES}: how input becomes spikes.")
    private Model model;

    @Option(
            names = "--circuit",
            defaultValue = "ring",
            description = "${COMPLETION-CANDIDATES}: who is connected to whom (default ${DEFAULT-VALUE}).")
    private Circuit circuit;

    @Option(
            names = "--profile",
            defaultValue = "mexican-hat",
            description = {
                "${COMPLETION-CANDIDATES}: weights of a ring by distance; broad-inhibition is for the models threshold and",
                "lnp (default ${DEFAULT-VALUE})."
            })
    private Profile profile;

    @Option(
            names = "--drive",
            defaultValue = "none",
            description = {
                "${COMPLETION-CANDIDATES}: the angle theta that turns the weights of a ring, slow and random or a sinusoid",
                "of 2 s; it is written with the spikes (default ${DEFAULT-VALUE})."
            })
    private Turn turn;

    @Option(
            names = "--network",
            description = "JSON file of any network, in place of --model, --circuit, --neurons and --strength.")
    private Path file;

    @Option(names = "--neurons", defaultValue = "100", description = "Number of neurons (default ${DEFAULT-VALUE}).")
    private int neurons;

    @Option(names = "--seconds", defaultValue = "480", description = "Simulated time (default ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of all random numbers of the simulation (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--wiring-seed",
            defaultValue = "1",
            description = "Seed of random connections and latencies (default ${DEFAULT-VALUE}).")
    private long wiringSeed;

    @Option(
            names = "--strength",
            description = {
                "Recurrent strength r of the paper's rings, 0.0005 to 0.025; the threshold follows it",
                "(default 0.025)."
            })
    private Double strength;

    @Option(names = "--out", required = true, description = "NPZ file to write.")
    private Path out;

    @Override
    public Integer call() {
        Report.requireWritable(out);
        if ((model == null) == (file == null)) {
            throw InputException.of("Give one of --model and --network: how input becomes spikes, or a whole network.");
        }
        Network network = file == null ? network() : Json.value(file.toString(), Json.read(file), Network.class);
        Simulation simulation = new Simulation(network, seconds, seed);
        long start = System.nanoTime();
        Dataset dataset;
        try (ProgressDisplay progress = Show.progress()) {
            dataset = new Source.Simulated(simulation).load(progress);
        }
        DatasetFile.write(dataset, out);
        Recording recording = dataset.recording();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", out.toString());
        report.put("neurons", recording.neurons());
        report.put("steps", recording.steps());
        report.put("spikes", recording.spikes());
        report.put("mean_rate_hz", recording.meanRateHz());
        report.put("sha256", recording.sha256());
        report.put("seconds", (System.nanoTime() - start) / 1e9);
        Report.print(spec, report);
        return 0;
    }

    private Network network() {
        boolean membrane = model == Model.INTEGRATE_AND_FIRE;
        if (membrane && circuit != Circuit.RANDOM && circuit != Circuit.SMALL_WORLD) {
            throw InputException.of(
                    "Weights of a %s are made for the other models; take --circuit random or small-world for"
                            + " integrate-and-fire cells, or --network for any.",
                    circuit);
        }
        if (membrane) {
            Network random = Network.randomIntegrateAndFire(neurons, wiringSeed);
            return circuit == Circuit.RANDOM
                    ? random
                    : random.withWiring(smallWorld(((RandomWiring) random.wiring()).population()));
        }
        if (circuit != Circuit.RING && (profile != Profile.MEXICAN_HAT || turn != Turn.NONE)) {
            throw InputException.of("--profile and --drive are for --circuit ring, found %s; leave them out.", circuit);
        }
        double r = 0.025;
        if (profile == Profile.BROAD_INHIBITION) {
            if (strength != null || (model != Model.THRESHOLD && model != Model.LNP)) {
                throw InputException.of(
                        "--profile broad-inhibition has a strength of its own for the models threshold and lnp; take one of"
                                + " them without --strength, or --network for any.");
            }
            r = model == Model.THRESHOLD ? 0.003 : 0.00045;
        }
        Network network = new Network(wiring(), r, turning(drive()), Synapse.exponential(10), model.spiking(), 0.1);
        return strength == null ? network : network.withStrength(strength);
    }

    private Drive turning(double level) {
        return switch (turn) {
            case NONE -> new Drive.Constant(level);
            case RANDOM -> new Drive.Rotation(level, new AngularSignal.BandLimited(0.5, 0.5, seed), GAIN);
            case SINUSOID -> new Drive.Rotation(level, new AngularSignal.Sinusoid(1, 2000), GAIN);
        };
    }

    /** Rings and lattices inhibit themselves, random networks hardly do: there less drive gives rates of 10 to 40 Hz. */
    private double drive() {
        if (circuit != Circuit.RANDOM && circuit != Circuit.SMALL_WORLD) {
            return 1e-3;
        }
        return model == Model.THRESHOLD ? 4.5e-4 : 1e-4;
    }

    private Wiring wiring() {
        WeightProfile hat = WeightProfile.MEXICAN_HAT;
        // so weak that excitation does not run away: these models have no refractory time
        double size = 4e-4 * Math.sqrt(100.0 / neurons);
        Population population = new Population(neurons, 0.8, size, 8 * size, 0.5);
        return switch (circuit) {
            case RING -> new Ring(neurons, profile.weights);
            case DIRECTED_RING -> new Ring(neurons, hat.shifted(DIRECTED_SHIFT));
            case CHAIN -> Lattice.chain(neurons, hat);
            case SHEET -> Lattice.sheet(side(), side(), hat);
            case TORUS -> Lattice.torus(side(), side(), hat);
            case RANDOM -> new RandomWiring(population, 0.12, wiringSeed);
            case SMALL_WORLD -> smallWorld(population);
        };
    }

    private SmallWorld smallWorld(Population population) {
        return new SmallWorld(population, NEIGHBOURS, REWIRING, wiringSeed);
    }

    private int side() {
        int side = (int) Math.round(Math.sqrt(neurons));
        if (side * side != neurons) {
            throw InputException.of(
                    "--neurons is %d, expected a square number such as %d for a %s.", neurons, side * side, circuit);
        }
        return side;
    }
}
