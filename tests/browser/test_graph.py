"""The graph in a browser: few things first, more on a click, another day, and the table that says the same."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import shoot


def test_an_analyst_opens_a_state_and_slides_back_in_time(page: Page) -> None:
    page.goto("/korea/graph?on=2016-12-01")
    box = page.locator("#graph")
    expect(box).to_have_attribute("data-nodes", re.compile(r"^\d+$"))
    few = int(box.get_attribute("data-nodes") or 0)
    assert 3 < few < 25
    page.get_by_role("link", name="more at us-jp-1960").click()
    expect(page).to_have_url(re.compile("open=us-jp-1960"))
    expect(page.locator("tr#base-use")).to_contain_text("stands in")
    shoot(page, "graph")
    expect(page.locator("tr#gsomia-2016")).to_be_visible()
    page.get_by_label("On", exact=True).fill("2014-11-17")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tr#gsomia-2016")).to_have_count(0)
    expect(page.locator("tr#base-use")).to_be_visible()


def test_a_click_in_the_picture_opens_what_was_clicked(page: Page) -> None:
    page.goto("/korea/graph?on=2016-12-01")
    expect(page.locator("#graph")).to_have_attribute("data-nodes", re.compile(r"^\d+$"))
    before = int(page.locator("#graph").get_attribute("data-nodes") or 0)
    middle = page.locator("#graph").evaluate(
        "box => { const node = box._cyreg.cy.getElementById('JPN'); const at = node.renderedPosition();"
        " const edge = box.getBoundingClientRect(); return [edge.left + at.x, edge.top + at.y]; }"
    )
    page.mouse.click(*middle)
    expect(page).to_have_url(re.compile("open=JPN"))
    expect(page.get_by_role("row", name=re.compile("JPN.pm")).first).to_be_visible()
    assert int(page.locator("#graph").get_attribute("data-nodes") or 0) > before
