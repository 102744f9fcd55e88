"""Talks to the installed kernel through Jupyter's own client; called by KernelProtocolTest with the name of a check."""

import base64
import os
import queue
import re
import subprocess
import sys
import tempfile
import time

from jupyter_client.manager import KernelManager

LIMIT = 60


class Kernel:
    def __init__(self, **environment):
        self.manager = KernelManager(kernel_name="java")
        self.manager.start_kernel(env={**os.environ, **environment})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code, limit=LIMIT):
        """Returns the reply and the messages a cell sends."""
        sent = []
        reply = self.client.execute_interactive(
            code, timeout=limit, stop_on_error=True, output_hook=lambda m: sent.append((m["msg_type"], m["content"]))
        )
        return reply["content"], sent

    def reply(self, request):
        """Returns the reply to a request, past those to earlier requests."""
        while True:
            message = self.client.get_shell_msg(timeout=LIMIT)
            if message["parent_header"]["msg_id"] == request:
                return message["content"]

    def value(self, code):
        reply, sent = self.run(code)
        assert reply["status"] == "ok", reply
        return [c["data"]["text/plain"] for t, c in sent if t == "execute_result"][0]

    def printed(self, code):
        return "".join(c["text"] for t, c in self.run(code)[1] if t == "stream")

    def interrupted(self, code):
        """Interrupts a cell once it prints "running", and returns its reply and the seconds it took to stop."""
        request = self.client.execute(code)
        while True:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["msg_type"] == "stream" and "running" in message["content"]["text"]:
                break
        start = time.monotonic()
        self.manager.interrupt_kernel()
        return self.reply(request), time.monotonic() - start


def starts():
    times = []
    for attempt in range(2):
        start = time.monotonic()
        with Kernel() as kernel:
            times.append(time.monotonic() - start)
            assert kernel.value("6 * 7") == "42", attempt
    print(f"{len(times)} starts, {min(times):.1f} to {max(times):.1f} s")


def executes(kernel):
    assert kernel.value("int x = 20;\nx + 1") == "21"
    assert kernel.value("x * 2 + 2") == "42"
    reply, sent = kernel.run("x;")
    assert reply["status"] == "ok" and not [c for t, c in sent if t == "execute_result"], sent
    assert kernel.value("class A { B b = new B(); }\nclass B { int v = 7; }\nnew A().b.v") == "7"
    assert kernel.printed('System.err.print("a");System.out.print("b");') == "ab"


def pictures(kernel):
    text = kernel.printed(
        """import java.awt.image.BufferedImage;
        BufferedImage image = new BufferedImage(61, 47, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5);
        for (int i = 0; i < 61 * 47; i++) image.setRGB(i % 61, i / 61, random.nextInt());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        javax.imageio.ImageIO.write(image, "png", bytes);
        System.out.print(Base64.getEncoder().encodeToString(bytes.toByteArray()));"""
    )
    _, sent = kernel.run("display(image);")
    shown = [c["data"] for t, c in sent if t == "display_data"]
    assert len(shown) == 1 and base64.b64decode(shown[0]["image/png"]) == base64.b64decode(text)
    assert base64.b64decode(text).endswith(b"IEND\xaeB`\x82")


def displays(kernel):
    _, sent = kernel.run(
        """String id = display("<b>one</b>", "text/html");
        System.out.print("between");
        updateDisplay(id, "<b>two</b>", "text/html");"""
    )
    order = [(t, c) for t, c in sent if t in ("display_data", "stream", "update_display_data")]
    assert [t for t, _ in order] == ["display_data", "stream", "update_display_data"], order
    assert order[0][1]["data"]["text/html"] == "<b>one</b>"
    assert order[2][1]["data"]["text/html"] == "<b>two</b>"
    assert order[0][1]["transient"] == order[2][1]["transient"]
    _, sent = kernel.run("display(null);")
    assert [c["data"]["text/plain"] for t, c in sent if t == "display_data"] == ["null"]


