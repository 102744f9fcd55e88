package circuitscope.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Public, so that cells reach {@link #running}. */
public class EvaluatorTest {

    /** Opened by cells that are to be interrupted. */
    public static volatile CountDownLatch running = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private Evaluator evaluator;

    @BeforeEach
    void start() throws CellFailure {
        evaluator = new Evaluator(Settings.none());
    }

    @AfterEach
    void close() {
        evaluator.close();
    }

    @Test
    void givenExpressionsWhenEvaluatedThenTheLastOneIsTheValue() throws CellFailure {
        assertEquals(3, evaluator.evaluate("int a = 1;\nint b = 2;\na + b", 1));
        assertEquals(4, evaluator.evaluate("a + 3 // of an earlier cell", 2));
        assertEquals(List.of(1, 2), evaluator.evaluate("List.of(1, 2)", 3));
        assertNull(evaluator.evaluate("a + b;", 4));
        assertNull(evaluator.evaluate("a + b; // silent\n", 5));
        assertNull(evaluator.evaluate("int c = 5", 6));
        assertNull(evaluator.evaluate("// nothing\n", 7));
        assertEquals("a;", evaluator.evaluate("\"a;\"", 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class A { B b = new B(); int v() { return b.v(); } }\nclass B { A a; int v() { return 42; } }\nnew A().v()",
                "sealed interface S permits P, Q {}\nrecord P(int v) implements S {}\nrecord Q() implements S {}\n"
                        + "S s = new P(42);\n((P) s).v()",
                "int f(int n) { return n == 0 ? 42 : g(n); }\nint g(int n) { return f(n - 1); }\nf(3)",
                "int v = early();\nint early() { return K.V; }\nclass K { static final int V = 42; }\nv",
                "N n = new N(42);\nrecord N(int v) {}\nn.v()",
                "abstract class X<T extends X<T>> { abstract int v(T t); }\n"
                        + "class Y extends X<Y> { int v(Y y) { return 42; } }\nnew Y().v(null)",
                "enum E { ONE { int v() { return 42; } }; abstract int v(); }\nE.ONE.v()",
                "class P { int v() { return new Q(this).v(); } int w() { return 42; } }\n"
                        + "class Q { P p; Q(P p) { this.p = p; } int v() { return p.w(); } }\nnew P().v()",
                "record Tree(Leaf leaf) { static int v = Leaf.W; }\n"
                        + "record Leaf(Tree tree) { static final int W = 42; }\nTree.v",
                "interface I { default int v() { return new J().w(); } }\n"
                        + "class J implements I { int w() { return 42; } }\nnew J().v()",
                "class Base { static Base make() { return new Derived(); } int v() { return 0; } }\n"
                        + "class Derived extends Base { int v() { return 42; } }\nBase.make().v()"
            })
    void givenDeclarationsThatNeedEachOtherWhenInOneCellThenTheyWork(String cell) throws CellFailure {
        assertEquals(42, evaluator.evaluate(cell, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int a = 1;\\nint b = c;|CompilationError|line 2: cannot find symbol variable c",
                "\\n\\n\\nint b = \"x\";|CompilationError|line 4: incompatible types: java.lang.String cannot be converted to int",
                "int f() {\\n  return 1;|CompilationError|line 1: the code that begins here is incomplete",
                "// text\\n\\nint n = 0;\\nint q =\\n  Math.floorDiv(1, n);|ArithmeticException|line 5: / by zero",
                "void f() {\\n\\n  throw new RuntimeException(\"x\", new java.io.IOException(\"disk\"));\\n}\\nf();"
                        + "|RuntimeException|line 3: x, caused by java.io.IOException: disk",
                "Object o = null;\\nRunnable r = () -> {\\n  o.hashCode();\\n};\\nr.run();|NullPointerException|line 3: ",
                "\\nint[] a = new int[2];\\nfor (int i = 0; i < 3; i++) {\\n  a[i] = 1;\\n}"
                        + "|ArrayIndexOutOfBoundsException|line 4: Index 2 out of bounds for length 2",
                "int r(int n) {\\n  return r(n + 1) + 1;\\n}\\nr(0);|StackOverflowError|line 2: java.lang.StackOverflowError without a message",
                "throw new AssertionError(\"too far\");|AssertionError|line 1: too far",
                "int a = 1;\\n%nothing here|MagicError|line 2: %nothing isn't known here, expected %maven, %jars, %classpath, %load or %time."
            })
    void givenAFaultyCellWhenEvaluatedThenKindAndLineAreTold(String cell, String name, String message) {
        CellFailure failure = assertThrows(CellFailure.class, () -> evaluator.evaluate(cell.replace("\\n", "\n"), 1));
        assertEquals(name, failure.name());
        assertTrue(failure.getMessage().startsWith(message.strip()), failure.getMessage());
        assertTrue(failure.report().get(0).contains(failure.getMessage()));
    }

    @Test
    void givenAMethodOfAnEarlierCellWhenItThrowsThenBothLinesAreTold() throws CellFailure {
        evaluator.evaluate(
                "\nint half(int n) {\n  if (n % 2 != 0) throw new IllegalArgumentException(\"odd\");\n  return n / 2;\n}",
                1);
        CellFailure failure = assertThrows(CellFailure.class, () -> evaluator.evaluate("int a = 4;\n\nhalf(a + 1)", 2));
        assertEquals(3, failure.line());
        assertEquals("line 3: odd", failure.getMessage());
        assertTrue(
                failure.report().get(1).startsWith("    at half, cell [1], line 3"),
                failure.report().get(1));
    }

    @Test
    void givenAFailedCellWhenTheNextIsEvaluatedThenEarlierValuesAreKept() throws CellFailure {
        assertThrows(CellFailure.class, () -> evaluator.evaluate("int kept = 5;\nint zero = 1 / (kept - 5);", 1));
        assertEquals(5, evaluator.evaluate("kept", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ READY Thread.sleep(600_000); }",
                "{ READY while (true) {} }",
                "{ READY long n = 0; do { n++; } while (n >= 0); }",
                "void spin() { READY for (;;) {} }\nspin();",
                "{ READY while (true) { try { Math.sqrt(2); } catch (Exception e) { } } }",
                "IntStream.range(0, 8).parallel().forEach(i -> { READY for (;;) {} });",
                "READY\nThread.sleep(600_000);"
            })
    void givenARunningCellWhenInterruptedThenItStopsAndTheNextRuns(String cell) {
        running = new CountDownLatch(1);
        Thread user = new Thread(() -> {
            try {
                running.await();
                evaluator.interrupt();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        user.start();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            String ready = EvaluatorTest.class.getName() + ".running.countDown();";
            CellFailure failure =
                    assertThrows(CellFailure.class, () -> evaluator.evaluate(cell.replace("READY", ready), 1));
            assertEquals("Interrupted", failure.name());
            assertEquals(2, evaluator.evaluate("int sum = 0;\nfor (int i = 0; i < 2; i++) sum++;\nsum", 2));
        });
    }

    @Test
    void givenALibraryFolderWhenAddedByMagicThenCellsSeeIt() throws CellFailure, IOException {
        Path classes = library("given", 11);
        assertEquals(11, evaluator.evaluate("%jars " + classes + "\ngiven.Given.number()", 1));
        assertEquals(
                "line 1: Nothing found at " + folder + "/none*, looked from "
                        + Path.of("").toAbsolutePath() + "; expected a jar or a folder of classes.",
                assertThrows(CellFailure.class, () -> evaluator.evaluate("%classpath " + folder + "/none*", 2))
                        .getMessage());
    }

    @Test
    void givenAFileWhenLoadedThenItsDefinitionsAreThere() throws CellFailure, IOException {
        Path file = Files.writeString(folder.resolve("definitions.java"), "int twice(int n) { return 2 * n; }");
        assertEquals(8, evaluator.evaluate("%load " + file + "\ntwice(4)", 1));
    }

    @Test
    void givenASettingOfTheUserWhenStartedThenCellsSeeIt() throws CellFailure, IOException {
        Path script = Files.writeString(folder.resolve("start.jshell"), "int first = 1;");
        Settings settings = Settings.of(Map.of(
                "IJAVA_CLASSPATH",
                library("other", 5).toString(),
                "IJAVA_STARTUP_SCRIPTS_PATH",
                script.toString(),
                "IJAVA_STARTUP_SCRIPT",
                "int second = first + other.Given.number();",
                "IJAVA_COMPILER_OPTS",
                " -Xlint:all  -parameters"));
        assertEquals(List.of("-Xlint:all", "-parameters"), settings.compilerOptions());
        try (Evaluator started = new Evaluator(settings)) {
            assertEquals(6, started.evaluate("second", 1));
        }
    }

    @Test
    void givenTwoStatementsWhenCompletedThenTheSecondIsMeant() throws CellFailure {
        evaluator.evaluate("String word = \"a\";", 1);
        String code = "int n = 1;\nword.toUpp";
        assertEquals(
                new Evaluator.Completions(List.of("toUpperCase("), code.indexOf("toUpp")),
                evaluator.complete(code, code.length()));
        assertTrue(evaluator.document("word.concat", 8).contains("String.concat(String"));
    }

    @Test
    void givenACellWhenItRunsThenItsContextClassLoaderSeesTheKernelAndTheCell() throws CellFailure {
        assertEquals(
                "circuitscope.kernel.Display",
                evaluator.evaluate(
                        "Class.forName(\"circuitscope.kernel.Display\", true, Thread.currentThread().getContextClassLoader()).getName()",
                        1));
    }

    private Path library(String name, int number) throws IOException {
        Path source = Files.writeString(
                folder.resolve("Given.java"),
                "package " + name + "; public class Given { public static int number() { return " + number + "; } }");
        Path classes = Files.createDirectories(folder.resolve("classes-" + name));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()));
        return classes;
    }
}
