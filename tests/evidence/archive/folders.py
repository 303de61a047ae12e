"""Make folders of small articles of own writing, good ones and bad ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from placet.evidence.archive import run as running

PLACES = ("Harbour", "Valley", "Coast", "Island", "River", "Plain")
TITLES = ("Defense Minister", "Foreign Minister", "President", "Prime Minister")
NAMES = ("John Brown", "Ann Reed", "Kim Min-su", "Taro Mori", "Lena Vogt")
STATES = ("South Korea", "Japan", "the United States", "China", "France")


def page(rng: Random) -> bytes:
    """Return a page with a few statements."""
    name, title, state = rng.choice(NAMES), rng.choice(TITLES), rng.choice(STATES)
    place, day = rng.choice(PLACES), rng.randrange(1, 28)
    paragraphs = [
        f"{title} {name} said on Monday that {state} would not send troops without consent.",
        f'"We were asked on June {day}," a senior official told reporters in {place} City. "Nothing is decided."',
        f"The foreign ministry of {state} denied that any agreement had been reached about the {place} crossing.",
        f"Trucks wait at the {place} bridge, which opened {day} years ago and carries most of the grain.",
    ]
    rng.shuffle(paragraphs)
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<html lang="en"><head><title>{place} crossing {day}</title>'
        f'<meta property="article:published_time" content="2014-11-{day:02d}T08:00:00+09:00"></head>'
        f"<body><article><h1>{place} crossing {day}</h1>{body}</article></body></html>"
    ).encode()


def make_folder(folder: Path, count: int, seed: int = 1) -> Path:
    """Return a folder with so many pages, some of them in folders of their own."""
    rng = Random(seed)
    for number in range(count):
        path = folder / ("" if number % 3 else f"{number % 2}") / f"{number:05d}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page(rng))
    return folder


def add_odd_files(folder: Path) -> Path:
    """Put beside them what is no article, or one that is unlike the others."""
    (folder / "00000-empty.html").write_bytes(b"")
    (folder / "binary.html").write_bytes(bytes(range(256)) * 20)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing follows")
    (folder / "_scored.txt").write_text(
        "국방부 관계자는 “결정된 바 없다”고 말했다. 협의는 계속된다고 덧붙였다.", "utf-8"
    )
    (folder / "ja.txt").write_text("防衛省幹部は「決まっていない」と述べた。協議は続くと説明した。", "utf-8")
    (folder / "odd, name\n.txt").write_text('The mayor said "no\n\nand "yes" to the plan of the council.', "utf-8")
    (folder / ".hidden.html").write_bytes(b"<p>The mayor said no.</p>")
    (folder / "style.css").write_bytes(b"p {}")
    return folder


def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without further processes: quicker, where it is not processes that are tested."""

    class Here(Executor):
        def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> Future:  # type: ignore[override,type-arg]
            future: Future[object] = Future()
            future.set_result(fn(*args, **kwargs))
            return future

    @contextmanager
    def here(count: int) -> Iterator[Executor]:
        yield Here()

    monkeypatch.setattr(running, "reading_processes", here)
