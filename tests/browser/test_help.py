"""Help: the tutorial leads to answers, the glossary and the codes can be read; and pages that say no."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import check_page, shoot


def test_the_tutorial_leads_to_the_first_answer(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Help", exact=True).click()
    page.get_by_role("link", name="Ten minutes with the Korea world").click()
    shoot(page, "tutorial")
    page.get_by_role("link", name="Open the question").click()
    expect(page.locator(".verdict .chip")).to_have_text("contested")


def test_the_glossary_and_the_codes_can_be_read(page: Page) -> None:
    page.goto("/help/glossary")
    shoot(page, "glossary")
    page.goto("/help/codes")
    page.get_by_role("link", name="E0301").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("E0301")
    shoot(page, "code")


def test_the_registers_can_be_narrowed(page: Page) -> None:
    page.goto("/korea/statements")
    page.get_by_label("Speaker").select_option("USA")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"/korea/statements\?.*by=USA"))
    shoot(page, "statements")
    page.goto("/korea/instruments?on=2011-01-06")
    shoot(page, "instruments")


def test_a_wrong_address_is_told_in_words(page: Page) -> None:
    page.goto("/korea/ask?acter=USA")
    expect(page.locator("main")).to_contain_text("Did you mean actor?")
    check_page(page)
    page.goto("/korea/nothing")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    shoot(page, "refused")


def test_menus_open_and_close_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.locator("details.menu summary", has_text="Display").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url("/")
    check_page(page)


def test_pages_on_which_no_journey_stops_are_held_to_the_same(page: Page) -> None:
    empty = ("ask", "compare", "timeline", "dossier", "map?on=2014-11-17", "check", "search", "text?q=sluice")
    for address in ("/help", "/help/codes", *(f"/river-notice/{one}" for one in empty)):
        page.goto(address)
        check_page(page)
