package circuitscope.kernel;

import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/**
 * Collects the output of cells and sends it in few messages.
 *
 * <p>The threads of a cell only put output in; other threads send it. So an interrupt never meets a thread that is
 * using a socket, which would break the socket, and printing 20,000 lines doesn't send 20,000 messages.
 */
final class Outbox implements Output {

    private static final int FULL = 1 << 20;
    private static final long PAUSE_MS = 50;

    private final Object sending = new Object();
    private final JupyterSocket socket;
    private List<Object> waiting = new ArrayList<>(); // guarded by this: Text or Picture
    private int characters; // guarded by this
    private MessageContext cell; // guarded by sending

    private record Text(boolean error, StringBuilder text) {}

    private record Picture(DisplayData data, boolean update) {}

    Outbox(JupyterSocket socket) {
        this.socket = socket;
    }

    /** Sends from now on, again and again, on a thread of its own. */
    void start() {
        Thread sender = new Thread(this::sendForever, "output");
        sender.setDaemon(true);
        sender.start();
    }

    private void sendForever() {
        while (true) {
            try {
                Thread.sleep(PAUSE_MS);
                flush();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Lets output belong to another cell from now on. */
    void begin(MessageContext next) {
        synchronized (sending) {
            flush();
            cell = next;
        }
    }

    @Override
    public synchronized void text(boolean error, String text) {
        Object last = waiting.isEmpty() ? null : waiting.get(waiting.size() - 1);
        if (last instanceof Text more && more.error() == error) {
            more.text().append(text);
        } else {
            waiting.add(new Text(error, new StringBuilder(text)));
        }
        characters += text.length();
        awaitRoom();
    }

    /** Holds up a cell that prints faster than it can be sent, so that the kernel doesn't run out of memory. */
    private void awaitRoom() {
        try {
            while (characters > FULL) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void display(DisplayData data, boolean update) {
        waiting.add(new Picture(data, update));
    }

    /** Sends all that is waiting. */
    void flush() {
        synchronized (sending) {
            for (Object output : take()) {
                if (output instanceof Text text) {
                    PublishStream.StreamType type =
                            text.error() ? PublishStream.StreamType.ERR : PublishStream.StreamType.OUT;
                    send(new PublishStream(type, text.text().toString()));
                } else if (output instanceof Picture picture && picture.update()) {
                    send(new PublishUpdateDisplayData(picture.data()));
                } else if (output instanceof Picture picture) {
                    send(new PublishDisplayData(picture.data()));
                }
            }
        }
    }

    private synchronized List<Object> take() {
        List<Object> taken = waiting;
        waiting = new ArrayList<>();
        characters = 0;
        notifyAll();
        return taken;
    }

    private <T extends ContentType<T>> void send(T content) {
        socket.sendMessage(new Message<>(cell, content.getType(), content));
    }
}
