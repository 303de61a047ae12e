"""All commands of `placet evidence`: each has help with an example, and says what its options do."""

from __future__ import annotations

import re

import click
import pytest

from placet.cli.evidence import SECTIONS, evidence_command
from tests.cli.conftest import Run

COMMANDS = [name for section in SECTIONS.values() for name in section]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_options_that_say_what_they_do(run: Run, command: str) -> None:
    result = run("evidence", command, "--help")
    assert result.exit_code == 0
    assert re.search(rf"\n  Example:\n    .*placet evidence {command}\b", result.stdout)
    found = evidence_command.get_command(click.Context(evidence_command), command)
    assert found is not None
    assert [one.name for one in found.params if isinstance(one, click.Option) and not one.help] == []


def test_a_mistyped_command_gets_the_nearest_one(run: Run) -> None:
    result = run("evidence", "reveiw")
    assert result.exit_code == 2
    assert "Did you mean `review`?" in result.stderr
