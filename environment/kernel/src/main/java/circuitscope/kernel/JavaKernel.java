package circuitscope.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.HelpLink;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteResult;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.reply.KernelInfoReply;
import org.dflib.jjava.jupyter.messages.reply.ShutdownReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;
import org.dflib.jjava.jupyter.messages.request.ShutdownRequest;

/** Answers Jupyter's requests; evaluates cells on one thread of its own. */
final class JavaKernel extends BaseKernel {

    private static final long CELL_STACK_BYTES = 16L << 20; // the compiler recurses deeply on long expressions

    /** Version of the messaging protocol. */
    private static final String PROTOCOL = "5.3";

    private final ExecutorService cellThread = Executors.newSingleThreadExecutor(JavaKernel::thread);
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final Outbox outbox;
    private final Future<Evaluator> evaluator;
    private Instant failed = Instant.MIN; // used on the thread of the shell channel only

    JavaKernel(JupyterConnection connection, Map<String, String> environment) {
        super(
                "circuitscope",
                "0.1.0",
                new LanguageInfo.Builder("java")
                        .version(Runtime.version().toString())
                        .mimetype("text/x-java-source")
                        .fileExtension(".jshell")
                        .pygments("java")
                        .codemirror("text/x-java")
                        .build(),
                List.of(new HelpLink("Java API", "https://docs.oracle.com/en/java/javase/17/docs/api/")),
                null,
                new JupyterIO(java.nio.charset.StandardCharsets.UTF_8),
                new CommManager(),
                Display.renderer(),
                null,
                new MagicsRegistry(),
                false,
                new StringStyler.Builder().build());
        outbox = new Outbox(connection.getIOPub());
        becomeHandlerForConnection(connection);
        evaluator = cellThread.submit(() -> new Evaluator(Settings.of(environment)));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "cell", CELL_STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void onStartup() {
        super.onStartup();
        Display.sendTo(outbox);
        System.setOut(outbox.stream(false));
        System.setErr(outbox.stream(true));
        outbox.start();
    }

    /** Waits until Jupyter asks the kernel to end. */
    void awaitShutdown() throws InterruptedException {
        shutdown.await();
    }

    @Override
    protected synchronized void handleExecuteRequest(ShellReplyEnvironment env, Message<ExecuteRequest> message) {
        ExecuteRequest request = message.getContent();
        env.setBusyDeferIdle();
        if (sent(message).isBefore(failed)) {
            env.defer().reply(aborted(message));
            return;
        }
        boolean counted = !request.isSilent() && request.shouldStoreHistory();
        int count = counted ? executionCount.getAndIncrement() : executionCount.get();
        commManager.setMessageContext(message);
        if (!request.isSilent()) {
            env.publish(new PublishExecuteInput(request.getCode(), count));
        }
        outbox.begin(message);
        try {
            DisplayData result = onCellThread(() -> rendered(request.getCode(), count));
            outbox.flush();
            if (result != null && !request.isSilent()) {
                env.publish(new PublishExecuteResult(count, result));
            }
            env.defer().reply(new ExecuteReply(count, Map.of()));
        } catch (CellFailure e) {
            outbox.flush();
            if (request.shouldStopOnError()) {
                failed = Instant.now();
            }
            env.publish(new PublishError(e.name(), e.getMessage(), e.report()));
            ErrorReply reply = new ErrorReply(e.name(), e.getMessage(), e.report());
            reply.setExecutionCount(count);
            env.defer().replyError(ExecuteReply.MESSAGE_TYPE.error(), reply);
        }
    }

    private DisplayData rendered(String code, int count) throws CellFailure {
        Object value = evaluator().evaluate(code, count);
        return value == null ? null : Display.data(value);
    }

    private Evaluator evaluator() throws CellFailure {
        try {
            return evaluator.get();
        } catch (InterruptedException e) {
            throw CellFailure.unexpected(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CellFailure failure ? failure : CellFailure.unexpected(e.getCause());
        }
    }

    private <T> T onCellThread(Callable<T> task) throws CellFailure {
        try {
            return cellThread.submit(task).get();
        } catch (InterruptedException e) {
            throw CellFailure.unexpected(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CellFailure failure ? failure : CellFailure.unexpected(e.getCause());
        }
    }

    /** Returns when a request was sent. "Run all" sends all cells at once; those after a failed one must not run. */
    private static Instant sent(Message<?> message) {
        try {
            String date = message.getHeader().getTimestamp().getDateString();
            return OffsetDateTime.parse(date, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException | NullPointerException e) {
            return Instant.MAX;
        }
    }

    /** The base library has no reply for a cell that didn't run. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private Message<?> aborted(Message<ExecuteRequest> request) {
        Object content = Map.of("status", "aborted", "execution_count", executionCount.get());
        return new Message(request, (MessageType) ExecuteReply.MESSAGE_TYPE, content);
    }

    /** Answers when cells can run. By then the listeners of a client that just started are connected, too. */
    @Override
    protected void handleKernelInfoRequest(ShellReplyEnvironment env, Message<KernelInfoRequest> message) {
        try {
            evaluator();
        } catch (CellFailure e) {
            // the first cell reports it
        }
        env.setBusyDeferIdle();
        env.reply(info(message));
    }

    /** The base library leaves out the status, which the protocol wants in every reply. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private Message<?> info(Message<KernelInfoRequest> request) {
        Map<String, Object> language = Map.of(
                "name", "java",
                "version", Runtime.version().toString(),
                "mimetype", "text/x-java-source",
                "file_extension", ".jshell",
                "pygments_lexer", "java",
                "codemirror_mode", "text/x-java");
        Map<String, Object> content = Map.of(
                "status",
                "ok",
                "protocol_version",
                PROTOCOL,
                "implementation",
                "circuitscope",
                "implementation_version",
                "0.1.0",
                "language_info",
                language,
                "banner",
                "Circuitscope, Java " + Runtime.version(),
                "help_links",
                List.of(Map.of("text", "Java API", "url", "https://docs.oracle.com/en/java/javase/17/docs/api/")));
        return new Message(request, (MessageType) KernelInfoReply.MESSAGE_TYPE, content);
    }

    /** The base library leaves out the status here, too. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    protected void handleShutdownRequest(ShellReplyEnvironment env, Message<ShutdownRequest> message) {
        try {
            env.setBusyDeferIdle();
            boolean restart = message.getContent().isRestart();
            Object content = Map.of("status", "ok", "restart", restart);
            env.defer().reply(new Message(message, (MessageType) ShutdownReply.MESSAGE_TYPE, content));
            onShutdown(restart);
            env.resolveDeferrals();
            env.markForShutdown();
        } finally {
            shutdown.countDown();
        }
    }

    @Override
    public void interrupt() {
        if (evaluator.isDone()) {
            try {
                evaluator().interrupt();
            } catch (CellFailure e) {
                // it didn't start, so nothing runs
            }
        }
    }

    @Override
    public void display(DisplayData data) {
        outbox.display(data, false);
    }

    @Override
    public Object evalRaw(String source) {
        try {
            return evaluator().evaluate(source, executionCount.get());
        } catch (CellFailure e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        try {
            String text = onCellThread(() -> evaluator().document(code, at));
            return text.isEmpty() ? null : new DisplayData(text);
        } catch (CellFailure e) {
            return null;
        }
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        try {
            Evaluator.Completions found = onCellThread(() -> evaluator().complete(code, at));
            return new ReplacementOptions(found.texts(), found.from(), at);
        } catch (CellFailure e) {
            return new ReplacementOptions(List.of(), at, at);
        }
    }

    @Override
    public String isComplete(String code) {
        try {
            return switch (onCellThread(() -> evaluator().completeness(code))) {
                case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE, EMPTY -> IS_COMPLETE_YES;
                case DEFINITELY_INCOMPLETE -> "    ";
                case UNKNOWN -> IS_COMPLETE_BAD;
            };
        } catch (CellFailure e) {
            return IS_COMPLETE_MAYBE;
        }
    }
}
