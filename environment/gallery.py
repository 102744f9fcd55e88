"""Executes notebooks through Jupyter and writes a gallery of web pages; called by environment/reproduce."""

import argparse
import base64
import contextlib
import difflib
import html
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter

# what a page needs besides its own text lies beside it: a gallery is read without a network, too
KATEX = "META-INF/resources/webjars/katex/[^/]+/dist/"
KATEX_FILES = re.compile(KATEX + r"(katex\.min\.(?:js|css)|contrib/auto-render\.min\.js|fonts/[^/]+\.woff2)$")
HEAD = """<link rel="stylesheet" href="katex/katex.min.css">
<script defer src="katex/katex.min.js"></script><script defer src="katex/contrib/auto-render.min.js"></script>
<style>
details.code { margin: .2rem 0 } details.code > summary { cursor: pointer; color: #5d6b7a; font-size: .82rem }
nav.page { font: .9rem system-ui, sans-serif; padding: .6rem 1rem; display: flex; gap: 1.5rem }
nav.page button { border: 0; background: none; color: #2b5c9e; cursor: pointer; font: inherit; padding: 0 }
</style>"""
BODY = """<script>
const cells = [...document.querySelectorAll(".jp-CodeCell .jp-Cell-inputWrapper, div.code_cell > div.input")];
for (const input of cells) {
  const fold = document.createElement("details"), word = document.createElement("summary");
  fold.className = "code";
  word.textContent = "code";
  input.replaceWith(fold);
  fold.append(word, input);
}
const nav = document.createElement("nav"), all = document.createElement("button");
nav.className = "page";
nav.innerHTML = '<a href="index.html">Gallery</a>';
all.textContent = "Show all code";
all.onclick = () => {
  const open = all.textContent.startsWith("Show");
  document.querySelectorAll("details.code").forEach(fold => fold.open = open);
  all.textContent = open ? "Hide all code" : "Show all code";
};
nav.append(all);
document.body.prepend(nav);
addEventListener("DOMContentLoaded", () => renderMathInElement(document.body, {
  delimiters: [{left: "$$", right: "$$", display: true}, {left: "$", right: "$", display: false}],
  ignoredTags: ["script", "style", "textarea", "pre", "code", "table"],
}));
</script>"""
PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}

