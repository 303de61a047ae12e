"""The dossier in a browser: from the list to a question, its footnotes, and the paper."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import shoot


def test_a_legal_adviser_reads_what_is_contested_and_follows_a_footnote(page: Page) -> None:
    page.goto("/korea/dossier")
    page.get_by_role("link", name=re.compile("Must Washington ask Tokyo before it fights for Korea")).click()
    expect(page.get_by_role("heading", name="Common ground")).to_be_visible()
    contested = page.locator("h2:has-text('Contested') + ul")
    expect(contested).to_contain_text("consultation with JPN")
    expect(contested).to_contain_text("USA.dod does not ask for it")
    shoot(page, "dossier")
    contested.get_by_role("link", name=re.compile("footnote")).first.click()
    note = page.locator(".footnotes li:target")
    expect(note).to_be_visible()
    expect(note).to_contain_text("Abe")


def test_a_point_in_dispute_has_its_own_dossier(page: Page) -> None:
    page.goto("/korea/dossier")
    page.locator(".cards a").first.click()
    expect(page.get_by_role("heading", name="Who said what")).to_be_visible()
    shoot(page, "dossier-point")
