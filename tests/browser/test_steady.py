"""Nothing moves under a finger: not while a page comes up, and not when a part of it is swapped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, shifts, watch_shifts

ASKED = "question=signature-000"
PAGES = ("/", f"/korea/ask?{ASKED}", f"/korea/map?{ASKED}", "/korea/graph", f"/korea/timeline?{ASKED}")


@pytest.mark.parametrize("size", [None, NARROW], ids=["wide", "narrow"])
def test_a_page_stays_where_it_is_while_its_script_comes(page: Page, size: dict[str, int] | None) -> None:
    if size:
        page.set_viewport_size(size)  # type: ignore[arg-type]  # as playwright names them
    watch_shifts(page)
    for address in PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok
        assert shifts(page) == [], address


@pytest.mark.parametrize("size", [None, NARROW], ids=["wide", "narrow"])
def test_the_field_that_was_changed_stays_under_the_finger_when_the_answer_comes(
    new_page: Callable[..., Page], size: dict[str, int] | None
) -> None:
    page = new_page()
    if size:
        page.set_viewport_size(size)  # type: ignore[arg-type]  # as playwright names them
    page.goto("/korea/ask")
    page.locator("#c-actor").select_option("JPN")
    expect(page.locator(".still")).to_be_visible()
    field = page.locator("#c-act")
    field.scroll_into_view_if_needed()
    before = field.bounding_box()
    field.select_option("enter")
    expect(page.locator(".changed")).to_contain_text("act")
    after = field.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 1
