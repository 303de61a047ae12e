"""Whatever is kept between two looks, a page shows the files as they are now: the same as pages started afresh."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.web.app import create_app
from placet.web.first import disputes
from placet.web.settings import Settings
from placet.web.worlds import Worlds
from tests.web.conftest import TODAY, make_client
from tests.web.test_worlds import write

EDITS = (
    ("notification to LOW 30 days before", "consent of LOW"),
    ("only when declared", "only when not declared"),
    ("in force from 2001-06-01", "in force from 2014-06-01"),
    ("drought = yes, declared = no", "drought = yes, declared = yes"),
    ("term spared means drought", "term spared means not drought"),
    ("on 2012-07-02", "on 2012-07"),
    ('party LOW "Lowland"', 'party LOW "Lowland"\nparty FAR "Farland"'),
    ("says lowland-2012", "says lowland-2012\n  since 2013-09-01"),
    ("small enough to read", "too small to be read"),
    ("# A river", "\n\n# A river"),
    ("on    2013-08-01", "on    2000-08-01"),
    ('"Closing a sluice"', '"Shutting a sluice"'),
)
"""Edits of a rulebook, each with the words that it takes away and those that it puts there."""

KEEP_ALL = ("small enough to read", "# A river")
"""The edits after which nothing on which an answer hangs is another value."""

PAGES = (
    "/",
    "/river",
    "/river.json",
    "/river/ask?question=dry-summer",
    "/river/ask?actor=UPL&act=close-sluice&drought=yes&declared=no&on=2013-08-01",
    "/river/ask.json?question=dry-summer",
    "/river/map?question=dry-summer&y=drought&x=declared",
    "/river/timeline?question=dry-summer",
    "/river/compare?one=UPL&other=LOW&on=2013-08-01",
    "/river/dossier?question=dry-summer",
    "/river/graph?on=2013-08-01&open=LOW",
    "/river/statements",
    "/river/instruments?on=2013-08-01",
    "/river/text?file=README.md",
    "/river/text?q=sluice",
    "/river/edit/words.json",
    "/river/check",
)


@pytest.fixture
def river(tmp_path: Path, project: Path) -> Path:
    """Return a copy of a small rulebook that may be written."""
    return Path(shutil.copytree(project / "rulebooks" / "examples" / "river-notice", tmp_path / "river"))


def settings(folder: Path) -> Settings:
    return Settings(rulebooks=(str(folder),), only_named=True, today=TODAY, look_again_s=0)


def serve(folder: Path) -> TestClient:
    return make_client(create_app(settings(folder)))


def edited(text: str, edit: tuple[str, str]) -> str:
    assert edit[0] in text
    return text.replace(*edit)


def test_after_every_edit_every_page_is_as_if_the_pages_had_just_been_started(river: Path) -> None:
    page = river / "README.md"
    kept, before = serve(river), {}
    text = page.read_text("utf-8")
    changed = 0
    for edit in EDITS:
        write(page, edited(text, edit))
        fresh = serve(river)
        for address in PAGES:
            shown = kept.get(address)
            assert shown.status_code == 200, (edit, address)
            assert shown.text == fresh.get(address).text, (edit, address)
            changed += before.get(address) != shown.text
            before[address] = shown.text
        write(page, text)
        kept.get("/river")
    assert changed > len(PAGES) * 3, "the edits must change what the pages show"


def test_verdicts_are_taken_over_where_an_edit_cannot_have_changed_them(
    river: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from placet.web import first

    page = river / "README.md"
    text = page.read_text("utf-8")
    found_anew: list[str] = []
    find = first._find_verdict
    monkeypatch.setattr(
        first, "_find_verdict", lambda world, question: (found_anew.append(question.id), find(world, question))[1]
    )
    for edit in EDITS:
        worlds = Worlds(settings(river))
        world = worlds.show("river").world
        assert world is not None
        disputes(world)
        found_anew.clear()
        write(page, edited(text, edit))
        after = worlds.show("river").world
        assert after is not None
        assert after is not world
        shown = disputes(after)
        assert bool(found_anew) == (edit[0] not in KEEP_ALL), edit
        fresh = Worlds(settings(river)).show("river").world
        assert fresh is not None
        assert shown == disputes(fresh), edit
        write(page, text)
