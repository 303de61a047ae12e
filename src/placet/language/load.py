"""Load a rulebook: find its files and those of the rulebooks it uses, parse them, check them together."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from placet.diagnostics.diagnostic import Diagnostic, Fix
from placet.language.check import check_trees
from placet.language.files import find_files, problem, read_text
from placet.language.nearest import nearest
from placet.language.parser import parse_file
from placet.language.shipped import shipped_rulebooks
from placet.language.tree import Declaration, Tree
from placet.model import Rulebook

MAX_TOLD = 1000
"""How many diagnostics are told at once."""


class Loaded(msgspec.Struct, frozen=True):
    """What came of loading a rulebook.

    `rulebook` is None where there is any error. `diagnostics` are sorted by place; `texts` holds each file under
    its name in spans; `trees` are the files read, those of a used rulebook before the file that uses it.
    """

    rulebook: Rulebook | None
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]
    trees: tuple[Tree, ...]


class Draft(msgspec.Struct, frozen=True):
    """A Markdown file that is read with a rulebook: beside its files, or (`replaces`) in the place of one of them.

    `text` is what stands in the file that is replaced, where it has not been written anywhere yet; None: it is read
    from `path`.
    """

    path: str
    replaces: str = ""
    text: str | None = None


def load_rulebook(path_or_name: str | Path, *, shipped: Path | None = None, drafts: Sequence[Draft] = ()) -> Loaded:
    """Load a rulebook from a folder or a Markdown file, or by the name of one that comes with placet.

    Args:
        path_or_name: a folder, a Markdown file, or a name such as `korea`.
        shipped: where the rulebooks that come with placet lie; None: where they usually do.
        drafts: files that are read as if they were the rulebook's own; what they declare stands last, but for one that
            takes the place of a file.
    """
    with _without_collector():
        loading = _Loading(shipped, drafts)
        name = loading.load_first(str(path_or_name))
        loading.add_drafts(name)
        return loading.finish(name)


def files_replaced(path_or_name: str | Path, draft: str | Path, *, shipped: Path | None = None) -> tuple[str, ...]:
    """Return the files of a rulebook, by their paths in it, whose place a draft can take: those of its name.

    Of several, those are meant that lie in folders of the same names as the draft.

    Args:
        path_or_name: the rulebook.
        draft: the Markdown file that may be a changed copy of one of its files.
        shipped: where the rulebooks that come with placet lie; None: where they usually do.
    """
    folder = Path(path_or_name)
    if not folder.exists():
        folder = shipped_rulebooks(shipped).get(str(path_or_name), folder)
    files = find_files(folder) if folder.is_dir() else [folder.name] if folder.is_file() else []
    wanted = Path(draft).resolve().parts
    shared = {file: _shared_at_the_end(Path(file).parts, wanted) for file in files}
    most = max(shared.values(), default=0)
    return tuple(file for file, parts in shared.items() if parts == most) if most else ()


def load_text(text: str, name: str = "rulebook.md", *, shipped: Path | None = None) -> Loaded:
    """Load a rulebook that is one text, without any file beside it."""
    with _without_collector():
        loading = _Loading(shipped)
        loading.add_text(text, name, name, Path(name).stem, "")
        return loading.finish(Path(name).stem)


@contextmanager
def _without_collector() -> Iterator[None]:
    # Loading makes many objects and no garbage in circles; looking for some takes a third of the time.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Loading:
    """The files read so far, and the rulebooks that are being read."""

    def __init__(self, shipped: Path | None, drafts: Sequence[Draft] = ()) -> None:
        self.shipped = shipped_rulebooks(shipped)
        self.drafts = drafts
        self.first = ("", Path())
        self.found: list[Diagnostic] = []
        self.texts: dict[str, str] = {}
        self.trees: list[Tree] = []
        self.done: set[str] = set()
        self.open: list[tuple[str, str]] = []

    def load_first(self, given: str) -> str:
        """Load the rulebook the user named, and return its name."""
        path = Path(given)
        try:
            # An empty name is no name of the folder one stands in.
            exists = given != "" and path.exists()
        except (OSError, ValueError):
            exists = False
        if exists:
            name = path.resolve().name if path.is_dir() else path.stem
            self._load_path(path, name, given.rstrip("/") or given, "")
            return name
        if "/" in given or os.sep in given or given.lower().endswith(".md") or not given.isprintable():
            self.found.append(problem("E0101", f"there is no file or folder `{given}`", "Check the path."))
            return path.stem
        if given not in self.shipped:
            self.found.append(self._unknown(given))
            return given
        self._load_path(self.shipped[given], given, self._shown(self.shipped[given], given), "")
        return given

    def add_drafts(self, name: str) -> None:
        """Read the drafts that stand beside the rulebook's own files."""
        for draft in self.drafts:
            path = Path(draft.path)
            if draft.replaces:
                continue
            if not path.exists():
                self.found.append(problem("E0101", f"there is no file or folder `{draft.path}`", "Check the path."))
                continue
            self._load_path(path, name, draft.path, "")
            tree = next((tree for tree in self.trees if tree.file == draft.path), None)
            if tree is not None and not tree.blocks:
                self.found.append(
                    problem(
                        "E0107", f"`{draft.path}` has no `placet` block", "What a draft changes stands in such blocks."
                    )
                )

    def finish(self, name: str) -> Loaded:
        """Check all that was read."""
        if not self.found and not any(tree.blocks for tree in self.trees):
            self.found.append(
                problem(
                    "E0107",
                    f"`{name}` has no `placet` block",
                    "Rules stand in blocks fenced as `placet` in Markdown files.",
                )
            )
        rulebook: Rulebook | None = None
        if self.trees:
            rulebook, found = check_trees(name, self.trees)
            self.found.extend(found)
        self._help_drafts()
        if any(diagnostic.severity == "error" for diagnostic in self.found):
            rulebook = None
        return Loaded(rulebook, _first_of(sorted(self.found, key=_place)), self.texts, tuple(self.trees))

    def _load_path(self, path: Path, name: str, shown: str, prefix: str) -> None:
        if path.is_dir():
            names = find_files(path)
            if not names:
                self.found.append(
                    problem("E0107", f"`{shown}` has no Markdown file", "A rulebook is a folder of Markdown files.")
                )
            files = [(path / file, f"{shown}/{file}" if shown != "." else file, f"{prefix}{file}") for file in names]
            folder = path
        else:
            if path.suffix.lower() != ".md":
                self.found.append(
                    problem("E0109", f"`{shown}` is not a Markdown file", "The name of a Markdown file ends in `.md`.")
                )
                return
            files = [(path, shown, f"{prefix}{path.name}")]
            folder = path.parent
        is_first = not self.done
        if is_first:
            self.first = (name, path)
        self.done.add(str(path.resolve()))
        self.open.append((str(path.resolve()), name))
        instead = {draft.replaces: draft for draft in self.drafts if draft.replaces} if is_first else {}
        for file, file_shown, place in files:
            draft = instead.get(place)
            if draft is not None:
                file, file_shown = Path(draft.path), draft.path
            text = draft.text if draft is not None and draft.text is not None else read_text(file, file_shown)
            if isinstance(text, Diagnostic):
                self.found.append(text)
            else:
                self.add_text(text, file_shown, place, name, str(folder))
        self.open.pop()

    def add_text(self, text: str, shown: str, place: str, name: str, folder: str) -> None:
        """Parse one file, and load the rulebooks it uses before it."""
        tree, found = parse_file(shown, place, text)
        tree.folder = folder
        self.texts[shown] = text
        self.found.extend(found)
        for block in tree.blocks:
            for declaration in block.declarations:
                if declaration.kind == "use" and declaration.name >= 0:
                    self._use(tree, declaration)
        self.trees.append(tree)

    def _help_drafts(self) -> None:
        """Say of a name that a draft declares again how a declaration is changed."""
        own = {draft.path for draft in self.drafts if not draft.replaces}
        for at, told in enumerate(self.found):
            first = told.labels[0].span.file if told.labels else ""
            if told.code == "E0301" and told.span is not None and told.span.file in own and first not in own:
                help_text = (
                    f"Give it another name; or, to change what the rulebook says, change it in a copy of `{first}` "
                    f"that is called `{Path(first).name}` too, and give that copy as the draft."
                )
                self.found[at] = msgspec.structs.replace(told, help=help_text)

    def _use(self, tree: Tree, declaration: Declaration) -> None:
        name = tree.tokens.texts[declaration.name]
        path = self._find_used(tree, name)
        span = tree.span(declaration.name)
        if path is None:
            self.found.append(self._unknown_used(tree, declaration, name))
            return
        key = str(path.resolve())
        opened = [open_path for open_path, _ in self.open]
        if key in opened:
            names = [open_name for _, open_name in self.open[opened.index(key) :]]
            around = " → ".join(f"`{each}`" for each in (*names, name))
            message = (
                f"these rulebooks use each other: {around}" if len(names) > 1 else f"the rulebook `{name}` uses itself"
            )
            self.found.append(problem("E0110", message, "Move what both need into a third.", span))
        elif key not in self.done:
            self._load_path(path, name, self._shown(path, name), f"{name}/")

    def _find_used(self, tree: Tree, name: str) -> Path | None:
        if name == self.first[0] and any(draft.path == tree.file for draft in self.drafts):
            # What a draft is a draft of, wherever the draft lies.
            return self.first[1]
        if tree.folder:
            inside = Path(tree.folder).resolve()
            for beside in (inside.parent / name, inside.parent / f"{name}.md", inside / f"{name}.md"):
                if beside.exists() and beside != Path(tree.file).resolve():
                    return beside
        return self.shipped.get(name)

    def _unknown_used(self, tree: Tree, declaration: Declaration, name: str) -> Diagnostic:
        beside = (
            [path.name for path in Path(tree.folder).resolve().parent.iterdir() if path.is_dir()] if tree.folder else []
        )
        guess = nearest(name, [*self.shipped, *beside])
        span = tree.span(declaration.name)
        return Diagnostic(
            "E0111",
            "error",
            f"there is no rulebook `{name}` beside this one, and none of that name comes with placet",
            span,
            help=f"Did you mean `{guess}`?" if guess else self._list_shipped(),
            fix=Fix(span, guess, f"write `{guess}`") if guess else None,
        )

    def _unknown(self, given: str) -> Diagnostic:
        guess = nearest(given, self.shipped)
        help_text = f"Did you mean `{guess}`?" if guess else self._list_shipped()
        return problem("E0102", f"there is no rulebook `{given}`, and no file or folder of that name", help_text)

    def _list_shipped(self) -> str:
        if not self.shipped:
            return "Name a folder of Markdown files."
        return f"With placet come {', '.join(f'`{name}`' for name in self.shipped)}."

    def _shown(self, path: Path, name: str) -> str:
        here = Path.cwd()
        resolved = path.resolve()
        if resolved.is_relative_to(here):
            return resolved.relative_to(here).as_posix() or name
        return name


def _shared_at_the_end(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Count the parts that two paths share from their ends on."""
    shared = 0
    for mine, its in zip(reversed(one), reversed(other), strict=False):
        if mine != its:
            break
        shared += 1
    return shared


def _first_of(found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    if len(found) <= MAX_TOLD:
        return tuple(found)
    # Warnings give way: whoever has a thousand errors first wants to see these.
    found = sorted(found, key=lambda diagnostic: diagnostic.severity != "error")
    rest = problem("E0117", f"there are {len(found) - MAX_TOLD} more errors and warnings", "Mend the first of them.")
    return (*sorted(found[:MAX_TOLD], key=_place), rest)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    return ("", 0, 0, diagnostic.code) if span is None else (span.file, span.start, span.end, diagnostic.code)
