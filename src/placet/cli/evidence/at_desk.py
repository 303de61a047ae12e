"""What the commands about statements need: the store, who decides, which document is meant, and the time."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from placet.cli.trouble import Trouble
from placet.parts import install_command

if TYPE_CHECKING:
    from placet.evidence.review import Desk

NEEDS = f"`{install_command('evidence')}` installs what reading articles needs"

Command = TypeVar("Command", bound=Callable[..., Any])


@contextmanager
def at_desk() -> Iterator[Desk]:
    """Open the store and sit down at its desk; what is refused is told in words.

    Raises:
        Trouble: the store cannot be opened, what is asked for is not there, or a decision is refused.
    """
    from placet.store import StoreTrouble, open_store

    try:
        from placet.evidence.review import Desk, Refused

        opened = open_store()
    except ModuleNotFoundError as error:
        raise Trouble(f"the package `{error.name}` is not installed", f"{NEEDS}.") from None
    except StoreTrouble as error:
        raise Trouble(error.message, error.help) from None
    with opened:
        try:
            yield Desk(opened)
        except (StoreTrouble, Refused) as error:
            raise Trouble(error.message, error.help) from None


def find_document(desk: Desk, named: str) -> str:
    """Return the full hash of the document that is meant: by its file's name, or the beginning of its hash or its name.

    Raises:
        Trouble: none is, several are, or nothing is stored at all.
    """
    from placet.store import Removed, StoreTrouble

    stored = desk.store.documents.list()
    listed = [one for one in stored if one.name == named] or [one for one in stored if _file(one.name) == named]
    if len(listed) == 1:
        return listed[0].sha256
    if listed:
        hashes = ", ".join(f"`{one.sha256[:12]}`" for one in listed)
        raise Trouble(f"several documents are called `{named}`", f"Name one by its hash: {hashes}.")
    try:
        return desk.store.documents.find(named)
    except StoreTrouble as error:
        begun = [one for one in stored if named.strip() and _file(one.name).casefold().startswith(named.casefold())]
        if len(begun) == 1:
            return begun[0].sha256
        if begun:
            names = ", ".join(f"`{_file(one.name)}`" for one in begun[:5])
            more = f" and {len(begun) - 5} more" if len(begun) > 5 else ""
            raise Trouble(f"several documents' files begin with `{named}`", f"There is {names}{more}.") from None
        if isinstance(error, Removed):
            raise
        if not stored:
            raise nothing_stored() from None
        if any(one.sha256.startswith(named.lower()) for one in stored):
            raise Trouble(error.message, error.help) from None
        raise Trouble(
            f"there is no document `{named}`",
            "Give the beginning of its file's name, or at least four digits of its hash; `placet evidence list` "
            "shows them.",
        ) from None


def nothing_stored() -> Trouble:
    """Return the trouble that there is no article to look at."""
    return Trouble("no article is stored", "`placet evidence add FILE` stores one.")


def who(by: str | None) -> str:
    """Return who decides: the one who is named, or the name that git knows, or that of the machine's account.

    Raises:
        Trouble: nobody is known.
    """
    for name in (by, os.environ.get("PLACET_REVIEWER"), _name_in_git(), _account()):
        if name and name.strip():
            return " ".join(name.split())
    raise Trouble("it is not known who decides", "Give `--by NAME`, or set PLACET_REVIEWER.")


def now() -> dt.datetime:
    """Return the time at which something is decided."""
    return dt.datetime.now(dt.UTC)


def by_option(command: Command) -> Command:
    """Add `--by` to a command."""
    return click.option(
        "--by",
        metavar="NAME",
        help="Who decides.  [default: PLACET_REVIEWER, or the name git knows, or the account's]",
    )(command)


def complete_statement(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the statements that are stored, by their ids."""
    try:
        with at_desk() as desk:
            stored = desk.store.statements.standing()
    except Trouble:  # nobody who completes a word wants to read what is wrong with a store
        return []
    return [
        CompletionItem(one.id, help=f"{one.status}: {one.statement.stance}")
        for one in stored
        if one.id.startswith(incomplete)
    ]


def complete_document(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the documents that are stored, by name and by the beginning of the hash."""
    try:
        with at_desk() as desk:
            listed = desk.store.documents.list()
    except Trouble:
        return []
    files = {one.sha256: _file(one.name) for one in listed}
    names = [CompletionItem(file, help=sha256[:12]) for sha256, file in files.items() if file.startswith(incomplete)]
    hashes = [one for one in listed if incomplete and one.sha256.startswith(incomplete)]
    return names + [CompletionItem(one.sha256[:12], help=one.name) for one in hashes]


def _file(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _name_in_git() -> str:
    if shutil.which("git") is None:
        return ""
    try:
        done = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False)  # noqa: S607 - the git that the person uses
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
