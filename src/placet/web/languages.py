"""The language of a page: which one a reader wants, its catalogue, and its way with days and numbers."""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from placet.model import Day
from placet.web.settings import LANGUAGES

KEPT_DATES = 20_000
"""How many days a language keeps as they are written: a page may show hundreds, and most of them come again."""

MOST_COUNTED = 100_000
"""Up to where numbers are kept as they are written: a page of files or pages has hundreds of counts."""


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext's tools find messages
    """Mark a message to be translated where it is shown."""
    return message


class Language:
    """A language with its catalogue; everything on a page that is not the rulebook's own word goes through it.

    >>> Language("en").ngettext("%(num)d rule", "%(num)d rules", 2)
    '2 rules'
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.locale = Locale.parse(code)
        self.catalogue = _catalogue(code)
        self._numbers: dict[int, str] = {}
        self._dates: dict[tuple[dt.date, str], str] = {}

    def gettext(self, message: str, **values: object) -> str:
        """Return a message in this language, its `%(name)s` filled in."""
        text: str = self.catalogue.gettext(message)
        return text % values if values else text

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the form of a message that goes with a number, which is `%(num)d` in it."""
        return self.catalogue.ngettext(one, many, number) % {"num": number, **values}

    def date(self, day: dt.date, form: str = "medium") -> str:
        """Write a day; `form` is `short`, `medium`, `long` or `full`.

        >>> Language("en").date(dt.date(2014, 11, 17), "long")
        '17 November 2014'
        """
        known = self._dates.get((day, form))
        if known is None:
            if len(self._dates) >= KEPT_DATES:
                self._dates.clear()
            known = self._dates[day, form] = self._written(day, form)
        return known

    def _written(self, day: dt.date, form: str) -> str:
        if day.year < 1000:
            return day.isoformat()
        if self.code == "en" and form in ("medium", "long"):
            # Without a country: the day first, as treaties and this product's other pages write it.
            return str(format_date(day, "d MMMM y" if form == "long" else "d MMM y", locale=self.locale))
        return str(format_date(day, form, locale=self.locale))

    def moment(self, at: dt.datetime) -> str:
        """Write a moment on this machine's clock."""
        local = at.astimezone()
        return f"{self.date(local.date())}, {local:%H:%M:%S}"

    def day(self, day: Day | None, form: str = "medium") -> str:
        """Write a day that may be uncertain."""
        if day is None:
            return self.gettext("day not known")
        if day.is_certain:
            return self.date(day.earliest, form)
        text = str(day)
        if len(text) == 4:
            return str(format_skeleton("y", day.earliest, locale=self.locale))
        if len(text) == 7:
            return str(format_skeleton("yMMMM", day.earliest, locale=self.locale))
        first, last = self.date(day.earliest, form), self.date(day.latest, form)
        if day.latest - day.earliest == dt.timedelta(days=1):
            return self.gettext("%(first)s or %(last)s", first=first, last=last)
        return self.gettext("some day between %(first)s and %(last)s", first=first, last=last)

    def number(self, number: int | float | Decimal) -> str:
        """Write a number with this language's separators."""
        if isinstance(number, int) and 0 <= number < MOST_COUNTED:
            known = self._numbers.get(number)
            if known is None:
                known = self._numbers[number] = str(format_decimal(number, locale=self.locale))
            return known
        return str(format_decimal(number, locale=self.locale))

    def listed(self, words: Iterable[str], style: str = "standard") -> str:
        """Join words as a sentence of this language does; `style` is `standard` (and) or `or`.

        >>> Language("en").listed(["a", "b", "c"])
        'a, b and c'
        """
        found = [str(word) for word in words]
        if self.code == "en":
            last = "or" if style == "or" else "and"
            return "".join(found) if len(found) < 2 else f"{', '.join(found[:-1])} {last} {found[-1]}"
        return str(format_list(found, style=style, locale=self.locale)) if found else ""


@cache
def language(code: str) -> Language:
    """Return a language by its code, made once."""
    return Language(code)


def choose_language(asked: str | None, kept: str | None, accepted: str) -> str:
    """Return the code of the language to use.

    Args:
        asked: what the address says.
        kept: what was chosen before.
        accepted: the browser's own list, as the header Accept-Language has it.

    >>> choose_language(None, None, "fr, ko-KR;q=0.9, en;q=0.8")
    'ko'
    """
    for code in (asked, kept):
        if code in LANGUAGES:
            return str(code)
    wanted = []
    for at, part in enumerate(accepted[:500].split(",")[:20]):
        tag, _, rest = part.strip().partition(";")
        try:
            quality = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            continue
        code = tag.strip().lower().partition("-")[0]
        if code in LANGUAGES and quality > 0:
            wanted.append((-quality, at, code))
    return min(wanted)[2] if wanted else "en"


def catalogue_text(code: str) -> str:
    """Return the catalogue of a language as it is written; empty where the messages are the text themselves."""
    place = files("placet.web") / "locale" / code / "LC_MESSAGES" / "placet.po"
    return place.read_text("utf-8") if place.is_file() else ""


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    text = catalogue_text(code)
    if not text:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.StringIO(text), locale=code))
    compiled.seek(0)
    return _Catalogue(compiled)


class _Catalogue(gettext.GNUTranslations):
    """A compiled catalogue that finds a word alone also where it is kept with its plural.

    Python learnt that between 3.11.2 (Debian 12) and 3.11.7; before, such a word stays as it is in English.
    """

    def gettext(self, message: str) -> str:
        """The message in this language; as it is, where the catalogue has neither it nor it with a plural."""
        told = super().gettext(message)
        return told if told != message else self.ngettext(message, message, 1)