def errors(kernel):
    defined, _ = kernel.run("int half(int n) {\n  if (n % 2 != 0)\n    throw new IllegalArgumentException(n + \" is odd\");\n  return n / 2;\n}")
    reply, sent = kernel.run("int a = half(4);\n\nint b = half(\n  a + 1);")
    assert (reply["ename"], reply["evalue"]) == ("IllegalArgumentException", "line 3: 3 is odd"), reply
    traceback = [c["traceback"] for t, c in sent if t == "error"][0]
    assert any(f"half, cell [{defined['execution_count']}], line 3" in line for line in traceback), traceback
    reply, _ = kernel.run("int ok = 1;\nint wrong = oops + 1;")
    assert (reply["ename"], reply["evalue"]) == ("CompilationError", "line 2: cannot find symbol variable oops"), reply


def aborts(kernel):
    """After a failed cell, the cells that "run all" has sent already don't run."""
    requests = [kernel.client.execute(c) for c in (
        "Thread.sleep(300);\nthrow new IllegalStateException();",
        'System.setProperty("ran", "yes");',
    )]
    states = [kernel.reply(r)["status"] for r in requests]
    assert states == ["error", "aborted"], states
    assert kernel.value('System.getProperty("ran", "no")') == "no"


def interrupts(kernel):
    ready = 'System.out.println("running");'
    cells = {
        "sleep": f"{{ {ready} Thread.sleep(600_000); }}",
        "loop": f"{{ {ready} while (true) {{}} }}",
        "counting": f"{{ {ready} long n = 0; do {{ n++; }} while (n >= 0); }}",
        "method": f"void spin() {{ {ready} for (;;) {{}} }}\nspin();",
        "parallel": f"IntStream.range(0, 8).parallel().forEach(i -> {{ {ready} for (;;) {{}} }});",
        "printing": "for (;;) System.out.println(\"running\");",
        "compiling": f"{ready}\nThread.sleep(600_000);",
    }
    for name, code in cells.items():
        reply, seconds = kernel.interrupted(code)
        assert reply["ename"] == "Interrupted", (name, reply)
        print(f"{name} stopped after {seconds:.2f} s")
        assert kernel.value("40 + 2") == "42", name


def library_stops_itself(kernel):
    """A library's own loop sees the interrupt and ends as it wants; the kernel doesn't interrupt it twice."""
    reply, _ = kernel.interrupted(
        """String saved = "nothing";
        void train() {
            try {
                System.out.println("running");
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
                try {
                    Thread.sleep(1_000);
                    saved = "checkpoint";
                } catch (InterruptedException again) {
                    saved = "interrupted twice";
                }
            }
        }
        train();"""
    )
    assert kernel.value("saved") == "checkpoint", reply


def restarts():
    with Kernel() as kernel:
        assert kernel.value("int kept = 5;\nkept") == "5"
        kernel.manager.restart_kernel(now=False)
        kernel.client.wait_for_ready(timeout=LIMIT)
        reply, _ = kernel.run("kept")
        assert reply["evalue"] == "line 1: cannot find symbol variable kept", reply
        assert kernel.value("1 + 1") == "2"


def shuts_down():
    """A shutdown request ends the process itself, also while a cell runs for ever."""
    for code in ["1 + 1", "while (true) {}", "new Thread(() -> { while (true) {} }).start();"]:
        with Kernel() as kernel:
            kernel.client.execute(code)
            process = kernel.manager.provisioner.process
            kernel.client.shutdown()
            assert process.wait(timeout=LIMIT) == 0, code


