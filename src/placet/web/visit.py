"""A visit: one request with everything that a page needs to answer it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from urllib.parse import quote_plus

from starlette.datastructures import FormData
from starlette.requests import Request

from placet.diagnostics import Diagnostic
from placet.language import parse_day
from placet.web.languages import N_, Language, choose_language, language
from placet.web.refusals import Refused, unknown
from placet.web.settings import LANGUAGES, THEMES, Settings
from placet.web.worlds import Shown, World, Worlds

LANGUAGE_COOKIE = "placet-language"
THEME_COOKIE = "placet-theme"
MOST_LETTERS = 2000
"""How long the value of one parameter may be."""


class Visit:
    """One request: whose it is for, in which language, about which rulebook.

    Attributes:
        request: as it came.
        settings: what the pages were started with.
        worlds: the rulebooks.
        form: what a form sent, None where nothing was sent.
        suffix: `html`, `json` or `csv`.
    """

    def __init__(
        self, request: Request, settings: Settings, worlds: Worlds, form: FormData | None = None, suffix: str = "html"
    ) -> None:
        self.request = request
        self.settings = settings
        self.worlds = worlds
        self.form = form
        self.suffix = suffix

    @property
    def is_partial(self) -> bool:
        """Whether only a part of the page is wanted, to be put into the page that is open."""
        headers = self.request.headers
        return bool(headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true")

    @cached_property
    def language(self) -> Language:
        """The language of the page: what the address says, or what was chosen before, or what the browser prefers."""
        request = self.request
        accepted = request.headers.get("accept-language", "")
        return language(
            choose_language(request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE), accepted)
        )

    @property
    def gettext(self) -> Callable[..., str]:
        """Translate a message of the program: `_ = visit.gettext`."""
        return self.language.gettext

    @property
    def theme(self) -> str:
        """How light the page is: `auto`, `light` or `dark`."""
        kept = str(self.request.cookies.get(THEME_COOKIE, "auto"))
        return kept if kept in THEMES else "auto"

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self.settings.day()

    @cached_property
    def shown(self) -> Shown:
        """What there is to show of the rulebook that the address names.

        Raises:
            Refused: there is none of that name.
        """
        name = self.request.path_params["rulebook"]
        if name not in self.worlds.names:
            raise unknown("rulebook", name, self.worlds.names, status=404)
        return self.worlds.show(name)

    @property
    def world(self) -> World:
        """The last sound version of the rulebook that the address names.

        Raises:
            Refused: there is none of that name, or it never was sound.
        """
        if self.shown.world is None:
            name = self.request.path_params["rulebook"]
            raise Refused(
                N_("the rulebook `%(name)s` has errors and cannot be asked"),
                N_("They are listed below; mend the files, and the page will answer."),
                status=409,
                name=name,
            )
        return self.shown.world

    def param(self, name: str) -> str | None:
        """Return a parameter of the address; None where it is missing or empty.

        Raises:
            Refused: it is too long, or stands there twice with different values.
        """
        values = {value.strip() for value in self.request.query_params.getlist(name)} - {""}
        if len(values) > 1:
            raise Refused(N_("`%(name)s` is given twice"), N_("Give it once."), name=name)
        if not values:
            return None
        value = str(values.pop())
        if len(value) > MOST_LETTERS:
            raise Refused(
                N_("`%(name)s` is too long"),
                N_("At most %(most)s characters are taken."),
                name=name,
                most=MOST_LETTERS,
            )
        return value

    def params(self, name: str) -> tuple[str, ...]:
        """Return all values of a parameter that may be repeated, each once."""
        values = self.request.query_params.getlist(name)
        return tuple(dict.fromkeys(value.strip()[:MOST_LETTERS] for value in values if value.strip()))

    def choice(self, name: str, known: Iterable[str], *, kind: str = "") -> str | None:
        """Return a parameter that names one of some known things.

        Raises:
            Refused: it names none of them.
        """
        value = self.param(name)
        listed = list(known)
        if value is not None and value not in listed:
            raise unknown(kind or name, value, listed)
        return value

    def day(self, name: str) -> dt.date | None:
        """Return a parameter that is a day, or `today`.

        Raises:
            Refused: it is none.
        """
        value = self.param(name)
        return None if value is None else self.read_day(name, value)

    def read_day(self, name: str, value: str) -> dt.date:
        """Read a day as it is typed: `2014-11-17`, or `today`."""
        if value == "today":
            return self.today
        found = parse_day(value)
        if isinstance(found, Diagnostic):
            raise Refused(f"{name}: {found.message}", found.help, code=found.code)
        return found

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a parameter that is a whole number.

        Raises:
            Refused: it is none, or too small or too large.
        """
        value = self.param(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit()) or len(value) > 9 or not least <= int(value) <= most:
            raise Refused(
                N_("`%(name)s` is a whole number from %(least)s to %(most)s, not `%(value)s`"),
                N_("Correct it."),
                name=name,
                least=least,
                most=most,
                value=value[:40],
            )
        return int(value)

    def address(self, path: str, **parameters: object) -> str:
        """Return an address: a path within the rulebook (or, with `/` before it, on the server) with parameters.

        None and empty values are left out; several values repeat the name; a parameter that is called like a word of
        Python has `_` behind it.
        """
        rulebook = self.request.path_params.get("rulebook", "")
        base = path if path.startswith("/") else f"/{rulebook}/{path}".rstrip("/")
        return with_parameters(base, {name.rstrip("_"): value for name, value in parameters.items()})

    def here(self, **changes: object) -> str:
        """Return the address of this page with some parameters changed (None: left out)."""
        query = self.request.query_params
        parameters: dict[str, object] = {name: query.getlist(name) for name in query}
        parameters.update(changes)
        return with_parameters(self.request.url.path, parameters)

    def suffixed(self, suffix: str) -> str:
        """Return the address of this page in another form: `json` or `csv`."""
        path, _, query = self.here(lang=None, theme=None).partition("?")
        path = "/index" if path == "/" else path
        return f"{path}.{suffix}" + (f"?{query}" if query else "")

    def language_links(self) -> list[tuple[str, str, str]]:
        """Return code, own name and address of this page for every language."""
        return [(code, name, self.here(lang=code)) for code, name in LANGUAGES.items()]


def with_parameters(path: str, parameters: dict[str, object]) -> str:
    """Return an address with parameters; None and empty ones are left out, several values repeat the name."""
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        values = value if isinstance(value, (list, tuple)) else [value]
        pairs.extend((name, str(one)) for one in values if one is not None and one != "")
    return f"{path}?{'&'.join([f'{_quoted(name)}={_quoted(value)}' for name, value in pairs])}" if pairs else path


@lru_cache(4096)
def _quoted(text: str) -> str:
    """A name or a value as it stands in an address; a page has the same ones in hundreds of links."""
    return quote_plus(text, safe=":,/")
