"""The command `placet`: its list of commands, each imported only when it runs, and how it ends."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from placet import __version__
from placet.cli.examples import examples
from placet.cli.late import LateGroup, Sections
from placet.cli.trouble import show_usage_error, tell_trouble

SECTIONS: Sections = {
    "Ask": {
        "demo": ("placet.cli.demo", "show five questions about the Korean Peninsula, answered"),
        "ask": ("placet.cli.ask", "ask who must be asked, on whose reading, on which day"),
        "interview": ("placet.cli.interview", "be asked only what still decides something"),
        "timeline": ("placet.cli.timeline", "see when the answer to a question changes"),
    },
    "See all situations": {
        "compare": ("placet.cli.compare", "see where exactly two answers part"),
        "amend": ("placet.cli.amend", "see what a draft alters, and which disputes it settles"),
        "map": ("placet.cli.map", "see how the answers compare over two fields"),
        "deciding": ("placet.cli.deciding", "see which single facts, readings or days flip an answer"),
        "gaps": ("placet.cli.gaps", "see where nobody's rules speak, or one side's alone, and which pull apart"),
        "sweep": ("placet.cli.sweep", "answer every row of a table, or every combination of some fields"),
    },
    "Bring in data": {
        "import": ("placet.cli.imports", "make a rulebook of a public table of alliances or treaties"),
        "dyads": ("placet.cli.dyads", "write what each state owed each other, year by year"),
    },
    "Look things up": {
        "questions": ("placet.cli.lookup", "list the questions a rulebook keeps ready"),
        "fields": ("placet.cli.lookup", "list what can be said of a situation"),
        "points": ("placet.cli.lookup", "list the matters in dispute"),
        "statements": ("placet.cli.records", "list who said what, when, and how good the evidence is"),
        "instruments": ("placet.cli.records", "list agreements, or count those in force on a day"),
        "readings": ("placet.cli.entries", "show how each reader reads a rule"),
        "why": ("placet.cli.entries", "show everything about one name of a rulebook"),
    },
    "Evidence": {
        "evidence": ("placet.cli.evidence", "read articles: who said what and when, reviewed for a rulebook"),
    },
    "In a browser": {
        "serve": ("placet.cli.serve", "read, ask, compare and review in a browser"),
    },
    "Write rulebooks": {
        "check": ("placet.cli.texts", "tell all errors and warnings"),
        "lint": ("placet.cli.texts", "tell what is sound but hardly meant"),
        "format": ("placet.cli.texts", "bring rule blocks into the usual layout"),
        "explain": ("placet.cli.texts", "explain the code of a message"),
    },
    "Set up": {
        "completion": ("placet.cli.shells", "print the set-up for completing words in a shell"),
    },
}

COMMANDS = {name: where for section in SECTIONS.values() for name, where in section.items()}


class Placet(LateGroup):
    """The command `placet`: always ends in words and with a number."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run, and end with 0, or 1 or 2 for trouble, always in words; with nothing typed, show the help page."""
        typed = list(args) if args is not None else sys.argv[1:]
        try:
            code = super().main(
                typed or ["--help"], prog_name or "placet", complete_var, standalone_mode=False, **extra
            )
        except click.ClickException as error:
            show_usage_error(error)
            code = error.exit_code
        except click.Abort:
            code = 130
        except OSError as error:
            tell_trouble(f"the answer cannot be written: {(error.strerror or 'unknown reason').lower()}")
            code = 1
        if args is None:
            # The process ends here: to look through all that was made for garbage once more takes up to an eighth.
            gc.freeze()
        sys.exit(code if isinstance(code, int) else 0)


@click.command(
    "placet",
    cls=Placet,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples("placet demo", "placet questions korea", "placet ask korea signature-000"),
)
@click.version_option(__version__, message="placet %(version)s")
def main() -> None:
    """Say who must be asked before a party may act, on whose reading, on which day, and why."""
