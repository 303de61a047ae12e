"""What a shell is offered while a command is typed."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete

from placet.cli import main
from tests.cli.conftest import Run


def offered(args: list[str], incomplete: str) -> list[str]:
    found = ShellComplete(main, {}, "placet", "_PLACET_COMPLETE").get_completions(args, incomplete)
    return [one.value for one in found]


@pytest.mark.parametrize(
    ("args", "incomplete", "expected"),
    [
        (["ask", "RIVER"], "ac", ["actor=", "act="]),
        (["ask", "RIVER"], "act=", ["act=fill", "act=release", "act=dredge"]),
        (["ask", "RIVER"], "act=f", ["act=fill"]),
        (["ask", "RIVER", "act"], "", ["fill", "release", "dredge"]),
        (["ask", "RIVER", "act", "="], "f", ["fill"]),
        (["ask", "RIVER", "act=fill"], "ac", ["actor="]),
        (["ask", "RIVER"], "affected=SUD,E", ["affected=SUD,EST"]),
        (["ask", "RIVER"], "urgent=", ["urgent=yes", "urgent=no"]),
        (["ask", "RIVER"], "filli", ["filling"]),
        (["ask", "RIVER", "--reader"], "NOR.", ["NOR.water", "NOR.fa"]),
        (["ask", "RIVER", "--question"], "d", ["dredging-coast"]),
        (["map", "RIVER", "act"], "o", ["on"]),
        (["map", "RIVER"], "a", ["actor", "act", "at", "affected"]),
        (["why", "RIVER"], "water-", ["water-2014"]),
        (["statements", "RIVER", "--by"], "ib", ["ibarra"]),
        (["sweep", "RIVER"], "pl", ["pl"]),
        (["sweep", "RIVER", "plans.csv"], "ac", ["actor=", "act="]),
        (["sweep", "RIVER", "--space", "act"], "fi", []),
        (["sweep", "RIVER", "plans.csv"], "act=f", ["act=fill"]),
        (["ask"], "kor", ["korea"]),
        (["explain"], "e0301", ["E0301"]),
        ([], "int", ["interview"]),
    ],
)
def test_names_and_values_are_completed(args: list[str], incomplete: str, expected: list[str], river: str) -> None:
    assert offered([river if arg == "RIVER" else arg for arg in args], incomplete) == expected


def test_a_rulebook_that_is_not_there_completes_to_nothing() -> None:
    assert offered(["ask", "no-such-rulebook"], "ac") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_set_up_for_a_shell_is_printed(run: Run, shell: str) -> None:
    assert "_PLACET_COMPLETE" in run("completion", shell).stdout