PAGE = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Circuitscope gallery</title>
<style>
body {{ font: 16px/1.45 system-ui, sans-serif; margin: 2.5rem auto; max-width: 72rem; padding: 0 1rem; color: #1d2733 }}
.cards {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: 1.2rem }}
.card {{ border: 1px solid #d5dbe3; border-radius: 8px; overflow: hidden; text-decoration: none; color: inherit }}
.card:hover {{ border-color: #5b7fb5 }}
.card div {{ padding: .8rem 1rem }}
.picture {{ height: 12rem; width: 100%; object-fit: contain; background: #fff; border-bottom: 1px solid #e6eaef }}
.none {{ background: #f3f5f8 }}
h1 {{ font-size: 1.6rem; margin: 0 }} h2 {{ font-size: 1.05rem; margin: 0 0 .4rem }}
p {{ margin: .3rem 0 }} .small {{ color: #5d6b7a; font-size: .88rem }} .passed {{ color: #1c7c3f }} .FAILED {{ color: #b3261e }}
</style>
<h1>Circuitscope gallery</h1><p class="small">{summary}</p><div class="cards">{cards}</div></html>
"""


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kernel", required=True)
    arguments.add_argument("--libraries", type=Path, required=True)
    arguments.add_argument("--together", type=int, default=1)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("names", nargs="*")
    options = arguments.parse_args()
    notebooks = chosen(sorted(options.folder.glob("*.ipynb")), options.names, options.folder)
    mode = os.environ.get("CIRCUITSCOPE_MODE", "quick")
    target = options.folder / "target"
    target.mkdir(exist_ok=True)
    gallery = target / "gallery"
    old = results_of(gallery)
    fresh = Path(tempfile.mkdtemp(prefix=".gallery", dir=target))
    try:
        typesetter(options.libraries, fresh / "katex")

        running = []

        def run(number, notebook):
            before = old.get(notebook.stem, {})
            expected = before.get("seconds") if before.get("mode") == mode else None
            live = options.together == 1 and sys.stdout.isatty()
            progress = Progress(f"[{number}/{len(notebooks)}] {notebook.stem}", expected, live)
            result = {"mode": mode, **execute(notebook, options.kernel, fresh, progress, running)}
            progress.end(result)
            return result

        pool = ThreadPoolExecutor(options.together)
        several = pool.map if options.together > 1 else map
        try:
            found = several(run, range(1, len(notebooks) + 1), notebooks)
            results = {notebook.stem: result for notebook, result in zip(notebooks, found)}
        except KeyboardInterrupt:
            end(running)
            pool.shutdown(cancel_futures=True)
            stop("Interrupted: the gallery is as it was before.")
        kept = {p.stem for p in options.folder.glob("*.ipynb")} - set(results)
        for stem in kept & set(old):  # pages of notebooks that weren't asked for this time
            results[stem] = old[stem]
            for file in gallery.glob(stem + ".*"):
                shutil.copy2(file, fresh)
        results = dict(sorted(results.items()))
        (fresh / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
        (fresh / "index.html").write_text(index(results), encoding="utf-8")
        fresh.chmod(0o755)
        replace(gallery, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    ran = {n.stem: results[n.stem] for n in notebooks}
    table(ran)
    print(f"\nGallery: {gallery / 'index.html'}")
    sys.exit(any(r["status"] != "passed" for r in ran.values()))


def chosen(notebooks, names, folder):
    """The notebooks that the names mean: a number at the beginning of the file name, or a part of it."""
    if not notebooks:
        stop(f"There are no notebooks in {folder}: expected files *.ipynb.")
    found = []
    for name in names:
        if name.isdigit():
            hits = [n for n in notebooks if re.match(rf"0*{int(name)}(?!\d)", n.stem)]
        else:
            part = name[: -len(".ipynb")] if name.endswith(".ipynb") else name
            hits = [n for n in notebooks if Path(part).name.lower() in n.stem.lower()]
        if not hits:
            parts = {p for n in notebooks for p in [n.stem, *re.split(r"[-_. ]", n.stem)] if p}
            near = difflib.get_close_matches(name.lower(), parts, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(n.stem for n in notebooks) + "."
            stop(f"No notebook matches {name}: {hint}")
        found += hits
    return sorted(set(found)) if names else notebooks


def end(running):
    """Ends the kernels of notebooks that run in other threads, which a keyboard's interrupt doesn't reach."""
    for client in running:
        if client.km and client.km.provisioner and client.km.provisioner.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(client.km.provisioner.pid, signal.SIGKILL)


def execute(notebook, kernel, folder, progress, running):
    """Executes one notebook and writes its page, also if a cell fails."""
    document = nbformat.read(notebook, as_version=4)
    cells = [c for c in document.cells if c.cell_type == "code" and c.source.strip()]
    done = 0

    def started(cell, cell_index):
        nonlocal done
        done += cell in cells
        progress.show(done, len(cells))

    hooks = {"on_cell_start": started} if NotebookClient.class_traits().get("on_cell_start") else {}
    client = NotebookClient(
        document,
        kernel_name=kernel,
        timeout=None,
        startup_timeout=120,
        resources={"metadata": {"path": str(notebook.parent)}},
        **hooks,
    )
    error = ""
    start = time.monotonic()
    progress.show(0, len(cells))
    running.append(client)
    try:
        client.execute()
    except CellExecutionError as e:
        error = f"cell [{done}]: {e.ename}: {e.evalue}"
    except Exception as e:  # a kernel that doesn't start or dies: the page still shows how far it came
        error = f"cell [{done}]: {type(e).__name__}: {e}"
    finally:
        running.remove(client)
    seconds = round(time.monotonic() - start, 1)
    nbformat.write(document, folder / f"{notebook.stem}.ipynb")
    (folder / f"{notebook.stem}.html").write_text(page(document, notebook), encoding="utf-8")
    return {
        "status": "FAILED" if error else "passed",
        "seconds": seconds,
        "error": " ".join(re.sub(r"\x1b\[[0-9;]*m", "", error).split()),
        "title": title(document, notebook.stem),
        "picture": picture(document, notebook.stem, folder),
    }


def typesetter(libraries, folder):
    """Unpacks the files that typeset formulas."""
    jars = sorted(libraries.glob("katex-*.jar"))
    if not jars:
        stop(f"There is no katex-*.jar in {libraries}: build the project first, with environment/reproduce.")
    with zipfile.ZipFile(jars[-1]) as jar:
        for name in jar.namelist():
            match = KATEX_FILES.search(name)
            if match:
                file = folder / match.group(1)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(jar.read(name))


def page(document, notebook):
    """A page that shows text and pictures first: code is folded, and one click away."""
    text = HTMLExporter().from_notebook_node(document, {"metadata": {"name": notebook.stem}})[0]
    # scripts from a network, or from a folder of this machine, and the settings of the one for formulas
    text = re.sub(r"<script[^>]*\bsrc=[^>]*>\s*</script>", "", text)
    text = re.sub(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", "", text, flags=re.DOTALL)
    text = text.replace("</head>", HEAD + "</head>", 1)
    return text.replace("</body>", BODY + "</body>", 1)


def title(document, default):
    for cell in document.cells:
        match = re.search(r"^#\s+(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if match:
            return match.group(1).strip()
    return default


def picture(document, stem, folder):
    """Writes the first picture of a notebook and returns its file name, or nothing."""
    for cell in document.cells:
        for output in cell.get("outputs", []):
            for kind, ending in PICTURES.items():
                data = output.get("data", {}).get(kind)
                if data:
                    content = data.encode() if ending == "svg" else base64.b64decode(data)
                    (folder / f"{stem}.{ending}").write_bytes(content)
                    return f"{stem}.{ending}"
            # figures of the toolkit come as a picture inside HTML, which every kernel can send
            inside = re.search(r"data:image/png;base64,([A-Za-z0-9+/=]+)", output.get("data", {}).get("text/html", ""))
            if inside:
                (folder / f"{stem}.png").write_bytes(base64.b64decode(inside.group(1)))
                return f"{stem}.png"
    return ""


def index(results):
    cards = []
    for stem, r in results.items():
        image = '<div class="picture none"></div>'
        if r["picture"]:
            image = f'<img class="picture" alt="" src="{html.escape(r["picture"])}">'
        cards.append(
            f'<a class="card" href="{html.escape(stem)}.html">{image}<div>'
            f"<h2>{html.escape(r['title'])}</h2>"
            f'<p class="small">{html.escape(stem)} · <b class="{r["status"]}">{r["status"]}</b> · '
            f"{r['seconds']} s, {r['mode']}</p>"
            + (f'<p class="small FAILED">{html.escape(r["error"][:300])}</p>' if r["error"] else "")
            + "</div></a>"
        )
    passed = sum(r["status"] == "passed" for r in results.values())
    summary = f"{passed} of {len(results)} notebooks passed, {time.strftime('%Y-%m-%d %H:%M')}"
    return PAGE.format(summary=summary, cards="\n".join(cards))


def table(results):
    width = max(max(map(len, results)), len("notebook"))
    room = max(20, shutil.get_terminal_size((140, 24)).columns - width - 22)
    colours = {"passed": 32, "FAILED": 31}
    print(f"\n{'notebook':{width}}  status   seconds  first error")
    print(f"{'-' * width}  ------  --------  {'-' * 11}")
    for stem, r in results.items():
        status = r["status"]
        if sys.stdout.isatty():
            status = f"\x1b[{colours[status]}m{status}\x1b[0m"
        error = r["error"] if len(r["error"]) <= room else r["error"][: room - 3] + "..."
        print(f"{stem:{width}}  {status}  {r['seconds']:8.1f}  {error}".rstrip())


class Progress:
    """One line in the terminal that tells which cell runs and how long it may take; only the last word of it if it is not live."""

    def __init__(self, name, expected, live):
        self.name, self.expected, self.live, self.start = name, expected, live, time.monotonic()

    def show(self, cell, cells):
        if not self.live:
            return
        passed = time.monotonic() - self.start
        total = self.expected or (passed / (cell - 1) * cells if cell > 1 else None)
        left = f", about {max(1, total - passed):.0f} s left" if total else ""
        print(f"\r\x1b[K{self.name}  cell {cell} of {cells}, {passed:.0f} s{left}", end="", flush=True)

    def end(self, result):
        clear = "\r\x1b[K" if self.live else ""
        print(f"{clear}{self.name}  {result['status']}, {result['seconds']} s", flush=True)


def results_of(gallery):
    try:
        return json.loads((gallery / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def replace(gallery, fresh):
    """Puts the new gallery in place of the old one; nobody sees half of it."""
    old = gallery.with_name(f".old-gallery-{os.getpid()}")
    if gallery.exists():
        gallery.rename(old)
    fresh.rename(gallery)
    shutil.rmtree(old, ignore_errors=True)


def stop(message):
    print(message, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
