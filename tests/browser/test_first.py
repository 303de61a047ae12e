"""The first page and a rulebook's overview, as somebody sees them who comes for the first time."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import shoot


def test_the_first_page_shows_the_questions_of_the_articles_and_leads_into_ask(page: Page) -> None:
    page.goto("/")
    questions = page.locator(".questions > li")
    expect(questions).to_have_count(5)
    expect(questions.first.locator(".chip")).to_have_text("contested")
    shoot(page, "first")
    questions.first.get_by_role("link").click()
    expect(page).to_have_url("/korea/ask?question=signature-000")


def test_the_overview_lists_all_questions_of_the_rulebook(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="korea", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("korea")
    shoot(page, "overview")


def test_pages_can_be_had_in_korean_and_japanese_and_stay_so(page: Page) -> None:
    page.goto("/?lang=ko")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.goto("/korea")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    shoot(page, "overview-ko")


def test_the_first_page_can_be_read_without_script(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    expect(page.locator(".questions > li")).to_have_count(5)
    expect(page.locator("[data-recent]")).to_be_hidden()
