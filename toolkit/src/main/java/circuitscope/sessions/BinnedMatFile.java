package circuitscope.sessions;

import circuitscope.files.MatVariables;
import circuitscope.headdirection.HeadDirectionSession;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The MAT v5 file that {@link HeadDirectionSession} describes: counts in bins of 10 ms, awake and asleep. The session's clock
 * counts the bins of the file: first those awake, then REM, then slow-wave sleep; a spike is in the middle of its bin. Epochs
 * are wake, in unbroken stretches of tracking, REM and SWS.
 */
final class BinnedMatFile implements Sessions.Format {
    private static final long BIN = Math.round(HeadDirectionSession.BIN_MS * 1e6);
    private static final double NANOSECONDS = 1e9;

    @Override
    public String description() {
        return "a MAT v5 file (angRun, Qrun)";
    }

    @Override
    public boolean matches(Path path) {
        return MatVariables.isMat(path);
    }

    @Override
    public Session read(Path path) {
        HeadDirectionSession file = HeadDirectionSession.read(path);
        List<Recording> parts = List.of(file.wake(), file.rem(), file.slowWave());
        List<String> names = List.of("wake", "REM", "SWS");
        Session.Builder session =
                Session.named(path.toString()).bins(BIN / NANOSECONDS).series(headDirection(file.wake()));
        long[] offsets = new long[parts.size()];
        DoubleStream.Builder starts = DoubleStream.builder();
        DoubleStream.Builder ends = DoubleStream.builder();
        for (int k = 0; k < parts.size(); k++) {
            offsets[k] = k == 0 ? 0 : offsets[k - 1] + parts.get(k - 1).steps();
            Epoch epoch = epoch(names.get(k), parts.get(k).segments(), offsets[k]);
            session.epoch(epoch);
            Arrays.stream(epoch.starts()).forEach(starts::add);
            Arrays.stream(epoch.ends()).forEach(ends::add);
        }
        session.span(
                new Epoch("recorded", starts.build().toArray(), ends.build().toArray()));
        for (int neuron = 0; neuron < file.wake().neurons(); neuron++) {
            int count = 0;
            double[] seconds =
                    new double[parts.stream().mapToInt(Recording::spikes).sum()];
            for (int k = 0; k < parts.size(); k++) {
                for (int step : parts.get(k).spikeTrain(neuron)) {
                    seconds[count++] = middle(offsets[k] + step);
                }
            }
            session.unit(Unit.of(String.valueOf(neuron + 1), Arrays.copyOf(seconds, count))
                    .with(Unit.REGION, "ADn"));
        }
        return session.build();
    }

    private static double middle(long bin) {
        return (bin * BIN + BIN / 2.0) / NANOSECONDS;
    }

    private static Epoch epoch(String name, List<Segment> segments, long offset) {
        return new Epoch(
                name,
                segments.stream()
                        .mapToDouble(segment -> (offset + segment.start()) * BIN / NANOSECONDS)
                        .toArray(),
                segments.stream()
                        .mapToDouble(segment -> (offset + segment.end()) * BIN / NANOSECONDS)
                        .toArray());
    }

    private static TimeSeries headDirection(Recording wake) {
        Covariate.Circular angle = wake.angle().orElseThrow();
        double[] seconds = new double[wake.steps()];
        double[] radians = new double[wake.steps()];
        for (int k = 0; k < seconds.length; k++) {
            seconds[k] = middle(k);
            radians[k] = angle.at(k);
        }
        return TimeSeries.headDirection(seconds, radians);
    }
}
