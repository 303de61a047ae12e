"""One journey for each user the pages are for, from the first page by what is seen there to what they came for."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import check_page


def test_a_journalist_finds_since_when_it_is_contested_who_said_what_and_a_footnote_to_cite(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Does Japan need Seoul's consent").click()
    expect(page.locator(".verdict .chip")).to_have_text("contested")
    page.get_by_role("link", name="Over time").click()
    row = page.locator("tbody tr", has_text="25 Oct 2013")
    expect(row.locator(".chip.contested").first).to_be_visible()
    page.get_by_role("link", name="Dossier, to be printed").click()
    note = page.locator(".dossier sup a").first
    number = note.inner_text().strip()
    note.click()
    expect(page).to_have_url(re.compile(rf"#note-{number}$"))
    expect(page.locator(f"#note-{number}")).to_contain_text(re.compile(r"\d{4}"))
    page.get_by_role("link", name="Statements", exact=True).click()
    page.get_by_label("Party").select_option("KOR")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="CSV")).to_have_attribute("href", re.compile(r"party=KOR"))


def test_a_desk_officer_asks_about_a_planned_act_by_keyboard_and_takes_the_answer_away(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.get_by_role("link", name="All questions of korea").click()
    page.get_by_role("link", name="Ask a question of your own").press("Enter")
    page.locator("#c-actor").focus()
    page.keyboard.type("JPN")
    page.keyboard.press("Tab")
    page.keyboard.type("enter")
    page.keyboard.press("Tab")
    still = page.locator(".still")
    expect(still).to_contain_text("Where does it take effect?")
    still.get_by_role("link", name="Where does it take effect?").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("south")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("area=south-korea"))
    expect(page.locator(".changed")).to_contain_text("area")
    page.get_by_role("button", name="Copy: Footnote").press("Enter")
    expect(page.get_by_role("button", name="Copy: Footnote")).to_have_text("Copied")
    assert "korea" in page.evaluate("navigator.clipboard.readText()")


def test_a_secretariat_sees_what_is_in_force_on_a_day_and_reads_its_text(page: Page) -> None:
    page.goto("/korea")
    page.get_by_role("link", name="Instruments", exact=True).click()
    page.get_by_label("In effect on").fill("2014-12-30")
    page.get_by_role("button", name="Show").click()
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="tisa")).to_have_count(1)
    expect(rows.filter(has_text="gsomia-2016")).to_have_count(0)
    expect(page.locator(".tally")).to_contain_text(re.compile(r"in force \d+"))
    rows.get_by_role("link", name="us-jp-1960", exact=True).click()
    expect(page.locator("#d-us-jp-1960")).to_contain_text("us-jp-1960")


def test_an_information_officer_sees_when_the_way_for_a_record_was_opened_and_why(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="May Tokyo's record on a missile of the North go to Seoul?").click()
    expect(page.locator(".verdict .chip")).to_have_text("unregulated")
    page.locator("input[type=date][name=on]").fill("2016-12-01")
    page.locator("input[type=date][name=on]").press("Tab")
    expect(page.locator(".verdict .chip")).not_to_have_text("unregulated")
    expect(page.locator(".changed")).to_contain_text("1 Dec 2016")
    page.locator("#r-JPN details > summary").first.press("Enter")
    expect(page.locator("#r-JPN details").first).to_have_attribute("open", "")
    expect(page.locator("#r-JPN")).to_contain_text("gsomia-2016")


def test_a_logistics_officer_finds_under_which_agreement_goods_may_be_given(page: Page) -> None:
    page.goto("/korea")
    page.get_by_role("link", name="Japan supplies US troops in Japan in a Korean war").click()
    expect(page.locator(".verdict .chip")).to_have_text("agreed")
    page.get_by_role("button", name="Open every line").click()
    expect(page.locator(".readers")).to_contain_text(re.compile("acsa"))
    page.get_by_role("link", name="Map of like situations").click()
    page.get_by_label("Across").select_option("recipient")
    expect(page.locator("table.map-grid .corner")).to_contain_text("recipient")
    expect(page.locator(".legend")).to_contain_text("cell")


def test_an_analyst_puts_statements_in_order_by_keyboard_and_sends_a_short_link_on(
    new_page: Callable[..., Page],
) -> None:
    page = new_page()
    page.goto("/korea/statements")
    page.get_by_role("columnheader", name="Day").get_by_role("link").press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Day")
    page.get_by_label("Party").select_option("KOR")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page).to_have_url(re.compile(r"/korea/statements\?party=KOR&sort=-day$"))
    first = page.locator("tbody tr").first.text_content() or ""
    assert "21 Mar 2023" in first
    colleague = new_page(locale="ja-JP")
    colleague.goto(page.url)
    expect(colleague.locator("th[aria-sort=descending]")).to_contain_text("日")
    assert colleague.locator("tbody tr").count() == page.locator("tbody tr").count()
    page.go_back()
    expect(page.locator("#party")).to_have_value("")
    page.go_forward()
    expect(page.locator("tbody tr").first).to_have_text(first)


def test_on_a_telephone_the_answer_stays_at_hand_while_the_situation_is_filled_in(
    new_page: Callable[..., Page],
) -> None:
    page = new_page()
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/korea/ask?question=signature-001")
    brief = page.locator("#brief")
    expect(brief).to_have_text("contested")
    expect(brief).to_be_in_viewport()
    page.locator("input[type=date][name=on]").fill("1950-01-01")
    page.locator("input[type=date][name=on]").press("Tab")
    expect(brief.locator(".chip")).to_have_class(re.compile(r"\bcontested\b|\bagreed\b|\bopen\b"))
    page.locator("#c-act").scroll_into_view_if_needed()
    expect(brief).to_be_in_viewport()
    page.get_by_role("link", name="To the answer").click()
    expect(page.locator(".verdict")).to_be_in_viewport()
    expect(page.locator(".changed")).to_contain_text("1950")
    check_page(page, "color-contrast", "target-size")


def test_at_360_px_a_map_is_a_list_of_rows_whose_cells_name_their_columns(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/korea/map?question=signature-000")
    row = page.locator("table.map-grid tbody tr").first
    cell = row.locator("td.cell a").first
    name = cell.get_attribute("data-column")
    assert name
    assert name in str(cell.evaluate("(one) => getComputedStyle(one, '::after').content"))
    assert page.evaluate("document.querySelector('.scroll.map').scrollWidth") <= 360
    check_page(page, "color-contrast", "target-size", "scrollable-region-focusable")
    cell.click()
    expect(page).to_have_url(re.compile(r"/korea/ask\?"))


def test_with_forced_colours_the_page_that_is_open_and_what_is_chosen_are_still_told_apart(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(forced_colors="active")
    page.goto("/korea/ask?question=signature-001")

    def colour(where: str, what: str) -> str:
        return str(page.locator(where).first.evaluate(f"(one) => getComputedStyle(one).{what}"))

    here = colour(".sections [aria-current]", "borderBottomColor")
    assert here != colour(".sections a:not([aria-current])", "borderBottomColor")
    chosen = colour(".switches input:checked + span", "backgroundColor")
    assert chosen != colour(".switches input:not(:checked) + span", "backgroundColor")


def test_at_360_px_a_wide_table_is_stacked_and_every_cell_says_its_column(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/korea/instruments")
    row = page.locator("table.stacks tbody tr").first
    expect(row.locator("td").nth(1)).to_have_attribute("data-label", re.compile("Status on"))
    box = row.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.querySelector('.scroll').scrollWidth") <= 360