def ends_with_parent():
    """The kernel ends when the process that started it is killed."""
    script = (
        "from jupyter_client.manager import start_new_kernel\nimport time\n"
        "m, c = start_new_kernel(kernel_name='java')\nprint(m.provisioner.process.pid, flush=True)\ntime.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    kernel = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    end = time.monotonic() + LIMIT
    while os.path.exists(f"/proc/{kernel}/stat") and open(f"/proc/{kernel}/stat").read().split()[2] != "Z":
        assert time.monotonic() < end, "the kernel lives on"
        time.sleep(0.1)


def prints_fast(kernel):
    times = []
    for _ in range(3):  # the best of three, because other programs may hold up one
        start = time.monotonic()
        _, sent = kernel.run('for (int i = 0; i < 20_000; i++) System.out.println("line " + i);')
        times.append(time.monotonic() - start)
        text = "".join(c["text"] for t, c in sent if t == "stream")
        assert text == "".join(f"line {i}\n" for i in range(20_000))
        assert len(sent) < 200, len(sent)
    assert min(times) < 2, times
    print(f"20,000 lines in {min(times):.2f} s, {len(sent)} messages")


# what the messaging protocol (version 5.3, jupyter-client's "Messaging in Jupyter") wants in the content of a message
MIME = {"data": dict, "metadata": dict}
SCHEMA = {
    "kernel_info_reply": {
        "status": "ok", "protocol_version": r"\d+\.\d+(\.\d+)?", "implementation": str, "implementation_version": str,
        "language_info": {"name": str, "version": str, "mimetype": str, "file_extension": r"\..+"}, "banner": str,
        "help_links": [{"text": str, "url": str}],
    },
    "execute_reply": {"status": "ok|error|aborted", "execution_count": int},
    "complete_reply": {"status": "ok", "matches": [str], "cursor_start": int, "cursor_end": int, "metadata": dict},
    "inspect_reply": {"status": "ok", "found": bool, **MIME},
    "is_complete_reply": {"status": "complete|incomplete|invalid|unknown"},
    "shutdown_reply": {"status": "ok", "restart": bool},
    "execute_input": {"code": str, "execution_count": int},
    "execute_result": {"execution_count": int, **MIME},
    "display_data": MIME,
    "update_display_data": {**MIME, "transient": {"display_id": str}},
    "stream": {"name": "stdout|stderr", "text": str},
    "error": {"ename": str, "evalue": str, "traceback": [str]},
    "status": {"execution_state": "busy|idle|starting"},
}


def check(value, schema, place):
    if isinstance(schema, dict):
        assert isinstance(value, dict), (place, value)
        for key, inner in schema.items():
            assert key in value, f"{place} lacks {key}: {value}"
            check(value[key], inner, f"{place}.{key}")
    elif isinstance(schema, list):
        assert isinstance(value, list), (place, value)
        for element in value:
            check(element, schema[0], place + "[]")
    elif isinstance(schema, str):
        assert isinstance(value, str) and re.fullmatch(schema, value), (place, value)
    else:
        assert type(value) is schema, (place, value)


def schema():
    """Every kind of message that the kernel sends has the content that the protocol wants."""
    seen = set()

    def checked(message):
        kind = message["msg_type"]
        check(message["content"], SCHEMA[kind], kind)
        if kind.endswith("_reply") and message["content"]["status"] == "error":
            check(message["content"], SCHEMA["error"], kind)
        assert re.fullmatch(r"\d+\.\d+(\.\d+)?", message["header"]["version"]), message["header"]
        seen.add(kind)

    with Kernel() as kernel:
        client = kernel.client
        cell = """System.out.print(1); System.err.print(2);
            String id = display("a"); updateDisplay(id, "b");
            6 * 7"""
        requests = [
            client.kernel_info(), client.execute(cell), client.complete("Str", 3), client.inspect("String", 6),
            client.inspect("nothingofthisname", 3), client.is_complete("1 +"), client.execute("int f() { return g }"),
            client.execute("throw new IllegalStateException();"), client.execute("1"),
        ]
        for request in requests:
            while True:
                message = client.get_shell_msg(timeout=LIMIT)
                if message["parent_header"]["msg_id"] == request:
                    checked(message)
                    break
        while True:
            try:
                checked(client.get_iopub_msg(timeout=1))
            except queue.Empty:
                break
        request = client.shutdown(restart=False)
        while True:
            message = client.get_control_msg(timeout=LIMIT)
            if message["parent_header"]["msg_id"] == request:
                checked(message)
                break
    assert seen == set(SCHEMA), set(SCHEMA) - seen


def completes(kernel):
    kernel.run('String word = "a";')
    found = kernel.reply(kernel.client.complete("int n = 1;\nword.toUpp", 21))
    assert found["matches"] == ["toUpperCase("] and found["cursor_start"] == 16, found
    found = kernel.reply(kernel.client.inspect("word.concat", 8))
    assert "String.concat" in found["data"]["text/plain"], found
    # names that the same cell declares earlier, though it has not run
    cell = "String fresh = \"a\";\nrecord Pair(int left, int right) {}\nint twice(int n) { return 2 * n; }\n"
    for end, match in {"fresh.toUpp": "toUpperCase(", "twi": "twice(", "new Pair(1, 2).lef": "left()"}.items():
        found = kernel.reply(kernel.client.complete(cell + end, len(cell + end)))
        assert match in found["matches"], (end, found)
        typed = re.search(r"\w+$", end).group()
        assert found["cursor_start"] == len(cell + end) - len(typed), (end, found)
    # the documentation of a library, not only the signature
    method = "circuitscope.infer.Curve.ofSequence"
    found = kernel.reply(kernel.client.inspect(method, len(method)))
    assert "values against their number" in found["data"]["text/plain"], found
    for code, state in {"int f() {": "incomplete", "1 + 1": "complete"}.items():
        assert kernel.reply(kernel.client.is_complete(code))["status"] == state, code


def times(kernel):
    reply, sent = kernel.run("%time 6 * 7")
    assert reply["status"] == "ok", reply
    assert [c["data"]["text/plain"] for t, c in sent if t == "execute_result"] == ["42"], sent
    assert re.fullmatch(r"\d+\.\d{3} s\n", "".join(c["text"] for t, c in sent if t == "stream")), sent
    reply, _ = kernel.run("%time")
    assert "%time stands before the statement" in reply["evalue"], reply


def values(kernel):
    """Values of the toolkit show themselves as the last expression of a cell."""
    kernel.run("import circuitscope.network.*; import circuitscope.simulate.*;\n"
               "var recording = new Simulation(Network.thresholdCrossing().withNeurons(8), 3, 1).run();")
    for code, words in {
        "recording": ["<img", "3.0 s in steps of 0.1 ms"],
        "Network.thresholdCrossing()": ["<img", "recurrent strength r"],
        "Network.thresholdCrossing().weights()": ["<img"],
        "new circuitscope.infer.correlation.PairwiseCorrelation().fit(recording)": ["<img", "arrived after"],
        "new double[] {1, 2}": ["[1.0, 2.0]"],
    }.items():
        _, sent = kernel.run(code)
        data = [c["data"] for t, c in sent if t == "execute_result"][0]
        for word in words:
            assert word in data["text/html"], (code, data)
        assert "[D@" not in data["text/plain"] and "[[D" not in data["text/plain"], (code, data)


def environment():
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(folder + "/library")
        source = folder + "/Given.java"
        with open(source, "w", encoding="utf-8") as file:
            file.write("package given; public class Given { public static int number() { return 11; } }")
        subprocess.run([sys.argv[2] + "/bin/javac", "-d", folder + "/library", source], check=True)
        script = "int base = given.Given.number();"
        with Kernel(IJAVA_CLASSPATH=folder + "/lib*", IJAVA_STARTUP_SCRIPT=script, IJAVA_COMPILER_OPTS="-Xlint:all") as kernel:
            assert kernel.value("base + 1") == "12"
        with Kernel(IJAVA_CLASSPATH=folder + "/nowhere") as kernel:
            reply, _ = kernel.run("1")
            assert "IJAVA_CLASSPATH" in reply["evalue"], reply


def answers():
    """Checks of what cells answer, one after the other in one kernel: none may leave anything that troubles the next."""
    with Kernel() as kernel:
        for check in (
            executes, pictures, displays, errors, aborts, interrupts, library_stops_itself, prints_fast, completes, times,
            values,
        ):
            check(kernel)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
