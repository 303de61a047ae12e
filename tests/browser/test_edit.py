"""A legal adviser edits a rulebook in a browser: finds a rule, errs, mends it, sees the effect, saves, undoes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Serve, check_page, shifts, shoot, take_picture, watch_shifts

SLUICE = "notification to LOW 30 days before"


COPIES = 8
"""How many tests write into a rulebook, each into a copy of its own."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, project: Path, serve: Serve) -> tuple[str, Iterator[Path]]:
    """Return the address of a server with copies of a small rulebook that may be written, and these copies."""
    folder = tmp_path_factory.mktemp("rivers")
    source = project / "rulebooks/examples/river-notice"
    copies = [Path(shutil.copytree(source, folder / f"river-{number}")) for number in range(COPIES)]
    return serve(*copies), iter(copies)


@pytest.fixture
def rulebook(desk: tuple[str, Iterator[Path]]) -> Path:
    """Return a copy that nobody has written into; its folder's name is its part of the address."""
    return next(desk[1])


@pytest.fixture
def adviser(desk: tuple[str, Iterator[Path]], new_page: Callable[..., Page]) -> Page:
    """Return a fresh browser window at the server with the copies."""
    return new_page(base_url=desk[0])


def put(page: Page, old: str, new: str) -> None:
    """Replace a piece of the text in the editor by keyboard: look for it, type over it."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+f")
    page.keyboard.type(old)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.type(new)


def test_a_rule_is_found_edited_mended_looked_at_saved_and_put_back(adviser: Page, rulebook: Path) -> None:
    page, file = adviser, rulebook / "README.md"
    before = file.read_text("utf-8")
    page.goto(f"/{rulebook.name}/text")
    page.get_by_role("searchbox").fill("days before")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    check_page(page)
    page.locator(".found a", has_text="sluice-notice").first.click()
    rule = page.locator("#d-sluice-notice")
    expect(rule.locator(".meaning")).to_contain_text("30 days before")
    shoot(page, "text-file")
    rule.get_by_role("link", name="edit sluice-notice").click()
    expect(page.locator("[data-ready]")).to_be_visible()

    put(page, SLUICE, "notifcation to LOW")
    messages = page.locator("[data-messages]")
    expect(messages).to_be_visible()
    expect(messages).to_contain_text("notifcation")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="What the checker says")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    check_page(page)

    expect(page.locator("[data-ready]")).to_be_visible()
    put(page, "notifcation to LOW", "consent of LOW")
    expect(page.locator("[data-live]")).to_contain_text("No errors")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("tr.new")).to_contain_text("consent of LOW")
    expect(page.locator("tr.gone")).to_contain_text(SLUICE)
    effect = page.locator("section[aria-labelledby=effect]")
    expect(effect).to_contain_text("now asks for consent of LOW")
    assert file.read_text("utf-8") == before
    expect(page.locator("[data-ready]")).to_be_visible()
    shoot(page, "edit-effect")
    page.get_by_role("button", name="Save this text").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert file.read_text("utf-8") == before.replace(SLUICE, "consent of LOW")

    page.get_by_role("link", name="Undo").click()
    expect(page.locator("tr.new")).to_contain_text(SLUICE)
    expect(page.locator("[data-ready]")).to_be_visible()
    page.get_by_role("button", name="Save this text").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert file.read_text("utf-8") == before


def test_what_was_typed_survives_a_reload(adviser: Page, rulebook: Path) -> None:
    adviser.goto(f"/{rulebook.name}/edit?file=README.md")
    expect(adviser.locator("[data-ready]")).to_be_visible()
    adviser.locator(".cm-content").focus()
    adviser.keyboard.press("Control+End")
    adviser.keyboard.type("A sentence more.")
    adviser.reload()
    expect(adviser.locator("[data-live]")).to_contain_text("is back; it is not saved")
    expect(adviser.locator("textarea#text")).to_have_value(re.compile(r"A sentence more\.$"))
    assert "A sentence more." not in (rulebook / "README.md").read_text("utf-8")


def test_names_are_completed_inside_a_block(adviser: Page, rulebook: Path) -> None:
    adviser.goto(f"/{rulebook.name}/edit?file=README.md")
    expect(adviser.locator("[data-ready]")).to_be_visible()
    put(adviser, SLUICE, "notification to UP")
    choice = adviser.locator(".cm-tooltip-autocomplete li", has_text="UPL").first
    expect(choice).to_be_visible()
    adviser.wait_for_timeout(120)
    adviser.keyboard.press("Enter")
    expect(adviser.locator("textarea#text")).to_have_value(re.compile("notification to UPL"))


def test_line_numbers_stand_beside_their_lines_after_the_window_became_narrow(adviser: Page, rulebook: Path) -> None:
    adviser.goto(f"/{rulebook.name}/edit?file=README.md")
    expect(adviser.locator("[data-ready]")).to_be_visible()
    adviser.set_viewport_size({"width": 420, "height": 780})
    adviser.wait_for_function(
        """() => {
          const root = document.querySelector("[data-ready]").shadowRoot;
          const top = (one) => Math.round(one.getBoundingClientRect().top);
          const tops = (found) => [...root.querySelectorAll(found)].map(top);
          const numbers = tops(".cm-lineNumbers .cm-gutterElement").slice(1), lines = tops(".cm-line");
          return lines.length > 10 && lines.every((line, at) => Math.abs(line - numbers[at]) <= 2);
        }"""
    )


@pytest.mark.parametrize("size", [None, NARROW], ids=["wide", "narrow"])
def test_nothing_below_the_editor_moves_when_it_comes_up_or_messages_come(
    adviser: Page, rulebook: Path, size: dict[str, int] | None
) -> None:
    page = adviser
    if size:
        page.set_viewport_size(size)  # type: ignore[arg-type]  # as playwright names them
    watch_shifts(page)
    page.goto(f"/{rulebook.name}/edit?file=README.md", wait_until="commit")
    # A place can be asked for before the styles are there; nobody sees the page so.
    page.wait_for_function(
        """() => document.readyState !== "loading"
          && [...document.querySelectorAll("link[rel=stylesheet]")].every((one) => one.sheet)"""
    )
    check = page.get_by_role("button", name="Check")
    before = check.bounding_box()
    expect(page.locator("[data-ready]")).to_be_visible()
    put(page, SLUICE, "notifcation to LOW")
    expect(page.locator("[data-messages]")).to_be_visible()
    after = check.bounding_box()
    assert before is not None
    assert after is not None
    scrolled = page.evaluate("scrollY")
    assert (after["x"], after["y"] + scrolled) == (before["x"], before["y"])
    assert shifts(page) == []
    # The line that is being typed is not hidden by the messages it drew.
    assert page.locator(".cm-activeLine").evaluate(
        """(line) => {
          const part = line.getRootNode().querySelector(".cm-scroller").getBoundingClientRect();
          const own = line.getBoundingClientRect();
          return own.top >= part.top - 1 && own.bottom <= part.bottom + 1;
        }"""
    )


def test_a_conflict_is_shown_three_ways(adviser: Page, rulebook: Path) -> None:
    file = rulebook / "README.md"
    adviser.goto(f"/{rulebook.name}/edit?file=README.md")
    expect(adviser.locator("[data-ready]")).to_be_visible()
    put(adviser, SLUICE, "notification to LOW 20 days before")
    file.write_text(file.read_text("utf-8").replace(SLUICE, "notification to LOW 40 days before"), "utf-8")
    expect(adviser.locator("[data-live]")).to_contain_text("No errors")
    adviser.get_by_role("button", name="Check").click()
    row = adviser.locator("table.three tr.conflict")
    for days in ("30 days", "20 days", "40 days"):
        expect(row).to_contain_text(days)
    check_page(adviser)
    take_picture(adviser, "edit-conflict")
    adviser.get_by_role("button", name="Go on with mine").click()
    expect(row).to_have_count(0)
    # The editor keeps the place of the field: a click before it is there does not miss.
    adviser.get_by_role("button", name="Save this text").click()
    expect(adviser.get_by_text("Saved.", exact=True)).to_be_visible()
    assert "20 days before" in file.read_text("utf-8")


def test_editing_works_without_script(
    desk: tuple[str, Iterator[Path]], rulebook: Path, new_page: Callable[..., Page]
) -> None:
    page = new_page(base_url=desk[0], java_script_enabled=False)
    page.goto(f"/{rulebook.name}/edit?file=README.md")
    text = page.locator("textarea#text").input_value()
    page.locator("textarea#text").fill(text.replace(SLUICE, "consent of LOW"))
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Save this text").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert "consent of LOW" in (rulebook / "README.md").read_text("utf-8")
    expect(page.locator("h1")).to_be_visible()


def test_the_text_of_a_world_is_readable(page: Page) -> None:
    page.goto("/korea/text?file=entry.md")
    check_page(page)
    take_picture(page, "text-entry")
    page.goto("/korea/text")
    check_page(page)
    take_picture(page, "text-wide")
