package circuitscope;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that fetches public recordings, against a server that does what servers do. */
class FetchDataTest {
    private static final int BYTES = 300_000;
    private static final String LINES = "name\tfile\tbytes\tsha256\turl\tlicence\tnote\n";

    @TempDir
    Path folder;

    private final byte[] content = new byte[BYTES];
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(content);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException e) {
                // the client went away, or the server was closed
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        String request = request(socket.getInputStream());
        Matcher get = Pattern.compile("GET /(\\S+) ").matcher(request);
        if (!get.find()) {
            return;
        }
        String how = get.group(1);
        Matcher range = Pattern.compile("(?i)range: bytes=(\\d+)-").matcher(request);
        int start = range.find() ? Integer.parseInt(range.group(1)) : 0;
        asked.add(how + " from " + start);
        OutputStream out = socket.getOutputStream();
        byte[] whole = whole(how);
        int told = how.equals("lies-long") ? whole.length + 1000 : whole.length;
        if (how.equals("missing")) {
            head(out, "404 Not Found", "Content-Length: 0");
        } else if (how.equals("garbage")) {
            out.write(new byte[] {1, 2, 3, 4});
        } else if (how.equals("endless")) {
            head(out, "200 OK", "Connection: close");
            while (true) {
                out.write(content);
            }
        } else if (how.equals("no-ranges")) {
            head(out, "200 OK", "Content-Length: " + whole.length);
            out.write(whole, 0, asked.size() == 1 ? 100_000 : whole.length);
        } else if (start > 0 && start >= whole.length) {
            head(out, "416 Range Not Satisfiable", "Content-Length: 0");
        } else {
            String length = "Content-Length: " + (told - start);
            if (start > 0) {
                head(
                        out,
                        "206 Partial Content",
                        length + "\r\nContent-Range: bytes " + start + "-" + (told - 1) + "/" + told);
            } else {
                head(out, "200 OK", length);
            }
            int end = how.equals("breaks-off") ? Math.min(whole.length, start + 120_000) : whole.length;
            out.write(whole, start, end - start);
        }
        out.flush();
    }

    private byte[] whole(String how) {
        return switch (how) {
            case "short" -> Arrays.copyOf(content, 200_000);
            case "longer" -> Arrays.copyOf(content, BYTES + 50_000);
            case "wrong" -> {
                byte[] wrong = content.clone();
                wrong[BYTES / 2]++;
                yield wrong;
            }
            default -> content;
        };
    }

    private static void head(OutputStream out, String status, String fields) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + fields + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            request.append((char) next);
        }
        return request.toString();
    }

    /** What a run of the script said. */
    private record Run(int code, String text) {}

    private Path file(String name) {
        return folder.resolve("data").resolve(name + ".bin");
    }

    private Run fetch(String how, String... arguments) throws IOException, InterruptedException {
        String line = String.join(
                "\t",
                how,
                "data/" + how + ".bin",
                String.valueOf(BYTES),
                Json.sha256(content),
                "http://127.0.0.1:" + server.getLocalPort() + "/" + how,
                "MIT",
                "random numbers");
        Path list = Files.writeString(
                folder.resolve("sources.tsv"),
                LINES + line + "\nlocked\t-\t-\t-\thttps://example.org\tterms of its archive\tneeds an account\n");
        return run(list, arguments.length == 0 ? new String[] {how} : arguments);
    }

    private Run run(Path list, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "bash", Path.of("..", "environment", "fetch-data").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("CIRCUITSCOPE_SOURCES", list.toString());
        builder.environment().put("CIRCUITSCOPE_FILES", folder.toString());
        builder.environment().put("CIRCUITSCOPE_TRIES", "4");
        builder.environment().keySet().removeIf(name -> name.toLowerCase().endsWith("_proxy"));
        builder.redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), text);
    }

    private void assertFetched(Run run, String how) throws IOException {
        assertEquals(0, run.code, run.text);
        assertTrue(run.text.contains("SHA-256 as expected") && run.text.contains("licence MIT"), run.text);
        assertArrayEquals(content, Files.readAllBytes(file(how)));
        assertFalse(Files.exists(folder.resolve("data/" + how + ".bin.part")));
    }

    private void assertRefused(Run run, String how, String reason) {
        assertEquals(1, run.code, run.text);
        assertTrue(run.text.contains(reason), run.text);
        assertTrue(run.text.contains("1 of 1 sources could not be fetched"), run.text);
        assertFalse(Files.exists(file(how)), run.text);
    }

    @Test
    void givenAServerThatDoesItsWork_whenFetched_thenTheFileIsThereAndNotFetchedTwice() throws Exception {
        assertFetched(fetch("good"), "good");
        Run again = fetch("good");
        assertEquals(0, again.code);
        assertTrue(again.text.contains("is there already"), again.text);
        assertEquals(List.of("good from 0"), asked);
    }

    @Test
    void givenAServerThatBreaksOff_whenFetched_thenItGoesOnWhereItWas() throws Exception {
        assertFetched(fetch("breaks-off"), "breaks-off");
        assertEquals(List.of("breaks-off from 0", "breaks-off from 120000", "breaks-off from 240000"), asked);
    }

    @Test
    void givenAPartOfAnEarlierRun_whenFetched_thenOnlyTheRestIsAskedFor() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.write(folder.resolve("data/good.bin.part"), Arrays.copyOf(content, 250_000));
        assertFetched(fetch("good"), "good");
        assertEquals(List.of("good from 250000"), asked);
    }

    @Test
    void givenAPartOfAnotherFile_whenFetched_thenItBeginsAnew() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.write(folder.resolve("data/good.bin.part"), new byte[1000]);
        assertFetched(fetch("good"), "good");
        assertEquals(List.of("good from 1000", "good from 0"), asked);
    }

    @Test
    void givenAServerWithoutRanges_whenItBreaksOff_thenItBeginsAnew() throws Exception {
        assertFetched(fetch("no-ranges"), "no-ranges");
    }

    @Test
    void givenAServerThatTellsTooLongALength_whenFetched_thenTheWholeFileIsTaken() throws Exception {
        assertFetched(fetch("lies-long"), "lies-long");
    }

    @Test
    void givenAServerWithAShorterFile_whenFetched_thenItIsRefused() throws Exception {
        assertRefused(fetch("short"), "short", "could not be fetched in 4 tries");
    }

    @Test
    void givenAServerWithALongerFile_whenFetched_thenItIsRefused() throws Exception {
        assertRefused(fetch("longer"), "longer", "more than the 300000 bytes");
        assertFalse(Files.exists(folder.resolve("data/longer.bin.part")));
    }

    @Test
    void givenAServerThatNeverEnds_whenFetched_thenTheDiskIsNotFilled() throws Exception {
        assertRefused(fetch("endless"), "endless", "more than the 300000 bytes");
        assertFalse(Files.exists(folder.resolve("data/endless.bin.part")));
    }

    @Test
    void givenAServerWithWrongBytes_whenFetched_thenNothingIsKept() throws Exception {
        assertRefused(fetch("wrong"), "wrong", "not the SHA-256 " + Json.sha256(content));
        assertFalse(Files.exists(folder.resolve("data/wrong.bin.part")));
    }

    @Test
    void givenAServerThatHasNothingOrTalksNonsense_whenFetched_thenTheReasonIsTold() throws Exception {
        assertRefused(fetch("missing"), "missing", "404");
        assertRefused(fetch("garbage"), "garbage", "could not be fetched");
        server.close();
        assertRefused(fetch("gone"), "gone", "could not be fetched");
    }

    @Test
    void givenAnotherFileInItsPlace_whenFetched_thenItIsLeftAlone() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(file("good"), "mine");
        Run run = fetch("good");
        assertEquals(1, run.code);
        assertTrue(run.text.contains("is another file") && run.text.contains("move it away"), run.text);
        assertEquals("mine", Files.readString(file("good")));
    }

    @Test
    void givenNoName_whenRun_thenSourcesLicencesAndAccountsAreListed() throws Exception {
        Run run = fetch("good", "all");
        assertFetched(run, "good");
        Run listed = run(folder.resolve("sources.tsv"));
        assertEquals(0, listed.code);
        for (String part :
                List.of("good (is there)", "licence: MIT", "locked (by hand)", "needs an account", "terms of")) {
            assertTrue(listed.text.contains(part), part + " is missing in " + listed.text);
        }
        Run locked = fetch("good", "locked");
        assertTrue(locked.code == 1 && locked.text.contains("https://example.org"), locked.text);
        Run unknown = fetch("good", "nothing");
        assertTrue(unknown.code == 1 && unknown.text.contains("There is no source 'nothing'"), unknown.text);
    }

    /** The project's own list. */
    @Test
    void givenTheListOfTheProject_whenRead_thenEveryRowIsWholeAndNamedInItsReadme() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("..", "data", "sources.tsv"));
        String readme = Files.readString(Path.of("..", "data", "README.md"));
        assertEquals(LINES.strip(), rows.get(0));
        assertTrue(rows.size() > 5);
        for (String row : rows.subList(1, rows.size())) {
            String[] values = row.split("\t");
            assertEquals(7, values.length, row);
            assertTrue(Arrays.stream(values).noneMatch(String::isBlank), row);
            assertTrue(values[4].startsWith("https://"), row);
            if (!values[1].equals("-")) {
                assertTrue(values[3].matches("[0-9a-f]{64}") && values[2].matches("[0-9]+"), row);
                assertTrue(readme.contains(values[1]) && readme.contains(values[3]), row);
            }
        }
    }
}
