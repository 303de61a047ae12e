"""What belongs to the project: its files as git would keep them, its modules, and what each module imports."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

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


def imports_of(source: str, package: str) -> Iterator[str]:
    """Yield the full names that a module's `source` imports, wherever in it; `package` is where the module lies.

    >>> sorted(imports_of("import a.b; from c import d; from . import e; from .f import g", "p.q"))
    ['a.b', 'c.d', 'p.q.e', 'p.q.f.g']
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            yield from (".".join([*start, *filter(None, [node.module]), alias.name]) for alias in node.names)


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


def names_defined(source: str) -> Iterator[str]:
    """Yield the functions, methods and classes of a module, but for commands, and what it gives a name at its top."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or node.name.startswith("__"):
            continue
        if not any("command(" in ast.unparse(decorator) for decorator in node.decorator_list):
            yield node.name
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from (target.id for target in targets if isinstance(target, ast.Name))
