"""The tree: what every file, module and import of the project has to keep to."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import placet
from tests.house.tree import PROJECT, arrows_up, imports_of, kept_files, kept_texts, read_module

SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
MODULES = sorted((PROJECT / "src").rglob("*.py"))
VAGUE = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}
# In two halves, so that this file does not hold what it looks for.
FOREIGN = [
    "pypi" + ".org", "python" + "hosted", "npmjs" + ".", "debian" + ".org", "registry" + ".npm",
    "/wo" + "rk/", "/tm" + "p/v/", "/ro" + "ot/", "/ho" + "me/", "/opt" + "/pypi", ".lib" + "rary/", "../sha" + "red",
]  # fmt: skip


def layers() -> list[set[str]]:
    contract = next(c for c in SETTINGS["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [{name.strip(" ()") for name in layer.split("|")} for layer in contract["layers"]]


def test_no_file_names_a_package_index_or_a_place_on_somebodys_machine() -> None:
    found = [f"{name}: {word}" for name, text in kept_texts() for word in FOREIGN if word in text]
    assert found == []


def test_every_text_ends_with_a_line_end_and_has_no_carriage_return() -> None:
    wrong = [
        name
        for name, text in kept_texts()
        if not name.startswith("tests/") and text and ("\r" in text or not text.endswith("\n"))
    ]
    assert wrong == []


def test_no_kept_file_is_larger_than_two_megabytes() -> None:
    assert [path for path in kept_files() if path.stat().st_size > 2_000_000] == []


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    wrong = []
    for path in MODULES:
        first = read_module(path.read_text("utf-8")).docstring.partition("\n")[0]
        if not first.endswith((".", "?")):
            wrong.append(f"{path.relative_to(PROJECT)}: {first!r}")
    assert wrong == []


def test_no_module_is_longer_than_600_lines() -> None:
    length = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: lines for path, lines in length.items() if lines > 600} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in MODULES if VAGUE & set(path.with_suffix("").parts[-2:])] == []


CALLED_FROM_OUTSIDE = {"addInPlace", "format_commands", "list_commands", "validateLink"}
"""Methods that a library calls, by names of its own."""


def test_nothing_is_defined_that_nobody_names() -> None:
    words: Counter[str] = Counter()
    for _, text in kept_texts():
        words.update(re.findall(r"\w+", text))
    idle = [
        f"{path.relative_to(PROJECT)}: {name}"
        for path in sorted((PROJECT / "src" / "placet").rglob("*.py"))
        for name in read_module(path.read_text("utf-8")).names
        if words[name] == 1 and name not in CALLED_FROM_OUTSIDE
    ]
    assert idle == []


def test_imports_only_point_down() -> None:
    assert arrows_up(PROJECT / "src" / "placet", layers()) == []


def test_an_import_that_points_up_is_found(tmp_path: Path) -> None:
    for name, source in {
        "engine/decide.py": "def f() -> None:\n    from ..cli import main\n",
        "cli/main.py": "import placet.engine.decide\n",
        "model/dates.py": "from placet.diagnostics import diagnostic\n",
        "stray.py": "",
    }.items():
        path = tmp_path / "placet" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    assert arrows_up(tmp_path / "placet", [{"cli"}, {"engine"}, {"model", "diagnostics"}]) == [
        "engine/decide.py imports placet.cli.main",
        "model/dates.py imports placet.diagnostics.diagnostic",
        "stray.py is in no layer",
    ]


def test_an_engine_imports_nothing_of_text_messages_or_terminals() -> None:
    barred = ("placet.language", "placet.diagnostics", "click", "rich", "markdown_it")
    root = PROJECT / "src" / "placet"
    found = [
        f"{path.relative_to(root)}: {target}"
        for path in sorted((root / "engine").rglob("*.py"))
        for target in imports_of(path.read_text("utf-8"), "placet.engine")
        if f"{target}.".startswith(tuple(f"{name}." for name in barred))
    ]
    assert found == []


def test_the_changelog_tells_of_the_version() -> None:
    heads = re.findall(r"^## (\S+)", (PROJECT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    if heads[0] == "Unreleased":
        del heads[0]
    assert heads[0] == placet.__version__


def test_architecture_has_a_paragraph_for_every_folder_of_the_package() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text("utf-8")
    folders = {path.parent.name for path in (PROJECT / "src" / "placet").glob("*/__init__.py")}
    assert {name for name in folders if f"`{name}/`" not in text} == set()


def test_every_path_that_the_guides_name_is_there() -> None:
    missing = []
    for guide in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (PROJECT / guide).read_text("utf-8")
        for path in re.findall(r"`((?:src|tests|docs|tools|bench|rulebooks|requirements)/[^`\s*]*)`", text):
            if not (PROJECT / path).exists():
                missing.append(f"{guide}: {path}")
    assert missing == []
