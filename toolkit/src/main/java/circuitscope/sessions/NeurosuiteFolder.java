package circuitscope.sessions;

import circuitscope.InputException;
import circuitscope.files.NumberLines;
import circuitscope.files.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A folder of the Neurosuite programs (Klusters, NeuroScope), such as one session S of the data set th-1 of CRCNS (Peyrache et
 * al. 2015):
 *
 * <ul>
 *   <li>{@code S.res.N}: sample of each spike on shank N, one a line; {@code S.clu.N}: the number of clusters, then the cluster
 *       of each spike. Clusters 0 (artefacts) and 1 (noise) are left out. The unit of cluster 5 on shank 2 is named 2.5;
 *   <li>{@code S.xml}: {@code acquisitionSystem/samplingRate} in Hz, the clock of the samples;
 *   <li>{@code S.ang}: head direction in rad, -1 where it is missing: one column, of video at 39.0625 Hz from 0 s, or two, time in
 *       s and angle. Where it is missing, the direction is that of the two lights in {@code S.pos} or {@code S.whl}: red x and y,
 *       blue x and y, at 39.0625 Hz, or after a column of times in s;
 *   <li>{@code S.states.NAME}: start and end in s of each stretch of epoch NAME;
 *   <li>{@code S.shanks.csv} or {@code shanks.csv}: columns {@code shank} and {@code region}. Without it, the shanks in the
 *       anterodorsal nucleus are those that the authors of th-1 name for each mouse;
 *   <li>{@code S.eeg}: its length tells when the recording ends.
 * </ul>
 */
final class NeurosuiteFolder implements Sessions.Format {
    private static final Pattern SPIKES = Pattern.compile("(.+)\\.(clu|res)\\.(\\d+)");
    private static final double VIDEO_HZ = 39.0625;
    private static final int FIRST_CLUSTER = 2;
    private static final String ANTERODORSAL = "ADn";

    @Override
    public String description() {
        return "a th-1 folder (.res.N, .clu.N, .xml)";
    }

    @Override
    public boolean matches(Path path) {
        return Files.isDirectory(path) && !spikeFiles(path).isEmpty();
    }

