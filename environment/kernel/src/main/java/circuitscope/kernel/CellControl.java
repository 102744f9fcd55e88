package circuitscope.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import jdk.jshell.execution.DirectExecutionControl;

/** Runs snippets in this JVM on the calling thread, and keeps the objects that they return or throw. */
final class CellControl extends DirectExecutionControl {

    private Object value;
    private Throwable thrown;
    private Thread running; // guarded by this; set only while code of a cell runs, never while it is compiled
    private boolean interrupted; // guarded by this; an interrupt that came during compilation

    @Override
    public void load(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        super.load(Arrays.stream(classes)
                .map(c -> new ClassBytecodes(c.name(), LoopGuard.guard(c.bytecodes())))
                .toArray(ClassBytecodes[]::new));
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(snippet.getDeclaringClass().getClassLoader());
        value = null;
        thrown = null;
        enter(thread);
        try {
            value = snippet.invoke(null);
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
            throw e;
        } finally {
            leave();
            thread.setContextClassLoader(before);
        }
        return ""; // the text of a value is made when it is shown, not here
    }

    @Override
    public String varValue(String className, String name) {
        return "";
    }

    Object value() {
        return value;
    }

    Throwable thrown() {
        return thrown;
    }

    /** Interrupts the code of a cell. An interrupt while the compiler reads a jar would close that jar for good. */
    synchronized void interrupt() {
        interrupted = true;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Forgets an interrupt of the cell before. */
    synchronized void begin() {
        interrupted = false;
    }

    private synchronized void enter(Thread thread) {
        running = thread;
        if (interrupted) {
            thread.interrupt();
        }
    }

    private synchronized void leave() {
        running = null;
        Thread.interrupted();
    }
}
