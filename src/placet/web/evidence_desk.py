"""The desk of stored articles as the pages use it: opened for a visit, what was found out remembered while it holds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, unquote

from starlette.responses import Response

from placet.web.languages import N_
from placet.web.pages import set_preference
from placet.web.refusals import Refused
from placet.web.visit import Visit

if TYPE_CHECKING:
    from placet.evidence.review import Desk

T = TypeVar("T")

REVIEWER_COOKIE = "placet-reviewer"
LONGEST_NAME = 80
MOST_REMEMBERED = 200
"""How many findings are remembered at most while nothing is written to the store."""

NEEDED = ("sqlalchemy", "alembic", "platformdirs", "trafilatura", "spacy")
"""What the part `evidence` brings along, by the packages that its rooms ask for first."""

_LOCK = threading.Lock()


def lacking() -> str:
    """Return the first package that reading and keeping articles needs and that is not installed; empty: none is."""
    return next((name for name in NEEDED if find_spec(name) is None), "")


def check_installed() -> None:
    """Refuse what cannot be done without the part `evidence`.

    Raises:
        Refused: it is not installed.
    """
    name = lacking()
    if name:
        raise Refused(
            N_("the part `evidence` of placet is not installed: `%(name)s` is missing"),
            N_("`pip install 'placet[evidence]'` installs what reading articles needs; then start the pages again."),
            status=409,
            name=name,
        )


def home_of(visit: Visit) -> Path:
    """Return the folder of what is stored."""
    from placet.store import find_home

    return (visit.settings.data or find_home()).absolute()


def is_anything_stored(visit: Visit) -> bool:
    """Say whether there is a store; looking makes none."""
    from placet.store.store import DATABASE

    return (home_of(visit) / DATABASE).is_file()


@contextmanager
def at_desk(visit: Visit, *, makes: bool = False) -> Iterator[Desk]:
    """Open the store and sit down at its desk.

    Args:
        visit: the request.
        makes: make a store where there is none.

    Raises:
        Refused: what is needed is not installed, nothing is stored, or the store or the desk refuses.
    """
    check_installed()
    from placet.evidence.review import Desk
    from placet.evidence.review import Refused as NotDecided
    from placet.store import StoreTrouble, open_store

    if not makes and not is_anything_stored(visit):
        raise Refused(N_("no article is stored"), N_("Add one on the page of sources."), status=404)
    try:
        with open_store(home_of(visit)) as store:
            yield Desk(store)
    except StoreTrouble as trouble:
        raise Refused(trouble.message, trouble.help, status=409) from None
    except NotDecided as trouble:
        raise Refused(trouble.message, trouble.help) from None


def remember(visit: Visit, key: object, make: Callable[[], T]) -> T:
    """Return what `make` finds out of the store, found out once for as long as nothing is written to it."""
    stamp = _stamp(home_of(visit))
    state: Any = visit.request.app.state
    with _LOCK:
        kept: dict[object, Any] = getattr(state, "evidence_kept", {})
        if kept.get("stamp") != stamp:
            kept = {"stamp": stamp}
            state.evidence_kept = kept
        if key in kept:
            found: T = kept[key]
            return found
    made = make()
    with _LOCK:
        if len(kept) > MOST_REMEMBERED:
            # What was looked for once, each time in other words, must not fill the memory.
            kept.clear()
            kept["stamp"] = stamp
        kept[key] = made
    return made


def find_document(desk: Desk, named: str) -> str:
    """Return the full hash of a stored document by the beginning of it.

    Raises:
        Refused: no document's begins so, it was removed, or several do.
    """
    from placet.store import Removed, StoreTrouble

    try:
        return desk.store.documents.find(named)
    except Removed as trouble:
        one = trouble.removal
        raise Refused(
            N_("the article %(title)s was removed on %(day)s by %(who)s: %(why)s")
            if one.why
            else N_("the article %(title)s was removed on %(day)s by %(who)s"),
            N_("The page of sources lists what is stored."),
            status=404,
            title=f"“{one.title}”" if one.title else f"`{one.sha256[:12]}`",
            day=one.day,
            who=one.by,
            why=one.why,
        ) from None
    except StoreTrouble as trouble:
        raise Refused(trouble.message, N_("The page of sources lists what is stored."), status=404) from None


def reviewer(visit: Visit) -> str:
    """Return who decides, as this browser was told; empty: it was not."""
    return clean_name(unquote(str(visit.request.cookies.get(REVIEWER_COOKIE, ""))))


def keep_reviewer(response: Response, name: str) -> None:
    """Keep who decides in this browser."""
    set_preference(response, REVIEWER_COOKIE, quote(clean_name(name)))


def clean_name(name: str) -> str:
    r"""Return a person's name as it is kept.

    >>> clean_name("  Ann \n Brook ")
    'Ann Brook'
    """
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:LONGEST_NAME]


def typed(visit: Visit, name: str, most: int = 5000) -> str:
    """Return what was typed into a field of the form that was sent; a file is none."""
    value = visit.form.get(name) if visit.form is not None else None
    # A browser sends line ends as two characters; the texts have one.
    return value.replace("\r\n", "\n").strip()[:most] if isinstance(value, str) else ""


def typed_all(visit: Visit, name: str) -> tuple[str, ...]:
    """Return all values of a field of the form that was sent."""
    values = visit.form.getlist(name) if visit.form is not None else []
    return tuple(dict.fromkeys(one.strip() for one in values if isinstance(one, str) and one.strip()))


def _stamp(home: Path) -> tuple[tuple[int, int], ...]:
    """Return what is different as soon as anything was written to the database of a store."""
    from placet.store.store import DATABASE

    found = []
    for name in (DATABASE, f"{DATABASE}-wal"):
        try:
            status = (home / name).stat()
            found.append((status.st_mtime_ns, status.st_size))
        except OSError:
            found.append((0, 0))
    return tuple(found)
