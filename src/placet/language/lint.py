"""What can be seen in a sound rulebook without working through situations: doubtful, never wrong in form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from placet.diagnostics.diagnostic import Diagnostic, Label, Span
from placet.diagnostics.order import sort_diagnostics
from placet.language.lint_dates import find_odd_dates
from placet.language.lint_finding import Finding
from placet.language.lint_readings import find_odd_readings
from placet.language.lint_repeats import find_repeats
from placet.language.lint_unused import find_unused
from placet.language.load import Loaded
from placet.language.tree import Tree
from placet.model.rulebook import Where

_FINDERS = (find_unused, find_odd_dates, find_odd_readings, find_repeats)


def lint(loaded: Loaded) -> list[Diagnostic]:
    r"""Return what is doubtful in a rulebook's own files, sorted by place; empty where the rulebook has errors.

    What a rulebook takes in with `use` is not looked at, but counts as used where it is, and uses what it uses.

    >>> from placet.language.load import load_text
    >>> [found.code for found in lint(load_text('# A\n\n```placet\nparty JPN "Japan"\n```\n'))]
    ['L0107']
    """
    trees = {tree.place: tree for tree in loaded.trees}
    return sort_diagnostics(_diagnostic(finding, trees) for finding in find_doubts(loaded))


def find_doubts(loaded: Loaded) -> list[Finding]:
    """Return what `lint` tells before it is looked up in the texts; nothing where the rulebook has errors."""
    rulebook = loaded.rulebook
    if rulebook is None:
        return []
    own = own_files(loaded)
    return [finding for find in _FINDERS for finding in find(rulebook) if finding.where.file in own]


def own_files(loaded: Loaded) -> frozenset[str]:
    """Return the files of a rulebook, as places name them, without those of the rulebooks that it takes in."""
    # The tree of the rulebook itself is read last; all files of one rulebook lie below one folder.
    folder = loaded.trees[-1].folder
    return frozenset(tree.place for tree in loaded.trees if tree.folder == folder)


def _diagnostic(finding: Finding, trees: Mapping[str, Tree]) -> Diagnostic:
    labels = [
        Label(span, text) for where, word, text in finding.related if (span := _span(trees, where, word)) is not None
    ]
    return Diagnostic(
        finding.code,
        finding.severity,
        finding.message,
        _span(trees, finding.where, finding.word),
        finding.help,
        tuple(labels),
    )


def _span(trees: Mapping[str, Tree], where: Where, word: str) -> Span | None:
    """Return where a word stands, on the line given or below it; the line's first word where it does not."""
    tree = trees.get(where.file)
    if tree is None:
        return None
    start = tree.line_starts[where.line - 1]
    match = re.compile(rf"(?<![\w.-]){re.escape(word)}(?![\w-])").search(tree.text, start)
    if match is None:
        match = re.compile(r"\S+").search(tree.text, start)
    return Span(tree.file, match.start(), match.end()) if match else Span(tree.file, start, start)
