"""A group of commands, each imported only when it is wanted."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import click

Sections = dict[str, dict[str, tuple[str, str]]]
"""By the heading on the help page: each command with its module and what it is for."""


class LateGroup(click.Group):
    """A group that imports a command's module only when the command is wanted.

    The module offers the command as `NAME_command`, with `_` for `-`.
    """

    sections: Sections

    def __init__(self, *args: Any, sections: Sections | None = None, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.sections = sections or {}

    @property
    def places(self) -> dict[str, str]:
        """The module of each command, in the order of the help page."""
        return {name: module for section in self.sections.values() for name, (module, _) in section.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all commands in the order of the help page."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self.places:
            return None
        module = importlib.import_module(self.places[cmd_name])
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or tell the nearest one."""
        is_typed = bool(args) and not args[0].startswith("-") and not ctx.resilient_parsing
        if is_typed and args[0] not in self.places:
            from placet.cli.trouble import Trouble, did_you_mean

            raise Trouble(
                f"there is no command `{args[0]}`",
                did_you_mean(args[0], self.places) or f"`{ctx.command_path} --help` lists all commands.",
            )
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and not ctx.resilient_parsing:
            check_given_once(command, rest)
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what they are for, without importing any."""
        for title, commands in self.sections.items():
            with formatter.section(title):
                formatter.write_dl([(name, words) for name, (_, words) in commands.items()])


def check_given_once(command: click.Command, words: Sequence[str]) -> None:
    """Tell that an option with one value is given twice, of which the last would count without a word.

    Raises:
        Trouble: so it is.
    """
    if isinstance(command, click.Group) and not isinstance(command, LateGroup) and words:
        inner = command.commands.get(words[0])
        if inner is not None:
            check_given_once(inner, words[1:])
        return
    typed = [word.partition("=")[0] for word in takewhile(lambda word: word != "--", words)]
    for option in command.params:
        if not isinstance(option, click.Option) or option.multiple or option.is_flag or option.count:
            continue
        for name in option.opts:
            if typed.count(name) > 1:
                from placet.cli.trouble import Trouble

                raise Trouble(f"{name} is given twice", "Give it once.")
