"""Ask: filled in by mouse, by keyboard alone, and without script; the answer follows every change."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import check_page, shoot

FIRST = "/korea/ask?question=signature-000"


def test_the_answer_follows_a_fact_and_says_what_it_changed(page: Page) -> None:
    page.goto(FIRST)
    expect(page.locator(".verdict .chip")).to_have_text("contested")
    shoot(page, "ask")
    page.locator("#f-provoked input[value=no]").check()
    expect(page.locator(".changed")).to_contain_text("provoked")
    expect(page).to_have_url(re.compile(r"/korea/ask\?question=signature-000&provoked=no$"))
    page.reload()
    expect(page.locator("#f-provoked input[value=no]")).to_be_checked()
    check_page(page)


def test_the_proof_opens_from_requirement_to_source(page: Page) -> None:
    page.goto(FIRST)
    card = page.locator("#r-JPN")
    card.locator("details.need > summary").click()
    card.locator("details.rule > summary").first.click()
    card.locator("details.reading > summary").first.click()
    statement = card.locator("details.statement").first
    statement.locator("summary").click()
    expect(statement).to_contain_text("¶")
    shoot(page, "ask-proof")


def test_a_slider_moves_the_day_and_the_answer_with_it(page: Page) -> None:
    page.goto(FIRST)
    slider = page.locator("[data-slider=known] input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("input[type=date][name=known]")).not_to_have_value("")
    expect(page).to_have_url(re.compile("known="))
    expect(page.locator(".verdict .chip")).not_to_have_text("contested")


def test_ask_can_be_used_by_keyboard_alone(page: Page) -> None:
    page.goto("/korea/ask")
    page.locator("#c-actor").focus()
    page.keyboard.type("USA")
    page.keyboard.press("Tab")
    page.keyboard.type("combat")
    page.keyboard.press("Tab")
    expect(page.locator(".verdict .chip")).to_be_visible()
    expect(page).to_have_url(re.compile(r"actor=USA&act=combat-sortie"))


def test_ask_works_without_script_by_a_button(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(FIRST)
    page.locator("#f-provoked input[value=no]").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".changed")).to_contain_text("provoked")
    expect(page.locator(".verdict .chip")).to_be_visible()


def test_a_set_is_filled_in_by_ticks_and_none_excludes_the_rest(page: Page) -> None:
    page.goto(FIRST)
    page.locator("#f-attacked summary").click()
    page.locator("#f-attacked input[value=KOR]").check()
    expect(page).to_have_url(re.compile("attacked=KOR"))
    expect(page.locator("#s-attacked")).to_have_text("KOR")
    page.locator("#f-attacked input[value=none]").check()
    expect(page.locator("#f-attacked input[value=KOR]")).not_to_be_checked()
    expect(page).to_have_url(re.compile(r"signature-000$"))


def test_the_last_question_is_found_again_on_the_first_page(page: Page) -> None:
    page.goto(FIRST)
    page.goto("/")
    place = page.locator("[data-recent]")
    expect(place).to_be_visible()
    expect(place.get_by_role("link")).to_have_attribute("href", "/korea/ask?question=signature-000")


def test_going_back_shows_the_page_before(page: Page) -> None:
    page.goto("/korea")
    page.goto(FIRST)
    page.locator("#f-provoked input[value=no]").check()
    expect(page.locator(".changed")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("korea")


def test_a_day_that_is_none_is_told_beside_the_form(page: Page) -> None:
    page.goto("/korea/ask?actor=USA&on=2015-01-01")
    page.locator("#on").fill("")
    page.locator("#on").dispatch_event("change")
    expect(page.locator("#answer .verdict, #answer .refused").first).to_be_visible()
    check_page(page)


def test_a_fact_given_before_the_scripts_are_there_is_answered_too(page: Page) -> None:
    page.goto("/korea/ask", wait_until="commit")
    page.locator("#c-actor").select_option("JPN")
    expect(page.locator(".verdict .chip")).to_be_visible()
    expect(page).to_have_url(re.compile("actor=JPN"))
