"""Feed a text to all that reads texts: the loader, the checker, the linter, the formatter and the renderers."""

from __future__ import annotations

from pathlib import Path

from placet.diagnostics import Diagnostic
from placet.diagnostics.render_text import render_text
from placet.language import Loaded, load_rulebook, load_text
from placet.language.format import format_file
from placet.language.lint import lint
from placet.language.markdown import find_blocks
from tests.fuzz.limits import Hang, within
from tests.language.writable import without_places

MOST_CPU_S = 20
"""How long one small text may take; about a thousandth of a second is usual, so this is a hang and no slowness."""
MOST_SHOWN = 3
"""How many diagnostics of a text are rendered too, which takes longer than reading it."""
FOREIGN = ("Traceback", "NoneType", "<class", " object at 0x", "Error:", "None,", "frozenset(")


def feed(data: bytes, file: Path | None = None) -> Loaded:
    """Read a text in every way, and tell by an assertion what is wrong with what comes of it.

    Args:
        data: the bytes of a Markdown file.
        file: where to write them and load them from; None: load them from memory, each odd byte replaced.
    """
    with within(MOST_CPU_S):
        text = data.decode("utf-8", "replace")
        if file is None:
            loaded = load_text(text)
        else:
            file.write_bytes(data)
            loaded = load_rulebook(file.parent)
            assert file.read_bytes() == data
        _check_told(loaded)
        _check_layout(text, loaded if file is None else None)
    return loaded


def fault_of(data: bytes, file: Path | None = None) -> str:
    """Return what is wrong with how a text is read; empty where nothing is."""
    try:
        feed(data, file)
    except (Exception, Hang) as error:  # noqa: BLE001 - whatever reading a text raises is what is looked for
        return f"{type(error).__name__}: {error}"
    return ""


def _check_told(loaded: Loaded) -> None:
    found = [*loaded.diagnostics, *(lint(loaded) if loaded.rulebook is not None else ())]
    is_refused = any(each.severity == "error" for each in found)
    assert is_refused == (loaded.rulebook is None), "refused without an error, or taken with one"
    for diagnostic in found:
        _check_words(diagnostic)
        for span in (diagnostic.span, *(label.span for label in diagnostic.labels)):
            if span is not None and span.file in loaded.texts:
                assert 0 <= span.start <= span.end <= len(loaded.texts[span.file]), diagnostic
    shown = render_text(found[:MOST_SHOWN], loaded.texts, width=80)
    assert "\x1b" not in shown, "a message could steer the terminal"


def _check_words(diagnostic: Diagnostic) -> None:
    assert diagnostic.message, diagnostic
    assert not diagnostic.message.endswith("."), diagnostic
    assert not any(word in diagnostic.message + diagnostic.help for word in FOREIGN), diagnostic


def _check_layout(text: str, loaded: Loaded | None) -> None:
    formatted = format_file("rulebook.md", text)
    if formatted.text == text:
        return
    assert format_file("rulebook.md", formatted.text).text == formatted.text, "formatted twice is not formatted once"
    assert _prose(formatted.text) == _prose(text), "what stands outside the blocks has changed"
    if loaded is not None and loaded.rulebook is not None:
        again = load_text(formatted.text)
        assert again.rulebook is not None, "formatted, it is no rulebook any more"
        assert without_places(again.rulebook) == without_places(loaded.rulebook), "formatted, it means something else"


def _prose(text: str) -> list[str]:
    """Return what stands between the blocks of a text."""
    blocks = find_blocks("rulebook.md", text, [])
    starts = [0, *(block.end for block in blocks)]
    ends = [*(block.start for block in blocks), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