    /** Names of spike files, by session and shank. */
    private static Map<String, Map<Integer, TreeSet<String>>> spikeFiles(Path folder) {
        Map<String, Map<Integer, TreeSet<String>>> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher name = SPIKES.matcher(file.getFileName().toString());
                // numbers of shanks have few digits; longer ones are dates of backups
                if (name.matches() && name.group(3).length() < 5) {
                    found.computeIfAbsent(name.group(1), session -> new TreeMap<>())
                            .computeIfAbsent(Integer.valueOf(name.group(3)), shank -> new TreeSet<>())
                            .add(name.group(2));
                }
            });
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the folder and its rights.", folder, e, e);
        }
        return found;
    }

    @Override
    public Session read(Path folder) {
        Map<String, Map<Integer, TreeSet<String>>> sessions = spikeFiles(folder);
        if (sessions.size() > 1) {
            throw InputException.of(
                    "%s has spikes of the sessions %s, expected one; put each into a folder of its own.",
                    folder, sessions.keySet());
        }
        String name = sessions.keySet().iterator().next();
        Map<Integer, TreeSet<String>> shanks = sessions.get(name);
        Element settings = settings(folder.resolve(name + ".xml"));
        double rateHz = rateHz(folder.resolve(name + ".xml"), settings, "acquisitionSystem");
        Session.Builder session = Session.named(folder.toString());
        Map<Integer, String> regions = regions(folder, name);
        shanks.forEach((shank, kinds) -> {
            for (String kind : List.of("res", "clu")) {
                if (!kinds.contains(kind)) {
                    throw InputException.of(
                            "%s has no %s.%s.%d beside %s.%s.%d, expected both files of a shank.",
                            folder, name, kind, shank, name, kinds.first(), shank);
                }
            }
            units(folder, name, shank, rateHz, regions.getOrDefault(shank, "")).forEach(session::unit);
        });
        headDirection(folder, name).ifPresent(session::series);
        epochs(folder, name).forEach(session::epoch);
        end(folder.resolve(name + ".eeg"), folder.resolve(name + ".xml"), settings)
                .ifPresent(end -> session.span(Epoch.of("recorded", 0, end)));
        return session.build();
    }

    private static List<Unit> units(Path folder, String name, int shank, double rateHz, String region) {
        Path res = folder.resolve(name + ".res." + shank);
        Path clu = folder.resolve(name + ".clu." + shank);
        long[] samples = NumberLines.whole(res);
        long[] lines = NumberLines.whole(clu);
        if (lines.length != samples.length + 1) {
            throw InputException.of(
                    "%s has %d lines and %s %d, expected one more: the number of clusters, then one per spike; fetch both"
                            + " again.",
                    clu, lines.length, res, samples.length);
        }
        long[] clusters = Arrays.copyOfRange(lines, 1, lines.length);
        long distinct = Arrays.stream(clusters).distinct().count();
        if (lines[0] < distinct) {
            throw InputException.of(
                    "%s says in its first line that it has %d clusters, but has %d; see whether the first line is missing.",
                    clu, lines[0], distinct);
        }
        double[] seconds = SpikesByUnit.times(samples, rateHz);
        SpikesByUnit.requireSorted(res.toString(), seconds);
        if (samples.length > 0 && samples[0] < 0) {
            throw InputException.of("%s, line 1: found sample %d, expected 0 or more.", res, samples[0]);
        }
        List<Unit> units = new ArrayList<>();
        SpikesByUnit.of(clusters, k -> seconds[k]).forEach((cluster, train) -> {
            if (cluster >= FIRST_CLUSTER) {
                units.add(Unit.of(shank + "." + cluster, train)
                        .with(Unit.SHANK, String.valueOf(shank))
                        .with(Unit.REGION, region));
            }
        });
        return units;
    }

    private static Element settings(Path xml) {
        if (!Files.isRegularFile(xml)) {
            throw InputException.of(
                    "%s is missing, whose acquisitionSystem/samplingRate makes seconds of the samples in .res files; put it"
                            + " there.",
                    xml);
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Document document = builder.parse(xml.toFile());
            return document.getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw InputException.of(
                    "%s is no readable XML (%s); fetch it again.",
                    xml, String.valueOf(e.getMessage()).replaceAll("\\s+", " "), e);
        }
    }

    private static Optional<String> setting(Element settings, String group, String name) {
        for (Node child = settings.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(group)) {
                NodeList values = element.getElementsByTagName(name);
                if (values.getLength() > 0) {
                    return Optional.of(values.item(0).getTextContent().strip());
                }
            }
        }
        return Optional.empty();
    }

    private static double rateHz(Path xml, Element settings, String group) {
        String text = setting(settings, group, "samplingRate")
                .orElseThrow(() -> InputException.of(
                        "%s has no acquisitionSystem/samplingRate, expected the rate of the samples in Hz; add it.",
                        xml));
        return number(xml, "samplingRate", text);
    }

    private static double number(Path xml, String name, String text) {
        try {
            return InputException.requirePositive(xml + ": " + name, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw InputException.of("%s: found the %s '%s', expected a number.", xml, name, text, e);
        }
    }

    /** End in s by the length of the file of field potentials: 16 bit per channel and sample. */
    private static Optional<Double> end(Path eeg, Path xml, Element settings) {
        Optional<String> channels = setting(settings, "acquisitionSystem", "nChannels");
        Optional<String> rate = setting(settings, "fieldPotentials", "lfpSamplingRate");
        if (!Files.isRegularFile(eeg) || channels.isEmpty() || rate.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.size(eeg)
                    / (2 * number(xml, "nChannels", channels.get()) * number(xml, "lfpSamplingRate", rate.get())));
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", eeg, e, e);
        }
    }

    private static Optional<TimeSeries> headDirection(Path folder, String name) {
        Path ang = folder.resolve(name + ".ang");
        if (Files.isRegularFile(ang)) {
            return Optional.of(angles(ang));
        }
        for (String kind : List.of(".pos", ".whl")) {
            Path lights = folder.resolve(name + kind);
            if (Files.isRegularFile(lights)) {
                Optional<TimeSeries> direction = lights(lights);
                if (direction.isPresent()) {
                    return direction;
                }
            }
        }
        return Optional.empty();
    }

    private static TimeSeries angles(Path ang) {
        double[][] rows = NumberLines.read(ang);
        int columns = rows.length == 0 ? 0 : rows[0].length;
        if (columns != 1 && columns != 2) {
            throw InputException.of(
                    "%s has %d columns, expected one of angles in rad, or two of time in s and angle in rad.",
                    ang, columns);
        }
        double[] radians = new double[rows.length];
        for (int k = 0; k < radians.length; k++) {
            double angle = rows[k][columns - 1];
            radians[k] = angle == -1 ? Double.NaN : angle;
            if (angle < 0 && angle != -1) {
                throw InputException.of(
                        "%s, line %d: found the angle %s, expected 0 to 2 pi rad, or -1 where it is missing.",
                        ang, k + 1, angle);
            }
        }
        try {
            return TimeSeries.headDirection(clock(rows, columns == 2), radians);
        } catch (InputException e) {
            throw InputException.of("%s: %s", ang, e.getMessage(), e);
        }
    }

    private static double[] clock(double[][] rows, boolean hasTimes) {
        double[] seconds = new double[rows.length];
        Arrays.setAll(seconds, k -> hasTimes ? rows[k][0] : k / VIDEO_HZ);
        return seconds;
    }

    /** Nothing if the file has one place per sample. */
    private static Optional<TimeSeries> lights(Path path) {
        double[][] rows = NumberLines.read(path);
        int columns = rows.length == 0 ? 0 : rows[0].length;
        if (columns != 4 && columns != 5) {
            return Optional.empty();
        }
        int first = columns - 4;
        double[][] red = new double[rows.length][];
        double[][] blue = new double[rows.length][];
        for (int k = 0; k < rows.length; k++) {
            red[k] = Arrays.copyOfRange(rows[k], first, first + 2);
            blue[k] = Arrays.copyOfRange(rows[k], first + 2, first + 4);
        }
        try {
            return Optional.of(TimeSeries.ofTwoLights(clock(rows, first == 1), red, blue));
        } catch (InputException e) {
            throw InputException.of("%s: %s", path, e.getMessage(), e);
        }
    }

    private static List<Epoch> epochs(Path folder, String name) {
        List<Epoch> epochs = new ArrayList<>();
        String start = name + ".states.";
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith(start))
                    .sorted()
                    .toList()) {
                double[][] rows = NumberLines.read(file);
                if (rows.length > 0 && rows[0].length != 2) {
                    throw InputException.of(
                            "%s has %d columns, expected start and end of each stretch in s.", file, rows[0].length);
                }
                try {
                    epochs.add(new Epoch(
                            file.getFileName().toString().substring(start.length()),
                            Arrays.stream(rows).mapToDouble(row -> row[0]).toArray(),
                            Arrays.stream(rows).mapToDouble(row -> row[1]).toArray()));
                } catch (InputException e) {
                    throw InputException.of("%s: %s", file, e.getMessage(), e);
                }
            }
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the folder and its rights.", folder, e, e);
        }
        return epochs;
    }

    private static Map<Integer, String> regions(Path folder, String name) {
        for (String file : List.of(name + ".shanks.csv", "shanks.csv")) {
            if (Files.isRegularFile(folder.resolve(file))) {
                TextTable table = TextTable.read(folder.resolve(file));
                String shank = table.require("the number of a shank", "shank");
                String region = table.require("its brain region", "region");
                Map<Integer, String> regions = new HashMap<>();
                long[] shanks = SpikesByUnit.whole(table.path() + ", column shank", table.numbers(shank));
                for (int row = 0; row < table.rows(); row++) {
                    regions.put((int) shanks[row], table.text(row, region));
                }
                return regions;
            }
        }
        return anterodorsal(name);
    }

    /** As the authors of th-1 tell; sessions are named Mouse12-120806. */
    private static Map<Integer, String> anterodorsal(String name) {
        String mouse = name.replaceFirst("-.*", "");
        int[] firstAndLast = switch (mouse) {
            case "Mouse12", "Mouse17", "Mouse32" -> new int[] {1, 8};
            case "Mouse20" -> new int[] {1, 7};
            // only on these days of this mouse
            case "Mouse24" -> name.matches("Mouse24-13121[678]") ? new int[] {5, 8} : new int[] {1, 0};
            case "Mouse25" -> new int[] {5, 8};
            case "Mouse28" -> new int[] {8, 11};
            default -> new int[] {1, 0};
        };
        Map<Integer, String> regions = new HashMap<>();
        for (int shank = firstAndLast[0]; shank <= firstAndLast[1]; shank++) {
            regions.put(shank, ANTERODORSAL);
        }
        return regions;
    }
}
