"""The documents: every command in them runs, and what they show as output is what comes out.

In a fence marked `sh` every line is a command; in one marked `console` a command begins with `$ ` and the lines after
it, if any, are its output (`…` alone on a line stands for any lines). A command that must fail says so: `# exits 1`.
A fence of any kind after `<!-- file: NAME -->` is written to NAME first. A cell of a table that is nothing but a
command of placet is run too. A document's commands run one after the other in one folder, 80 columns wide, beside a
copy of the rulebooks that ship.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.tree import PROJECT, kept_files

RUN = {"placet", ".venv/bin/placet", "printf", "echo", "cat"}
SHOWN_ONLY = {"git", "cd", "npm", "npx", "pip", "sudo", "apt"}
"""What fetches, installs or moves about: a reader does it, a test must not."""

DOCUMENTS = [path for path in kept_files() if path.suffix == ".md" and "tests" not in path.relative_to(PROJECT).parts]
FENCE = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n+)?^(?P<mark>```+|~~~+)(?P<kind>[\w-]*)[^\n]*\n(?P<body>.*?)^(?P=mark)\s*$",
    re.MULTILINE | re.DOTALL,
)
IN_TABLE = re.compile(r"\| `(placet [^`…]+)` (?=\|)")


class Command(NamedTuple):
    """A command of a document, the output it is shown with (None: none is shown) and the code it ends with."""

    text: str
    shown: str | None
    code: int


def steps_of(document: str) -> list[Command | tuple[str, str]]:
    """Return what a document has a reader do: commands, and files as (name, content), in order."""
    steps: list[Command | tuple[str, str]] = []
    for fence in FENCE.finditer(document):
        if fence["file"]:
            steps.append((fence["file"], fence["body"]))
        elif fence["kind"] in ("sh", "bash", "shell"):
            lines = re.sub(r"\\\n", " ", fence["body"]).splitlines()
            steps += [_command(line, None) for line in lines if line.strip() and not line.lstrip().startswith("#")]
        elif fence["kind"] == "console":
            for part in re.split(r"^\$ ", fence["body"], flags=re.MULTILINE)[1:]:
                line, _, shown = re.sub(r"\\\n(> )?", " ", part).partition("\n")
                steps.append(_command(line, shown if shown.strip() else None))
    return [*steps, *(_command(line, None) for line in IN_TABLE.findall(FENCE.sub("", document)))]


def _command(line: str, shown: str | None) -> Command:
    code = re.search(r"#\s*exits (\d+)", line)
    return Command(line.strip(), shown, int(code[1]) if code else 0)


def faults_of(steps: list[Command | tuple[str, str]], folder: Path) -> list[str]:
    """Do in `folder` what a document says and return what came out otherwise."""
    faults = []
    for step in steps:
        if isinstance(step, Command):
            faults += _faults_of_command(step, folder)
        else:
            target = folder / step[0]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(step[1], "utf-8")
    return faults


def _faults_of_command(command: Command, folder: Path) -> list[str]:
    first = command.text.split()[0]
    if first in SHOWN_ONLY:
        return []
    if first == "make":
        done = _run(f"make --dry-run {command.text.removeprefix('make')}", PROJECT)
        return [] if done.returncode == 0 else [f"{command.text}: {done.stderr}"]
    if (PROJECT / first).is_file() and not first.startswith(".venv/"):
        return [] if os.access(PROJECT / first, os.X_OK) else [f"{command.text}: cannot be run"]
    if first not in RUN:
        return [f"{command.text}: no test knows how to try `{first}`"]
    done = _run(command.text, folder)
    faults = []
    if done.returncode != command.code:
        faults.append(f"{command.text}: ended with {done.returncode}, not {command.code}\n{done.stdout}{done.stderr}")
    elif "Traceback" in done.stderr:
        faults.append(f"{command.text}: {done.stderr}")
    elif command.shown is not None and not matches(command.shown, done.stdout + done.stderr):
        faults.append(f"{command.text}: shown\n{command.shown}\nbut comes out as\n{done.stdout}{done.stderr}")
    return faults


def _run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
    }
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def matches(shown: str, output: str) -> bool:
    """Say whether `output` is what is `shown`, spaces at line ends aside; `…` alone on a line is any lines."""
    wanted = [line.rstrip() for line in shown.strip("\n").splitlines()]
    pattern = "".join(r"(?:[^\n]*\n)*?" if line.strip() == "…" else re.escape(line) + "\n" for line in wanted)
    came = "".join(line.rstrip() + "\n" for line in output.strip("\n").splitlines())
    return re.fullmatch(pattern, came) is not None


WITH_STEPS = [path for path in DOCUMENTS if steps_of(path.read_text("utf-8"))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a reader's folder: the rulebooks, and the commands of the environment the tests run in."""
    if (PROJECT / "rulebooks").exists():
        shutil.copytree(PROJECT / "rulebooks", tmp_path / "rulebooks")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


@pytest.mark.parametrize("document", WITH_STEPS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_command_of_the_document_does_what_it_says(document: Path, folder: Path) -> None:
    faults = faults_of(steps_of(document.read_text("utf-8")), folder)
    assert not faults, "\n\n".join(faults)


def test_the_readme_has_the_two_commands_and_a_question_with_its_answer() -> None:
    steps = [step for step in steps_of((PROJECT / "README.md").read_text("utf-8")) if isinstance(step, Command)]
    assert {"make demo", "make test"} <= {step.text.partition("#")[0].strip() for step in steps}
    asked = [step for step in steps if " ask " in step.text and step.shown]
    assert asked
    assert all(" --on " in step.text for step in asked), "what is shown must not hang on today"
    assert all("…" not in (step.shown or "").split() for step in asked), "the answer is shown whole"


def test_the_readme_has_a_command_for_each_system_of_the_articles() -> None:
    text = (PROJECT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (S\d+) \|.*$", text, re.MULTILINE)
    assert rows == [f"S{number}" for number in range(1, 19)]
    assert len(IN_TABLE.findall(text)) == len(rows)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_link_to_another_file_leads_somewhere(document: Path) -> None:
    text = FENCE.sub("", document.read_text("utf-8"))
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", text)
    missing = [
        t for t in targets if "://" not in t and not t.startswith("mailto:") and not (document.parent / t).exists()
    ]
    assert missing == []


def test_a_command_that_fails_or_shows_something_else_is_told(folder: Path) -> None:
    document = """
<!-- file: note.txt -->
```text
one
two
three
```

```console
$ cat note.txt
one
…
three
$ cat note.txt
one
three
$ cat nowhere  # exits 1
```

```sh
cat nowhere
rm note.txt
make nothing-of-the-kind
```

| what | how |
|---|---|
| a command | `placet nothing-of-the-kind` |
"""
    faults = faults_of(steps_of(document), folder)
    assert [fault.splitlines()[0].partition(":")[0] for fault in faults] == [
        "cat note.txt",
        "cat nowhere",
        "rm note.txt",
        "make nothing-of-the-kind",
        "placet nothing-of-the-kind",
    ]
