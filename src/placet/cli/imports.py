"""`placet import`: make a rulebook of a public table of alliances or of participation in treaties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from placet import __version__
from placet.cli.completion import complete_rulebook
from placet.cli.examples import examples
from placet.cli.session import DAY, open_rulebook, today
from placet.cli.trouble import Ended, Trouble, tell_trouble

if TYPE_CHECKING:
    from placet.datasets.coding import Coding
    from placet.datasets.states import Naming
    from placet.datasets.tables import Fault
    from placet.datasets.untc import Treaty

MOST_TOLD = 20
"""How many faults of a table are told at once."""

Command = TypeVar("Command", bound=Callable[..., Any])
Read = TypeVar("Read")


@click.group(
    "import",
    invoke_without_command=True,
    epilog=examples(
        "placet import atop atop-member-level.csv --out atop",
        "placet import cow alliance_v4.1_by_member.csv --out cow --beside atop",
        "placet import untc treaties/23-1.csv --out treaties",
    ),
)
@click.pass_context
def import_command(context: click.Context) -> None:
    """Make a rulebook of a public table: alliances, or participation in treaties.

    What is made is a folder of text that can be read, amended and asked like any other rulebook. Nothing is written
    unless the whole table can be taken; all that is wrong with it is told at once, with the line.
    """
    if context.invoked_subcommand is None:
        from placet.cli.output import write

        write(context.get_help() + "\n")


def _made(default: str) -> Callable[[Command], Command]:
    """Add the options of every import."""

    def add(command: Command) -> Command:
        for option in (
            click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON."),
            click.option("--force", "is_forced", is_flag=True, help="Replace a folder that an import has made before."),
            click.option(
                "--out",
                default=default,
                show_default=True,
                metavar="FOLDER",
                type=click.Path(),
                help="Where to put it.",
            ),
        ):
            command = option(command)
        return command

    return add


_FILE = click.Path(dir_okay=False, path_type=Path)


@import_command.command(
    "atop",
    short_help="the ATOP table of alliances by member",
    epilog=examples("placet import atop atop-member-level.csv --out atop"),
)
@click.argument("member", metavar="MEMBER.csv", type=_FILE)
@click.option(
    "--names", type=_FILE, metavar="FILE", help="What to call states: a table with `number`, `name`, `letters`."
)
@_made("atop")
def import_atop(member: Path, names: Path | None, out: str, is_forced: bool, as_json: bool) -> None:
    """Make a rulebook of the member-level table of Alliance Treaty Obligations and Provisions.

    Each alliance becomes an instrument with the entry and exit of every member, and each obligation a rule: what a
    member's own row says it owes to the others, with the conditions it hangs on.
    """
    from placet.datasets.atop import read_atop
    from placet.datasets.coding import pages_of

    _check(out, is_forced)
    coding = sound(read_atop(member, today()))
    naming = _naming(names)
    _write_coding(coding, naming, pages_of(coding, naming), out, is_forced, as_json)


@import_command.command(
    "cow",
    short_help="the Correlates of War table of formal alliances",
    epilog=examples("placet import cow alliance_v4.1_by_member.csv --out cow --beside atop"),
)
@click.argument("table", metavar="FILE.csv", type=_FILE)
@click.option(
    "--names", type=_FILE, metavar="FILE", help="What to call states: a table with `number`, `name`, `letters`."
)
@click.option(
    "--beside",
    metavar="RULEBOOK",
    shell_complete=complete_rulebook,
    help="A rulebook made of ATOP: take over its parties, and name its alliances that are the same treaties.",
)
@_made("cow")
def import_cow(table: Path, names: Path | None, beside: str | None, out: str, is_forced: bool, as_json: bool) -> None:
    """Make a rulebook of the formal alliances of the Correlates of War project (4.1, by member or by directed pair).

    It has the same fields as one made of ATOP, so that two coders of the same treaties can be compared.
    """
    from placet.datasets.coding import naming_beside, pages_of
    from placet.datasets.cow import read_cow

    _check(out, is_forced)
    book = open_rulebook(beside) if beside is not None else None
    coding = sound(read_cow(table, book))
    naming = _naming(names)
    if book is not None:
        naming = naming_beside(naming, book)
    _write_coding(coding, naming, pages_of(coding, naming, book), out, is_forced, as_json)


@import_command.command(
    "untc",
    short_help="participation tables of the UN Treaty Collection",
    epilog=examples("placet import untc treaties/23-1.csv --in-force 23-1=1980-01-27"),
)
@click.argument("tables", metavar="FILE.csv...", type=_FILE, nargs=-1, required=True)
@click.option(
    "--index", type=_FILE, metavar="FILE", help="The index of treaties; else `index.csv` beside their folder."
)
@click.option(
    "--declarations",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where declarations and reservations lie; else `declarations` beside the folder of the tables.",
)
@click.option(
    "--in-force",
    "in_force",
    multiple=True,
    metavar="NUMBER=DAY",
    help="When a treaty entered into force; may be repeated.",
)
@click.option("--names", type=_FILE, metavar="FILE", help="What to call participants: a table with `name`, `code`.")
@_made("treaties")
def import_untc(
    tables: tuple[Path, ...],
    index: Path | None,
    declarations: Path | None,
    in_force: tuple[str, ...],
    names: Path | None,
    out: str,
    is_forced: bool,
    as_json: bool,
) -> None:
    """Make a rulebook of participation tables of the United Nations Treaty Collection.

    Whoever ratified, acceded, accepted, approved, succeeded or signed definitively becomes a member from that day; who
    only signed does not. Declarations and reservations become statements.
    """
    from placet.datasets.untc import with_entries_into_force
    from placet.datasets.untc_book import Participants, pages_of_treaties, read_participants

    _check(out, is_forced)
    treaties = _treaties(tables, index, declarations)
    treaties, unknown = with_entries_into_force(treaties, _days(in_force))
    if unknown:
        listed = ", ".join(f"`{treaty.number}`" for treaty in treaties[:12])
        raise Trouble(f"`{unknown[0]}` is the number of no table here", f"The numbers are {listed}.")
    participants = Participants(sound(read_participants(names)) if names is not None else None)
    pages = pages_of_treaties(treaties, participants, today())
    bound = sum(1 for treaty in treaties for each in treaty.participants if each.first("consent") is not None)
    notes = [f"“{column}” of {treaty.file} is not understood" for treaty in treaties for column in treaty.left_out]
    _write(
        out,
        pages,
        is_forced,
        as_json,
        [
            ("read", f"{len(treaties)} {'table' if len(treaties) == 1 else 'tables'}"),
            ("participants", f"{len(participants.parties)}, {bound:,} consents to be bound"),
            ("declarations", f"{sum(len(treaty.declarations) for treaty in treaties):,}"),
        ],
        notes,
        "",
    )


def _treaties(tables: Sequence[Path], index: Path | None, declarations: Path | None) -> list[Treaty]:
    """Read all tables with what lies beside them; what is wrong with any of them is told together."""
    import msgspec

    from placet.datasets.untc import number_of, read_declarations, read_index, read_treaty

    faults: list[Fault] = []
    found: list[Treaty] = []
    by_number: dict[str, Path] = {}
    indexes: dict[Path, Mapping[str, Any]] = {}
    for path in tables:
        number = number_of(path)
        if number in by_number:
            raise Trouble(f"`{path}` and `{by_number[number]}` are the same treaty, {number}", "Name one of them.")
        by_number[number] = path
        listing = index if index is not None else path.resolve().parent.parent / "index.csv"
        if listing not in indexes:
            entries = read_index(listing) if index is not None or listing.is_file() else {}
            indexes[listing] = {} if isinstance(entries, list) else entries
            faults += entries if isinstance(entries, list) else []
        treaty = read_treaty(path, indexes[listing].get(number))
        if isinstance(treaty, list):
            faults += treaty
            continue
        folder = declarations if declarations is not None else path.resolve().parent.parent / "declarations"
        text = folder / f"{path.stem}.txt"
        if text.is_file():
            declared = read_declarations(text)
            if isinstance(declared, list):
                faults += declared
                continue
            treaty = msgspec.structs.replace(treaty, declarations=tuple(declared[0]), empty=tuple(declared[1]))
        found.append(treaty)
    if faults:
        _tell(faults)
    return sorted(found, key=lambda treaty: [int(part) if part.isdigit() else 0 for part in treaty.number.split("-")])


def _days(given: Iterable[str]) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for word in given:
        number, is_pair, day = word.partition("=")
        if not is_pair:
            raise Trouble(f"`{word}` is no NUMBER=DAY", "Write `--in-force 23-1=1980-01-27`.")
        found[number.strip().replace(".", "-").lower()] = DAY.convert(day.strip(), None, None)
    return found


def _naming(names: Path | None) -> Naming:
    from placet.datasets.states import read_naming, usual_naming

    return usual_naming() if names is None else sound(read_naming(names))


def sound(read: Read | list[Fault]) -> Read:
    """Return what was read, or tell all faults and end."""
    if isinstance(read, list):
        _tell(read)
    return read  # type: ignore[return-value]  # a list of faults has ended the command


def _tell(faults: Sequence[Fault]) -> None:
    for fault in faults[:MOST_TOLD]:
        tell_trouble(str(fault), fault.help)
    if len(faults) > MOST_TOLD:
        tell_trouble(
            f"and {len(faults) - MOST_TOLD:,} more of the kind", "Mend the first of them; nothing has been written."
        )
    raise Ended(2)


def _write_coding(
    coding: Coding, naming: Naming, pages: Mapping[str, str], out: str, is_forced: bool, as_json: bool
) -> None:
    from placet.datasets.coding import example_of
    from placet.show.words import counted

    example = example_of(coding, naming)
    question = " ".join(f"{field}={value}" for field, value in example.items() if field != "on")
    columns = coding.left_out
    _write(
        out,
        pages,
        is_forced,
        as_json,
        [("read", f"{counted(coding.rows, 'row')} of {coding.file}"), ("states", str(len(coding.members)))],
        [f"columns that the format does not have: {', '.join(columns)}"] if columns else [],
        f"{question} --on {example['on']}" if example else "",
        [(number, naming.code(number), terms) for number, terms in coding.unlisted(naming).items()],
    )


def _check(out: str, is_forced: bool) -> None:
    from placet.datasets.folder import FolderProblem, check_folder

    try:
        check_folder(Path(out), is_forced=is_forced)
    except FolderProblem as problem:
        raise Trouble(problem.message, problem.help) from None


def _write(
    out: str,
    pages: Mapping[str, str],
    is_forced: bool,
    as_json: bool,
    counts: Sequence[tuple[str, str]],
    notes: Sequence[str],
    question: str,
    unlisted: Sequence[tuple[int, str, int]] = (),
) -> None:
    from placet.cli.output import write, write_page
    from placet.datasets.folder import FolderProblem, UnsoundRulebook, write_folder
    from placet.show.datasets import imported_page
    from placet.show.datasets_json import imported_json

    try:
        made = write_folder(Path(out), pages, is_forced=is_forced)
    except FolderProblem as problem:
        raise Trouble(problem.message, problem.help) from None
    except UnsoundRulebook as problem:
        raise Trouble(str(problem), "Nothing has been written. Please report it, with the table.") from None
    folder = out.rstrip("/") or out
    if as_json:
        write(imported_json(made.rulebook, folder, made.files, counts, notes, unlisted, __version__) + "\n")
        return
    ask = f"placet ask {folder} {question}" if question else f"placet instruments {folder}"
    write_page(imported_page(made.rulebook, folder, made.files, counts, notes, ask, unlisted))
