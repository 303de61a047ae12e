"""Bring the catalogues of the pages up to date: gather what the pages say, keep what is translated, tell what is not.

`make messages` runs it. With `--check` nothing is written; it ends with 1 if a message lacks its translation.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from placet.diagnostics.codes import CODES

PROJECT = Path(__file__).resolve().parents[1]
WEB = PROJECT / "src" / "placet" / "web"
LANGUAGES = ("ko", "ja")
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}}
WORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}


def gathered() -> Catalog:
    """Return all messages of the pages, in the order of files and lines, and the titles of all codes."""
    catalogue = Catalog(project="placet", version="", charset="utf-8", fuzzy=False)
    for file, line, message, comments, context in extract_from_dir(
        str(WEB), METHODS, OPTIONS, keywords=WORDS, strip_comment_tags=True
    ):
        catalogue.add(message, None, [(f"src/placet/web/{file}", line)], auto_comments=comments, context=context)
    # What a code tells is shown beside the checker's own words, which are English.
    for title in CODES.values():
        catalogue.add(title)
    return catalogue


def place(code: str) -> Path:
    """Return where the catalogue of a language lies."""
    return WEB / "locale" / code / "LC_MESSAGES" / "placet.po"


def updated(code: str, messages: Catalog) -> Catalog:
    """Return a language's catalogue with exactly the messages there are, keeping what is translated."""
    path = place(code)
    catalogue = read_po(io.StringIO(path.read_text("utf-8")), locale=code) if path.is_file() else Catalog(locale=code)
    catalogue.update(messages, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages without a translation, or with one marked as doubtful, which the pages do not use."""
    found = []
    for message in catalogue:
        texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and (message.fuzzy or not all(texts)):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def written(catalogue: Catalog) -> str:
    """Return a catalogue as text that changes only where its messages do: no dates, no lines, no names."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)
    plural = catalogue.plural_forms.rstrip(";")
    head = (
        'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Language: {catalogue.locale}\\n"\n"Plural-Forms: {plural};\\n"\n\n'
    )
    return head + out.getvalue().decode("utf-8").strip() + "\n"


def main() -> int:
    """Update or check all catalogues."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    messages = gathered()
    lacking = 0
    for code in LANGUAGES:
        catalogue = updated(code, messages)
        found = missing(catalogue)
        lacking += len(found)
        print(f"{code}: {len(catalogue)} messages, {len(found)} without a translation")
        for message in found:
            print(f"  {message}")
        if not is_check:
            place(code).parent.mkdir(parents=True, exist_ok=True)
            place(code).write_text(written(catalogue), "utf-8")
    return 1 if is_check and lacking else 0


if __name__ == "__main__":
    sys.exit(main())
