"""A page that says nothing, served as placet's are: `python -m bench.web.bare` prints its address and answers there."""

from __future__ import annotations

import socket

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from placet.web.timing import Timing

PAGE = "<!doctype html><html lang=en><title>bare</title><main><h1>Nothing</h1></main></html>"


def bare_page(_request: Request) -> Response:
    """Answer in a thread of its own, as every page of placet does."""
    return HTMLResponse(PAGE)


def main() -> None:
    """Serve until ended."""
    app = Starlette(routes=[Route("/", bare_page)], middleware=[Middleware(Timing)])
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listener])


if __name__ == "__main__":
    main()
