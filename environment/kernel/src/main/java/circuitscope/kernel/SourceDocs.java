package circuitscope.kernel;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Doc comments of libraries on the class path, read from the source jar beside a library: {@code x.jar} and
 * {@code x-sources.jar}. JShell itself documents the JDK's classes only.
 */
final class SourceDocs {

    private static final Pattern METHOD = Pattern.compile("(?:^|[\\s>.])(\\w+)\\.(\\w+)\\((.*)\\)");
    /** From Java 25 on a record stands with its components before its method. */
    private static final Pattern RECORD = Pattern.compile("(\\w+)\\([^()]*\\)(?=\\.\\w+\\()");

    private static final Pattern CONSTRUCTOR = Pattern.compile("^[\\w.]*?(\\w+)(?:<.*>)?\\((.*)\\)$");
    private static final Pattern TYPE = Pattern.compile("(?:^|[.\\s])(\\w+)$");
    private static final Pattern INLINE = Pattern.compile("\\{@\\w+\\s+([^{}]*)\\}");

    private SourceDocs() {}

    /**
     * Looks a signature up.
     *
     * @param signature a signature as JShell writes it, such as {@code GlmResult Glm.fit(Request request, GlmOptions options)}
     * @return the doc comment as plain text, if a source has one
     */
    static Optional<String> of(String signature) {
        Matcher method = METHOD.matcher(RECORD.matcher(signature).replaceAll("$1"));
        Optional<String> found =
                method.find() ? find(method.group(1), method.group(2), parameters(method.group(3))) : Optional.empty();
        if (found.isPresent()) {
            return found;
        }
        Matcher constructor = CONSTRUCTOR.matcher(signature);
        if (constructor.find()) {
            String name = constructor.group(1);
            return find(name, "<init>", parameters(constructor.group(2))).or(() -> find(name, null, -1));
        }
        Matcher type = TYPE.matcher(signature);
        return type.find() ? find(type.group(1), null, -1) : Optional.empty();
    }

    private static int parameters(String list) {
        int depth = 0;
        int count = list.isBlank() ? 0 : 1;
        for (char letter : list.toCharArray()) {
            depth += letter == '<' ? 1 : letter == '>' ? -1 : 0;
            count += letter == ',' && depth == 0 ? 1 : 0;
        }
        return count;
    }

    private static Optional<String> find(String type, String method, int parameters) {
        for (Path folder : sourceFolders()) {
            try (Stream<Path> files = Files.walk(folder)) {
                Optional<Path> file =
                        files.filter(each -> each.endsWith(type + ".java")).findFirst();
                if (file.isPresent()) {
                    return comment(Files.readString(file.get()), type, method, parameters);
                }
            } catch (IOException e) {
                // as below
            }
        }
        for (Path jar : sourceJars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                Optional<? extends ZipEntry> entry = zip.stream()
                        .filter(each -> each.getName().endsWith("/" + type + ".java"))
                        .findFirst();
                if (entry.isPresent()) {
                    String source = new String(zip.getInputStream(entry.get()).readAllBytes(), StandardCharsets.UTF_8);
                    Optional<String> found = comment(source, type, method, parameters);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            } catch (IOException e) {
                // a source that can't be read documents nothing
            }
        }
        return Optional.empty();
    }

    /** Of classes that Maven has compiled but not packed yet. */
    private static List<Path> sourceFolders() {
        List<Path> folders = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path sources = Path.of(entry).resolve("../../src/main/java").normalize();
            if (entry.endsWith("classes") && Files.isDirectory(sources)) {
                folders.add(sources);
            }
        }
        return folders;
    }

    private static List<Path> sourceJars() {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar")) {
                Path sources = Path.of(entry.substring(0, entry.length() - ".jar".length()) + "-sources.jar");
                if (Files.isRegularFile(sources)) {
                    jars.add(sources);
                }
            }
        }
        return jars;
    }

    /** The comment of the class, or of its method with so many parameters. */
    static Optional<String> comment(String source, String type, String method, int parameters) throws IOException {
        JavacTask task = SourceParser.of(type, source, diagnostic -> {});
        DocTrees docs = DocTrees.instance(task);
        List<DocCommentTree> found = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitClass(ClassTree tree, Void nothing) {
                    if (method == null && tree.getSimpleName().contentEquals(type)) {
                        add();
                    }
                    return super.visitClass(tree, nothing);
                }

                @Override
                public Void visitMethod(MethodTree tree, Void nothing) {
                    List<? extends VariableTree> own = tree.getParameters();
                    if (tree.getName().contentEquals(method == null ? "" : method) && own.size() == parameters) {
                        add();
                    }
                    return super.visitMethod(tree, nothing);
                }

                private void add() {
                    DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
                    if (comment != null) {
                        found.add(comment);
                    }
                }
            }.scan(unit, null);
        }
        return found.stream().map(SourceDocs::text).findFirst();
    }

    private static String text(DocCommentTree comment) {
        StringBuilder text = new StringBuilder(plain(comment.getFullBody().toString()));
        comment.getBlockTags().forEach(tag -> text.append('\n').append(plain(tag.toString())));
        return text.toString().strip();
    }

    private static String plain(String html) {
        String text = html.startsWith("[") ? html.substring(1, html.length() - 1) : html;
        for (Matcher inline = INLINE.matcher(text); inline.find(); inline = INLINE.matcher(text)) {
            text = inline.replaceFirst(Matcher.quoteReplacement(inline.group(1)));
        }
        return text.replaceAll("<p>", "\n\n")
                .replaceAll("<[^>]+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll(" *\n *", "\n")
                .strip();
    }
}
