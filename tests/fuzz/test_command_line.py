"""Nothing that is typed, and no file that is named, breaks the command line: it ends with 0, 1 or 2, and says why."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from placet.cli import main
from placet.cli.main import COMMANDS
from placet.cli.session import Settings
from placet.language.format import format_file
from tests.fuzz.broken_texts import MARKS, NAMES, broken_text
from tests.fuzz.limits import Hang, within
from tests.house.tree import PROJECT

FILES = 1_000
LINES = 1_500
CHUNK = 250
MOST_CPU_S = 60
"""How long one command may take; the slowest takes a tenth of a second."""

TYPED = (
    ("ask", "river", "actor=NOR", "act=fill", "at=gorge", "season=wet"),
    ("ask", "river", "filling", "--on", "2014-07-01", "--known", "2014-03-01", "--why"),
    ("ask", "river", "affected=SUD,EST", "volume=5000", "--reader", "NOR.water", "--json"),
    ("ask", "river", "--question", "dredging-coast"),
    ("interview", "river", "act=fill", "--on", "2014-07-01"),
    ("timeline", "river", "filling", "--axis", "known"),
    ("timeline", "river", "filling", "--from", "2000-01-01", "--until", "2014-01-01", "--json"),
    ("statements", "river", "--by", "NOR", "--stance", "says", "--known", "2014-03-01"),
    ("statements", "river", "--about", "season-point", "--json"),
    ("instruments", "river", "--on", "2014-12-28", "--party", "SUD", "--count"),
    ("readings", "river/README.md", "filling"),
    ("why", "NOR", "river"),
    ("questions", "river"),
    ("fields", "river"),
    ("points", "river"),
    ("sweep", "river", "river/plans.csv", "volume=5", "--on", "day", "--out", "river/out.csv", "--force"),
    ("sweep", "river", "river/plans.csv", "--on", "2014-06-01", "--reader", "SUD", "--count", "act,SUD", "--json"),
    ("sweep", "river", "--space", "act,volume", "actor=NOR", "--engine", "rows", "--count", "verdict,act"),
    ("explain", "E0301"),
    ("completion", "bash"),
    ("check", "river", "--format", "json"),
    ("check", "river/README.md", "river", "--format", "sarif"),
    ("lint", "river"),
    ("format", "river", "--check"),
    ("format", "river/README.md", "--diff"),
)
ODD = (
    "", " ", "-", "--", "=", "==", "--help", "--on", "--json", "--reader", "-h", "-x", "?", "*", "\x1b[2J", "\udcff",
    "x" * 5000, "a=b=c", "act=", "=fill", "act=fill,fill", "volume=-1", "volume=1e9", "volume=NaN", "volume=٣",
    "volume=1_", "volume=" + "9" * 400,
    "today", "tomorrow", "2014-02-30", "0000-01-01", "9999-12-31", "10000-01-01", "2014-12-28 to 2014-12-29",
    "none", "unknown",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to stand in, with a rulebook `river` in it."""
    shutil.copytree(PROJECT / "tests" / "cli" / "river", tmp_path / "river")
    (tmp_path / "river" / "plans.csv").write_text(
        "act,season,day\nfill,wet,2014-06-01\nfil,,\n,dry,1990-05-01\n", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLACET_DATA", str(tmp_path / "data"))
    # What is typed may come to `serve`, which would go on until somebody ends it.
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: [listener.close() for listener in sockets])
    return tmp_path


def call(*args: str, stdin: str = "") -> Result:
    """Run a command; it may end in no way but its own."""
    try:
        with within(MOST_CPU_S):
            result = CliRunner().invoke(main, list(args), input=stdin, obj=Settings(dt.date(2014, 6, 1)))
    except Hang as hang:
        raise AssertionError(f"{args}: {hang}") from hang
    assert result.exception is None or isinstance(result.exception, SystemExit), (args, result.exc_info)
    assert result.exit_code in (0, 1, 2), (args, result.exit_code)
    assert result.exit_code != 2 or result.output.strip(), (args, "ends with 2 and says nothing")
    assert "Traceback" not in result.output, args
    return result


@pytest.mark.parametrize("first", range(0, FILES, CHUNK))
def test_any_file_can_be_named_and_none_is_left_half_written(first: int, desk: Path) -> None:
    file = desk / "broken" / "README.md"
    file.parent.mkdir()
    for seed in range(first, first + CHUNK):
        rng = Random(seed)
        data = broken_text(rng)
        file.write_bytes(data)
        command = ("check", "lint", "format", "ask", "format")[seed % 5]
        options = {
            "check": ("--format", rng.choice(("text", "json", "sarif", "github"))),
            "format": rng.choice(((), (), ("--check",), ("--diff",))),
            "ask": rng.choice(((), ("filling",), ("actor=NOR", "--json"), ("--why",))),
        }.get(command, ())
        result = call(command, rng.choice(("broken", "broken/README.md")), *options)
        assert [path.name for path in file.parent.iterdir()] == ["README.md"], seed
        if command == "format" and not options and result.exit_code != 2:
            text = data.decode("utf-8")
            assert file.read_bytes() == format_file("README.md", text).text.encode(), seed
        else:
            assert file.read_bytes() == data, seed


@pytest.mark.parametrize("first", range(0, LINES, CHUNK))
def test_anything_can_be_typed(first: int, desk: Path) -> None:
    for seed in range(first, first + CHUNK):
        rng = Random(seed)
        args = list(rng.choice(TYPED))
        for _ in range(rng.choice((0, 1, 1, 2, 4))):
            mistype(rng, args)
        if all(is_harmless(desk, arg) for arg in args):
            call(*args, stdin="\n".join(rng.choices(("1", "2", "b", "u", "w", "", "x", "1,2", "none", "99"), k=12)))


def mistype(rng: Random, args: list[str]) -> None:
    """Change what is typed in one place."""
    at = rng.randrange(len(args))
    match rng.randrange(6):
        case 0:
            args[at] = rng.choice(ODD)
        case 1:
            args.insert(at + 1, rng.choice((*ODD, *NAMES)))
        case 2 if len(args) > 1:
            del args[at]
        case 3:
            args[at] = rng.choice(rng.choice(TYPED))
        case 4:
            args[0] = rng.choice(list(COMMANDS))
        case _:
            letter = rng.randrange(len(args[at]) + 1)
            args[at] = (
                args[at][:letter] + rng.choice(("", *MARKS, "e", "-", "A")) + args[at][letter + rng.randrange(2) :]
            )


def is_harmless(desk: Path, arg: str) -> bool:
    """Whether a shell can hand it over, and it names no file or folder but those on the desk."""
    try:
        if b"\0" in os.fsencode(arg):
            return False
        path = Path(arg).resolve()
        return not path.exists() or path.is_relative_to(desk / "river")
    except UnicodeEncodeError:
        return False
    except OSError:
        return True
