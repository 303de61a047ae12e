"""A live server, a browser that may go nowhere else, and what every page is held to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SCREENS = Path(__file__).resolve().parents[2] / ".cache" / "screens"
TALLEST = int(os.environ.get("PLACET_SCREENS") or 1600)
"""How far down a picture of a page reaches, in pixels; a long one takes most of a second, so ask for it."""

NARROW, WIDE = {"width": 360, "height": 780}, {"width": 1280, "height": 860}

Serve = Callable[..., str]


def find_chromium() -> str:
    """Return where the browser is; without one, skip, or fail where one is required."""
    found = os.environ.get("PLACET_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        if os.environ.get("PLACET_BROWSER") == "required":
            pytest.fail("PLACET_BROWSER=required, and there is no chromium on the path")
        pytest.skip("there is no chromium on the path (on Debian: apt install chromium)")
    return found


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return a function that starts the pages with some rulebooks and returns their address."""
    started: list[subprocess.Popen[str]] = []

    def start(*rulebooks: str | Path) -> str:
        folder = tmp_path_factory.mktemp("data")
        command = [sys.executable, "-m", "placet", "serve", "--port", "0", *map(str, rulebooks)]
        env = {**os.environ, "PLACET_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        started.append(server)
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        return address.rstrip("/")

    yield start
    for server in started:
        server.terminate()
        server.wait(10)
        assert server.stdout is not None
        server.stdout.close()


@pytest.fixture(scope="session")
def address(serve: Serve) -> str:
    """Return the address of a server with the rulebooks that ship."""
    return serve()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser, started once."""
    chromium = find_chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


class Watched:
    """What a browser must not do on any page: complain, fail, or ask another host for anything."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.complaints: list[str] = []
        context.route("**/*", self._let_through)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))

    def _let_through(self, route: Route, request: Request) -> None:
        if request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.complaints.append(f"asked elsewhere: {request.url}")
            route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        is_status = "Failed to load resource: the server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not is_status:
            self.complaints.append(f"{message.type}: {message.text}")


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a fresh browser window; at the end nothing may have gone wrong in any."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def new(**options: object) -> Page:
        base = str(options.pop("base_url", address))
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(base_url=base, viewport=WIDE, **options)  # type: ignore[arg-type]  # as playwright names them
        context.set_default_timeout(10_000)
        opened.append((context, Watched(context, base)))
        return context.new_page()

    yield new
    complaints = [complaint for _, watched in opened for complaint in watched.complaints]
    for context, _ in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Return a fresh browser window."""
    return new_page()


def check_page(page: Page, *rules: str) -> None:
    """Hold a page to axe (all of its rules, or some): nothing serious; and to its width: nothing sticks out."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
    grave = [
        f"{one['id']} ({one['impact']}): {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical", "moderate")
    ]
    assert grave == []
    sticks_out = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sticks_out <= 0, f"the page is {sticks_out} px wider than the window"


def watch_shifts(page: Page) -> None:
    """Note from now on, on every page that is opened, what moves by itself while somebody may be about to click."""
    page.add_init_script(
        """globalThis.shifts = [];
        const named = (source) => source.node?.nodeType === 1 ? source.node.outerHTML.slice(0, 80) : "";
        new PerformanceObserver((list) => {
          for (const one of list.getEntries()) {
            if (one.hadRecentInput || one.value < 0.001) continue;
            globalThis.shifts.push([one.value.toFixed(4), ...one.sources.map(named)].join(" "));
          }
        }).observe({ type: "layout-shift", buffered: true });"""
    )


def shifts(page: Page) -> list[str]:
    """Return what has moved by itself on a page, by a thousandth of the window or more: how much, and what."""
    # An observer is told after the next picture.
    page.evaluate(
        """() => new Promise((done) =>
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))"""
    )
    found: list[str] = page.evaluate("globalThis.shifts")
    return found


def take_picture(page: Page, name: str) -> None:
    """Take a picture of a page from its head on, as far as somebody looks: of a long page the whole takes seconds."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    width, height = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    part = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True, clip=part)


def shoot(page: Page, name: str) -> None:
    """Take pictures of a page as it is: wide, dark, at 360 px and printed.

    The wide one is held to all that pages are held to, the others to what can differ there.
    """

    def picture(kind: str, *rules: str) -> None:
        check_page(page, *rules)
        take_picture(page, f"{name}-{kind}")

    picture("wide")
    page.emulate_media(color_scheme="dark")
    picture("dark", "color-contrast")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    picture("narrow", "scrollable-region-focusable", "target-size")
    page.set_viewport_size(WIDE)
    page.emulate_media(media="print")
    take_picture(page, f"{name}-print")
    page.emulate_media(media="screen")
