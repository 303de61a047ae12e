"""How long each answer took, told in a header of its own where the pages were started with that wish."""

from __future__ import annotations

import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Timing:
    """Puts `Server-Timing` on every answer: the milliseconds from the first sight of a request to its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, and time it."""
        began = time.perf_counter()

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                took_ms = (time.perf_counter() - began) * 1000
                MutableHeaders(scope=message)["Server-Timing"] = f"app;dur={took_ms:.2f}"
            await send(message)

        await self.app(scope, receive, timed if scope["type"] == "http" else send)
