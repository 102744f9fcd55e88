package circuitscope.kernel;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;

/**
 * What code declares, by the compiler's parser alone. JShell's own way to ask leaves it unable to document anything from
 * Java 25 on.
 */
final class Declarations {

    private static final String CLASS = "class Cell {\n";

    private Declarations() {}

    /** Whether code consists of variables and types, so that it may stand in a block before other code. */
    static boolean fitBlock(String code) {
        return parse(CLASS + "void run() {\n" + code + "\n}}")
                .map(members -> ((MethodTree) members.get(0)).getBody().getStatements())
                .filter(all -> all.stream().allMatch(s -> s instanceof VariableTree || s instanceof ClassTree))
                .isPresent();
    }

    /** The names of the methods that code declares. */
    static List<String> methods(String code) {
        return parse(CLASS + code + "\n}").orElse(List.of()).stream()
                .filter(MethodTree.class::isInstance)
                .map(member -> ((MethodTree) member).getName().toString())
                .toList();
    }

    /** The members of the first class, unless something is wrong. */
    private static Optional<List<? extends Tree>> parse(String source) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try {
            CompilationUnitTree unit =
                    SourceParser.of("Cell", source, problems).parse().iterator().next();
            boolean wrong = problems.getDiagnostics().stream().anyMatch(p -> p.getKind() == Diagnostic.Kind.ERROR);
            return wrong || unit.getTypeDecls().size() != 1
                    ? Optional.empty()
                    : Optional.of(((ClassTree) unit.getTypeDecls().get(0)).getMembers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
