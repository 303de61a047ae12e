"""What protects the pages: who may ask, from where, how much at once, and what a browser may do with the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from placet.web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No script and no style but the server's own files; nothing from anywhere else; no frame around it."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
READING = ("GET", "HEAD", "OPTIONS")
MOST_QUERY_BYTES = 16_000
MOST_ENCODED_BYTES = 400_000
"""How large a form may be in which letters are written as numbers: it takes a hundred times as much to be read."""
ENCODED = "application/x-www-form-urlencoded"
IMMUTABLE = "public, max-age=31536000, immutable"


class TooLarge(Exception):
    """The body of a request is larger than its address takes."""


class Safety:
    """Refuses foreign hosts, foreign writes and too large bodies, and puts the safe headers on every answer.

    A browser that was led to this address by a foreign name (DNS rebinding) gives itself away by the host it asks for;
    one that a foreign page makes write, by its Origin or by Sec-Fetch-Site, or, if it is old and sends neither, by its
    Referer. A program sends none of them and is let in.
    """

    def __init__(self, app: ASGIApp, settings: Settings, most_bytes: Callable[[str], int]) -> None:
        self.app = app
        self.most_bytes = most_bytes
        named = {*settings.hosts, settings.host} - {"0.0.0.0", "::", ""}  # noqa: S104 - told apart, not bound
        self.hosts = {*LOOPBACK, *(name.lower() for name in named)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self.most_bytes(scope["path"])
        if headers.get("content-type", "").strip().lower().startswith(ENCODED):
            most = min(most, MOST_ENCODED_BYTES)
        refusal = self._refusal(scope, headers, most)
        send = _with_headers(send, scope)
        if refusal is not None:
            status, text = refusal
            await PlainTextResponse(text + "\n", status)(scope, receive, send)
            return
        await self.app(scope, _counted(receive, most), send)

    def _refusal(self, scope: Scope, headers: Headers, most: int) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if _name_of(host) not in self.hosts:
            return 421, "This server does not answer to that name. Ask for it as 127.0.0.1 or localhost."
        if len(scope.get("query_string", b"")) > MOST_QUERY_BYTES:
            return 414, "The address is too long."
        if scope["method"] not in READING and not _is_own_write(headers, host):
            return 403, "A page of another site may not change anything here."
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return 400, "The length of what was sent is not a number."
        if len(length) > 12 or int(length) > most:
            return 413, f"That is too large: at most {most:,} bytes are taken here.{self._other_way(scope, most)}"
        return None

    def _other_way(self, scope: Scope, most: int) -> str:
        """Say how more could be sent, if it could."""
        every = self.most_bytes(scope["path"])
        return f" As multipart/form-data it may be {every:,}." if every > most else ""


_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([\w.-]{1,253}))(?::[0-9]{1,5})?")


def _name_of(host: str) -> str:
    """Return the name in a Host header, without the port; empty: it is written as no browser writes one."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower() if found is not None else ""


def _is_own_write(headers: Headers, host: str) -> bool:
    """Say whether a write comes from a page of this server, or from a program, which says nothing of pages."""
    sites, origins = headers.getlist("sec-fetch-site"), headers.getlist("origin")
    # Only a browser too old for either leaves it to its Referer to say which page makes it write.
    pages = origins if sites or origins else headers.getlist("referer")
    return all(site in ("same-origin", "none") for site in sites) and all(_is_own(page, host) for page in pages)


def _is_own(page: str, host: str) -> bool:
    """Say whether an address, or an Origin, is one of this server."""
    try:
        parts = urlsplit(page)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def _counted(receive: Receive, most: int) -> Receive:
    """Return a `receive` that stops a body that grows too large without having said so."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > most:
            raise TooLarge
        return message

    return counted


def _with_headers(send: Send, scope: Scope) -> Send:
    is_static = scope["path"].startswith("/static/")

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if is_static and message["status"] in (200, 304) and scope.get("query_string", b"").startswith(b"v="):
                headers["Cache-Control"] = IMMUTABLE
            elif not is_static:
                headers.setdefault("Cache-Control", "no-store" if message["status"] >= 400 else "no-cache")
                headers.add_vary_header("Accept-Language, Cookie, HX-Request")
        await send(message)

    return with_headers
