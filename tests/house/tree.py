"""What belongs to the project: its files as git would keep them, its modules, and what each module imports."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
MADE = {
    ".venv", ".git", "build", "dist", "__pycache__", ".cache", ".hypothesis", ".pytest_cache", ".mypy_cache",
    ".ruff_cache", ".import_linter_cache",
}  # fmt: skip


def kept_files() -> list[Path]:
    """Return every file that git keeps or would keep; in a copy without git, every file that no tool made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0 and (PROJECT / ".git").exists():
        paths = [PROJECT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in PROJECT.rglob("*") if not MADE & set(path.relative_to(PROJECT).parts)]
    return sorted(path for path in paths if path.is_file())


def kept_texts() -> Iterator[tuple[str, str]]:
    """Yield name and text of every file of the project that is text."""
    for path in kept_files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(PROJECT).as_posix(), content.decode("utf-8", errors="replace")


class Module(NamedTuple):
    """What a module says of itself: its docstring, its imports as (dots, from where, what), and the names it defines.

    The names are its functions, methods and classes, but for commands, and what it gives a name at its top.
    """

    docstring: str
    imports: tuple[tuple[int, str | None, tuple[str, ...]], ...]
    names: tuple[str, ...]


@cache
def read_module(source: str) -> Module:
    """Return what the source of a module says; a tree of all modules is made once for all who ask."""
    tree = ast.parse(source)
    imports: list[tuple[int, str | None, tuple[str, ...]]] = []
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports.append((0, None, tuple(alias.name for alias in node.names)))
        elif isinstance(node, ast.ImportFrom):
            imports.append((node.level, node.module, tuple(alias.name for alias in node.names)))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            is_command = any("command(" in ast.unparse(decorator) for decorator in node.decorator_list)
            names += [] if is_command or node.name.startswith("__") else [node.name]
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return Module(ast.get_docstring(tree) or "", tuple(imports), tuple(names))


def imports_of(source: str, package: str) -> Iterator[str]:
    """Yield the full names that a module's `source` imports, wherever in it; `package` is where the module lies.

    >>> sorted(imports_of("import a.b; from c import d; from . import e; from .f import g", "p.q"))
    ['a.b', 'c.d', 'p.q.e', 'p.q.f.g']
    """
    for dots, module, names in read_module(source).imports:
        start = package.split(".")[: len(package.split(".")) - dots + 1] if dots else []
        yield from (".".join([*start, *filter(None, [module]), name]) for name in names)


def arrows_up(root: Path, layers: list[set[str]]) -> list[str]:
    """Return each import by which a folder or module of the package at `root` uses a layer above or beside its own.

    `layers` run from the top down; a part of the package that is in none of them is told too.
    """
    rank = {name: at for at, names in enumerate(layers) for name in names}
    found = []
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        own, package = parts[0], ".".join([root.name, *parts[:-1]])
        if own == "__init__":
            continue
        if own not in rank:
            found.append(f"{path.relative_to(root)} is in no layer")
            continue
        for target in imports_of(path.read_text("utf-8"), package):
            head, _, rest = target.partition(".")
            other = rest.partition(".")[0]
            if head == root.name and other in rank and other != own and rank[other] <= rank[own]:
                found.append(f"{path.relative_to(root)} imports {target}")
    return found
