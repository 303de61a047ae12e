"""A page as the program sees it: an address, a handler that returns a view, and the forms it can be had in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import quote

import msgspec
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from placet.show.answer_json import Json, json_text
from placet.web.languages import N_ as N_  # noqa: PLC0414 - pages take it from here
from placet.web.openapi import Operation
from placet.web.refusals import Refused
from placet.web.tables import Table, table_csv, table_value
from placet.web.templates import render
from placet.web.visit import LANGUAGE_COOKIE, THEME_COOKIE, Visit

Form = Literal["html", "json", "csv"]


class View(msgspec.Struct, frozen=True):
    """What a handler returns, whatever the form in which it was asked for.

    Attributes:
        template: the file in `templates/` for the page.
        context: what the template is given, beside what every template has (`templates.py`).
        partial: the template for a request by htmx; empty: the whole page.
        table: what is listed, for CSV, and for JSON where `value` is missing.
        value: the page as plain values, for JSON.
        json: the same as text already.
        address: the page's address in one way of writing; a page asked for in another is sent there, and htmx is told.
        headers: further headers.
        status: the status of the answer.
        reply: an answer that is none of this, as a file to take away.
    """

    template: str = ""
    context: dict[str, Any] = {}
    partial: str = ""
    table: Table | None = None
    value: Json = None
    json: str = ""
    address: str = ""
    headers: dict[str, str] = {}
    status: int = 200
    reply: Any = None


class Page(msgspec.Struct, frozen=True):
    """A page: its address, what answers it, its place in the navigation, its forms.

    Attributes:
        name: how tests and the navigation know it.
        path: its address without a suffix, `{rulebook}` where the rulebook stands.
        handle: takes a visit, returns a view; runs in a thread of its own, so it may reckon and read files.
        title: its name in the navigation (a message, marked with `N_`).
        section: its place in the navigation of a rulebook, one of `app.SECTIONS`; empty: none.
        forms: in which forms it can be had.
        methods: GET, or POST for a write.
        operation: what the description of the API says of its JSON.
        most_bytes: the largest body that is taken; 0: what the settings say.
    """

    name: str
    path: str
    handle: Callable[[Visit], View]
    title: str = ""
    section: str = ""
    forms: tuple[Form, ...] = ("html",)
    methods: tuple[str, ...] = ("GET",)
    operation: Operation | None = None
    most_bytes: int = 0


def respond(visit: Visit, view: View) -> Response:
    """Make the answer of a view in the form that was asked for."""
    response = _response(visit, view)
    response.headers.update(view.headers)
    _keep_preferences(visit, response)
    return response


def _response(visit: Visit, view: View) -> Response:
    if isinstance(view.reply, Response):
        return view.reply
    if visit.suffix == "json":
        if view.json:
            return Response(view.json + "\n", view.status, media_type="application/json")
        value = view.value if view.value is not None or view.table is None else table_value(view.table)
        return Response(json_text(value) + "\n", view.status, media_type="application/json")
    if visit.suffix == "csv":
        if view.table is None:
            raise Refused(N_("there is no table here"), N_("Leave out `.csv`."), status=404)
        named = {"Content-Disposition": attachment(f"{view.table.name}.csv")}
        return Response(table_csv(view.table), view.status, named, media_type="text/csv")
    if view.address and not visit.is_partial and visit.request.method == "GET":
        here = visit.here(lang=None, theme=None)
        if here != view.address:
            kept = visit.request.query_params.get("lang")
            joint = "&" if "?" in view.address else "?"
            return RedirectResponse(view.address + (f"{joint}lang={kept}" if kept else ""), 303)
    template = view.partial if view.partial and visit.is_partial else view.template
    response = HTMLResponse(render(visit, template, view.context), view.status)
    if view.address and visit.is_partial:
        response.headers["HX-Replace-Url"] = view.address
    return response


def _keep_preferences(visit: Visit, response: Response) -> None:
    """Keep a language that was chosen in the address; the theme is kept by `preferences`."""
    asked = visit.request.query_params.get("lang")
    if asked is not None and asked == visit.language.code:
        set_preference(response, LANGUAGE_COOKIE, asked)


def attachment(name: str) -> str:
    """Return the header of a file to take away under a name, whatever letters it has.

    >>> attachment("korea-ask.csv")
    'attachment; filename="korea-ask.csv"'
    """
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_. ") else "_" for letter in name)
    return f'attachment; filename="{plain}"' + (f"; filename*=UTF-8''{quote(name, safe='')}" if plain != name else "")


def set_preference(response: Response, name: str, value: str) -> None:
    """Keep a preference of this browser for a year."""
    response.set_cookie(name, value, max_age=31_536_000, path="/", httponly=True, samesite="strict")


def keep_theme(visit: Visit, theme: str) -> Response:
    """Keep how light the pages are, and go back to the page without the wish in its address."""
    response = RedirectResponse(visit.here(theme=None), 303)
    set_preference(response, THEME_COOKIE, theme)
    return response


def json_refusal(refused: Refused) -> Response:
    """Say what was wrong, as JSON."""
    error = {"message": refused.message, "help": refused.help or None, "code": refused.code or None}
    return JSONResponse({"error": error}, refused.status)
