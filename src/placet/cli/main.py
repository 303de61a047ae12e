"""The command `placet`: its list of commands, each imported only when it runs, and how it ends."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from placet import __version__
from placet.cli.examples import examples
from placet.cli.trouble import show_usage_error, tell_trouble

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
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
        "evidence": ("placet.cli.evidence", "say which day an article's words mean"),
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


class LateGroup(click.Group):
    """A group that imports a command's module only when the command is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or tell the nearest one."""
        is_typed = bool(args) and not args[0].startswith("-") and not ctx.resilient_parsing
        if is_typed and args[0] not in COMMANDS:
            from placet.cli.trouble import Trouble, did_you_mean

            raise Trouble(
                f"there is no command `{args[0]}`",
                did_you_mean(args[0], COMMANDS) or "`placet --help` lists all commands.",
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what they are for, without importing any."""
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, words) for name, (_, words) in commands.items()])

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
        sys.exit(code if isinstance(code, int) else 0)


@click.command(
    "placet",
    cls=LateGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples("placet demo", "placet questions korea", "placet ask korea signature-000"),
)
@click.version_option(__version__, message="placet %(version)s")
def main() -> None:
    """Say who must be asked before a party may act, on whose reading, on which day, and why."""
