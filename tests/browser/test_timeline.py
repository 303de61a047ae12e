"""The timeline in a browser: a question chosen, its changes seen, one of them opened, both axes."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import shoot


def test_a_journalist_sees_when_the_answers_changed_and_opens_the_day_before_the_dispute(page: Page) -> None:
    page.goto("/korea/timeline")
    page.get_by_label("Question").select_option("signature-000")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".row.of-verdict .bar.contested")).to_have_count(1)
    expect(page.locator(".row.of-instrument .bar.in-force").first).to_be_visible()
    expect(page.locator(".track path.said").first).to_be_attached()
    said = page.locator(".row.of-reader text.bar-name.needs:not(.tight)")
    assert all("JPN" in text or "KOR" in text for text in said.all_text_contents())
    expect(page.locator(".row.of-instrument .row-name").last).to_contain_text("Commitment to consult")
    shoot(page, "timeline")
    page.get_by_role("link", name="11 Nov 2014", exact=True).click()
    expect(page).to_have_url(re.compile(r"/korea/ask\?.*on=2014-11-11"))
    expect(page.locator(".verdict .chip.agreed")).to_be_visible()


def test_the_other_axis_tells_what_was_known_when(page: Page) -> None:
    page.goto("/korea/timeline?question=signature-004&axis=known")
    expect(page.get_by_text("(at the earliest)")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("31 May 2015"))).to_contain_text("mnd-newszone")


def test_a_narrower_span_shows_only_what_changed_in_it(page: Page) -> None:
    page.goto("/korea/timeline?question=signature-000")
    page.get_by_role("link", name=re.compile("closer:")).click()
    expect(page).to_have_url(re.compile("from=.*until="))
    expect(page.get_by_role("row", name=re.compile("11 Nov 1971"))).to_have_count(0)
    expect(page.get_by_role("row", name=re.compile("17 Nov 2014"))).to_be_visible()


def test_at_360_px_and_on_paper_the_whole_picture_is_seen_and_every_name_in_full(page: Page) -> None:
    for width, media in ((360, "screen"), (718, "print"), (1280, "screen")):
        page.set_viewport_size({"width": width, "height": 780})
        page.emulate_media(media=media)  # type: ignore[arg-type]  # as playwright names them
        page.goto("/korea/timeline?question=signature-000")
        cut_off = page.evaluate(
            """() => [...document.querySelectorAll(".picture, .picture .row, .row-name, .track")]
              .filter((one) => one.scrollWidth > one.clientWidth + 1
                || one.getBoundingClientRect().right > document.documentElement.clientWidth)
              .map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert cut_off == [], width
        over = page.evaluate(
            """() => [...document.querySelectorAll(".track text")].filter((one) => {
              const words = one.getBoundingClientRect(), bar = one.closest(".place").previousElementSibling;
              const place = (bar.matches(".bar") ? bar : bar.previousElementSibling).getBoundingClientRect();
              return words.width && words.right > place.right + 1;
            }).map((one) => one.textContent)"""
        )
        assert over == [], width
        name, track = (page.locator(f".row.of-verdict {one}").bounding_box() for one in (".row-name", ".track"))
        assert name is not None
        assert track is not None
        assert (name["y"] + name["height"] <= track["y"] + 1) == (width == 360)
