package circuitscope.kernel;

import com.sun.source.util.JavacTask;
import java.net.URI;
import java.util.List;
import javax.tools.DiagnosticListener;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The compiler's parser for source that is in no file. */
final class SourceParser {

    private SourceParser() {}

    /**
     * A task that can parse a source; it is not compiled.
     *
     * @param type name of the source's class
     * @param source text of a compilation unit
     * @param problems hears of syntax errors
     */
    static JavacTask of(String type, String source, DiagnosticListener<JavaFileObject> problems) {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        return (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, List.of("-proc:none"), null, List.of(file));
    }
}
