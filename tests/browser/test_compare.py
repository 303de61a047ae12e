"""Compare and Map in a browser: from the choice of readers to the exact regions, an example, and back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import shoot


def test_an_analyst_finds_where_two_states_part_and_opens_the_example_in_ask(page: Page) -> None:
    page.goto("/korea/compare")
    page.get_by_label("One reader", exact=True).select_option("JPN")
    page.get_by_label("The other reader", exact=True).select_option("USA")
    page.get_by_label("The act happens on", exact=True).fill("2014-11-17")
    page.get_by_text("Only in situations with these facts").click()
    page.get_by_label("What do they do?").select_option("combat-sortie")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("They part on 5 things")).to_be_visible()
    first = page.locator("article.part").first
    expect(first).to_contain_text("consultation with JPN")
    expect(first).to_contain_text("departure is held by JPN alone")
    shoot(page, "compare")
    first.get_by_role("link", name="actor = USA").click()
    expect(page).to_have_url(re.compile(r"/korea/ask\?.*act=combat-sortie"))
    expect(page.locator(".verdict .chip").first).to_be_visible()


def test_the_page_says_that_agreement_was_proved(page: Page) -> None:
    page.goto("/korea/compare?one=USA&other=JPN&on=1900-01-01")
    expect(page.get_by_text("They agree everywhere.")).to_be_visible()
    expect(page.get_by_text("This is proved for all")).to_be_visible()


def test_a_reader_sees_since_when_two_states_part_and_goes_to_that_day(page: Page) -> None:
    page.goto("/korea/compare?one=JPN&other=USA&act=combat-sortie&over=on")
    expect(page.get_by_text("Over time, they part on")).to_be_visible()
    shoot(page, "compare-over-time")
    page.get_by_role("link", name="15 Jul 2014 until").click()
    expect(page.get_by_role("link", name="Two readers", exact=True)).to_have_attribute("aria-current", "true")
    expect(page.get_by_label("The act happens on", exact=True)).to_have_value("2014-07-15")
    expect(page.get_by_text("They part on")).to_be_visible()


def test_an_adviser_sees_what_a_draft_changes_for_whom_and_goes_to_an_example(page: Page) -> None:
    page.goto("/guidelines-clause/compare")
    page.get_by_role("link", name="Two versions").click()
    page.get_by_label("Beside which version").select_option("korea")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="What changed since korea, and for whom")).to_be_visible()
    shoot(page, "compare-versions")
    page.get_by_role("link", name="an example, as it is answered now").first.click()
    expect(page).to_have_url(re.compile(r"/guidelines-clause/ask\?"))


def test_a_map_answers_while_it_is_filled_in_and_every_cell_opens_its_question(page: Page) -> None:
    page.goto("/korea/map?question=signature-004")
    expect(page.locator("table.map-grid")).to_be_visible()
    page.get_by_label("Across").select_option("actor")
    expect(page.locator("table.map-grid .corner")).to_contain_text("actor")
    shoot(page, "map")
    page.locator("td.cell.contested a").first.click()
    expect(page).to_have_url(re.compile(r"/korea/ask\?"))
    expect(page.locator(".verdict .chip.contested")).to_be_visible()
