"""The application: every page at its address, what answers when something is wrong, and what guards it all."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from placet.engine import DiagramTooLarge
from placet.web import (
    ask,
    check,
    compare,
    dossier,
    edit,
    export,
    first,
    graph,
    help_pages,
    map,  # noqa: A004 - pages are named for what they show
    records,
    review,
    search,
    source,
    sources,
    text,
    timeline,
)
from placet.web.languages import N_
from placet.web.openapi import describe
from placet.web.pages import Page, json_refusal, keep_theme, respond
from placet.web.refusals import Refused
from placet.web.safety import Safety, TooLarge
from placet.web.serving import prepare
from placet.web.settings import THEMES, Settings
from placet.web.templates import render
from placet.web.timing import Timing
from placet.web.visit import Visit
from placet.web.worlds import Worlds

log = logging.getLogger("placet.web")

PAGES: tuple[Page, ...] = (
    *first.PAGES,
    *ask.PAGES,
    *compare.PAGES,
    *map.PAGES,
    *timeline.PAGES,
    *dossier.PAGES,
    *graph.PAGES,
    *sources.PAGES,
    *source.PAGES,
    *search.PAGES,
    *review.PAGES,
    *export.PAGES,
    *records.PAGES,
    *text.PAGES,
    *edit.PAGES,
    *check.PAGES,
    *help_pages.PAGES,
)
"""Every page there is."""

SECTIONS = (
    *("ask", "compare", "map", "timeline", "text", "sources", "review"),
    *("statements", "instruments", "graph", "dossier", "check"),
)
"""The order of the navigation."""

MOST_PARTS = 2000
"""How many fields a form that is sent may have."""

MOST_PART_BYTES = 1024 * 1024
"""How large one field of a form may be, where a page does not take more."""

Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(settings: Settings | None = None) -> Starlette:
    """Return the application.

    Example:
        >>> app = create_app(Settings(rulebooks=("korea",), only_named=True))
        >>> app.state.worlds.names
        ('korea',)
    """
    settings = settings or Settings()
    limits = [(_pattern(page.path), page.most_bytes) for page in PAGES if page.most_bytes]

    def most_bytes(path: str) -> int:
        return next((most for pattern, most in limits if pattern.fullmatch(path)), settings.max_body_bytes)

    # A suffix is no part of the last name in an address, so forms with one are looked for first; and `help` is no
    # rulebook, so addresses without a rulebook come before those with one.
    ordered = sorted(PAGES, key=lambda page: page.path.startswith("/{rulebook}"))
    routes: list[Route | Mount] = [Route("/openapi.json", _describe, name="openapi")]
    for suffix in ("json", "csv", "html"):
        routes.extend(_route(page, suffix) for page in ordered if suffix in page.forms)
    routes.append(Mount("/static", StaticFiles(packages=[("placet.web", "static")]), name="static"))
    worlds = Worlds(settings)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        # The first to come should not wait for what every visitor needs.
        threading.Thread(target=prepare, args=(worlds, settings.day()), daemon=True).start()
        yield

    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[
            *([Middleware(Timing)] if settings.tells_time else []),
            Middleware(Safety, settings=settings, most_bytes=most_bytes),
            Middleware(GZipMiddleware, minimum_size=800, compresslevel=5),
        ],
        exception_handlers={
            Refused: _refused,
            HTTPException: _no_page,
            TooLarge: _too_large,
            DiagramTooLarge: _too_unknown,
            Exception: _fault,
        },
    )
    app.router.redirect_slashes = True
    app.state.settings = settings
    app.state.worlds = worlds
    app.state.sections = [
        (page.section, page.title, page.path.removeprefix("/{rulebook}/"))
        for section in SECTIONS
        for page in PAGES
        if page.section == section and page.title
    ]
    app.state.forms_of = {page.name: page.forms for page in PAGES}
    return app


def _route(page: Page, suffix: str) -> Route:
    path = page.path if suffix == "html" else f"{'/index' if page.path == '/' else page.path}.{suffix}"
    name = page.name if suffix == "html" else f"{page.name}.{suffix}"
    return Route(path, _endpoint(page, suffix), methods=list(page.methods), name=name)


def _endpoint(page: Page, suffix: str) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        request.scope["page"], request.scope["section"], request.scope["suffix"] = page.name, page.section, suffix
        form = (
            await request.form(max_files=20, max_fields=MOST_PARTS, max_part_size=page.most_bytes or MOST_PART_BYTES)
            if request.method == "POST"
            else None
        )
        try:
            visit = Visit(request, request.app.state.settings, request.app.state.worlds, form, suffix)
            return await run_in_threadpool(_answer, page, visit)
        finally:
            if form is not None:
                await form.close()

    return endpoint


def _answer(page: Page, visit: Visit) -> Response:
    theme = visit.request.query_params.get("theme")
    if theme in THEMES and visit.suffix == "html" and visit.request.method == "GET":
        return keep_theme(visit, theme)
    return respond(visit, page.handle(visit))


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + r"(?:\.\w+)?")


def _describe(_request: Request) -> Response:
    described = [
        (f"{'/index' if page.path == '/' else page.path}.json", page.methods, page.operation)
        for page in PAGES
        if page.operation is not None
    ]
    return JSONResponse(describe(described))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return await run_in_threadpool(_tell, request, error)


async def _no_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        refused = Refused(N_("there is no page at this address"), N_("The first page lists what there is."), status=404)
    elif error.status_code == 405:
        refused = Refused(
            N_("this page cannot be asked for in this way"), N_("Open its address in a browser."), status=405
        )
    else:
        refused = Refused(str(error.detail)[:300] or N_("this cannot be answered"), status=error.status_code)
    response = await run_in_threadpool(_tell, request, refused)
    response.headers.update(error.headers or {})
    return response


async def _too_large(request: Request, _error: Exception) -> Response:
    return await run_in_threadpool(
        _tell, request, Refused(N_("what was sent is too large"), N_("Send less."), status=413)
    )


async def _too_unknown(request: Request, _error: Exception) -> Response:
    help = N_("Give more facts; the form shows which there are.")
    refused = Refused(N_("too much is unknown for an exact answer"), help, status=422)
    return await run_in_threadpool(_tell, request, refused)


async def _fault(request: Request, error: Exception) -> Response:
    log.error("a fault of the program at %s", request.url.path, exc_info=error)
    refused = Refused(
        N_("something went wrong in the program"),
        N_("Nothing was changed. The server's own log tells more."),
        status=500,
    )
    return await run_in_threadpool(_tell, request, refused)


def _tell(request: Request, refused: Refused) -> Response:
    """Say what was wrong in the form that was asked for; a page that is broken itself is told in plain text."""
    accepts = request.headers.get("accept", "")
    suffix = request.scope.get("suffix") or request.url.path.rpartition(".")[2]
    if suffix in ("json", "csv") or (accepts.startswith("application/json")):
        return json_refusal(refused)
    visit = Visit(request, request.app.state.settings, request.app.state.worlds)
    try:
        page = render(
            visit, "refused_part.html" if visit.is_partial else "refused.html", {"refused": refused, "page_forms": ()}
        )
    except Exception:  # whatever broke the page may break this one too: then plain text, and the log tells why
        log.exception("the page that tells of a fault cannot be shown")
        return PlainTextResponse(f"{refused.message}\n{refused.help}\n", refused.status)
    return HTMLResponse(page, refused.status)
