"""The templates: found, translated, and given what every page needs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from placet import __version__
from placet.diagnostics.hidden import show_hidden
from placet.web.folding import folding_extension
from placet.web.languages import Language, language
from placet.web.words import verdict_names

if TYPE_CHECKING:
    from placet.web.visit import Visit

SENT_BACK = r'<textarea.*?</textarea>|<script.*?</script>|\bvalue="[^"]*"'
"""What of a page goes back to the server, or into a script, as it is."""

MOST_MARKS = 500
"""How many small pieces of markup are kept for one language."""


def render(visit: Visit, template: str, context: dict[str, Any]) -> str:
    """Return a template filled in for a visit.

    Every template has `visit`, `language`, `_` and `ngettext`, `sections` (the navigation), `shown` (what there is of
    the rulebook, or None) and `world` (its last sound version); the filters `date`, `day`, `number`, `listed` and
    `named` (what a verdict or an answer is called); `once` and `drawn`, which keep what is drawn again and again.
    Characters that nobody sees are told by their numbers.
    """
    app = visit.request.app.state
    rulebook = visit.request.path_params.get("rulebook")
    shown = visit.shown if rulebook in visit.worlds.names else None
    given = {
        "visit": visit,
        "language": visit.language,
        "sections": app.sections,
        "shown": shown,
        "world": shown.world if shown is not None else None,
        "page_forms": app.forms_of.get(visit.request.scope.get("page", ""), ()),
        "page_name": visit.request.scope.get("page", ""),
        "section": visit.request.scope.get("section", ""),
        "drawn": _drawn(),
    }
    page = str(_environment(visit.language.code).get_template(template).render({**given, **context}))
    # Nobody should be shown a text that is not what it looks like; what a form sends back stays as it is.
    return show_hidden(page, leave=SENT_BACK)


@cache
def static_address(name: str) -> str:
    """Return the address of a file in `static/`, which changes with what is in it."""
    content = (files("placet.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.blake2b(content, digest_size=6).hexdigest()}"


@cache
def _environment(code: str) -> Environment:
    """Return the templates of one language; translated texts are found once and compiled in."""
    spoken = language(code)
    environment = Environment(
        loader=PackageLoader("placet.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", folding_extension(spoken.catalogue)],
        cache_size=-1,
    )
    environment.install_gettext_callables(
        spoken.catalogue.gettext,
        spoken.catalogue.ngettext,
        newstyle=True,
    )
    environment.globals.update(static=static_address, version=__version__, once=_once())
    environment.filters.update(
        named=lambda kind: verdict_names(spoken).get(kind, kind),
        date=spoken.date,
        day=spoken.day,
        number=spoken.number,
        listed=_marked_list(spoken),
        json=_json,
    )
    return environment


def _once() -> Callable[..., str]:
    """Return what keeps the markup of a macro that depends on nothing but a few words, as a mark or a grade does."""
    kept: dict[tuple[str, ...], str] = {}

    def once(macro: Callable[..., str], *words: str) -> str:
        key = (macro.name, *words)  # type: ignore[attr-defined]  # macros have a name
        markup = kept.get(key)
        if markup is None:
            markup = macro(*words)
            if len(kept) < MOST_MARKS:
                kept[key] = markup
        return markup

    return once


def _drawn() -> Callable[..., str]:
    """Return what keeps, while one page is drawn, the markup of a macro for one thing: `drawn(rule, line)`.

    The macro must make nothing else of the page but of the thing.
    """
    kept: dict[tuple[str, int], str] = {}

    def drawn(macro: Callable[..., str], thing: object) -> str:
        key = (macro.name, id(thing))  # type: ignore[attr-defined]  # macros have a name
        markup = kept.get(key)
        if markup is None:
            # The page's own values hold the thing until it is drawn, so that its identity is its own.
            markup = kept[key] = macro(thing)
        return markup

    return drawn


def _marked_list(spoken: Language) -> Any:  # noqa: ANN401 - a filter of the templates
    def listed(words: list[Any], style: str = "standard") -> Markup:
        # Each piece is made safe before the words between them are set.
        pieces = [str(Markup.escape(word)) for word in words]
        return Markup(spoken.listed(pieces, style))  # noqa: S704 - every piece is escaped above

    return listed


def _json(value: Any) -> str:  # noqa: ANN401 - plain values of any shape
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
