"""From a dropped article to decided and linked statements: by mouse, by keyboard alone, and without script."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, check_page, shoot

ARTICLE = """Ferry talks to resume in May

Posted April 3, 2014

Japanese Transport Minister Kenji Oda said on Tuesday that the ferry would sail only with Seoul's consent. \
He added that tolls would stay as they are.

A spokesman for South Korea's Ministry of Oceans declined to comment. “We were never asked,” a senior official \
in Seoul said.
"""
DROP = """(text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "ferry.txt", {type: "text/plain"}));
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def places(page: Page) -> list[object]:
    """Return where the passage and the buttons are."""
    page.locator("html[data-keys]").wait_for(state="attached")
    wanted = [".passage", ".acts [data-key=a]", ".acts [data-key=r]", ".acts [data-key='u']"]
    return [page.locator(one).bounding_box() for one in wanted]


def press(page: Page, key: str) -> None:
    """Press a key of the review once the page listens."""
    page.locator("html[data-keys]").wait_for(state="attached")
    page.keyboard.press(key)


def test_from_a_dropped_file_to_linked_statements_and_a_settled_dispute(
    new_page: Callable[..., Page], serve: Serve
) -> None:
    own = serve("korea")
    decide_by_keyboard_alone(new_page(base_url=own))
    part_and_settle_without_script(new_page(base_url=own, java_script_enabled=False))


def decide_by_keyboard_alone(page: Page) -> None:
    """Drop an article, and decide on what is proposed in it without the mouse."""
    page.goto("/korea/sources")
    shoot(page, "sources")
    page.evaluate(DROP, ARTICLE)
    expect(page).to_have_url(re.compile("/korea/sources/[0-9a-f]{16}"), timeout=60_000)
    expect(page.locator(".entry").first).to_be_visible(timeout=60_000)
    page.locator("mark.said > a.number").first.click()
    expect(page.locator(".entry.lit")).to_have_count(1)
    shoot(page, "source")

    page.get_by_role("link", name=re.compile("Review .* that wait")).click()
    page.locator("#name").focus()
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("Ann decides")
    waiting = int(re.findall(r"\d+", page.locator(".waiting").inner_text())[0])
    before, first = places(page), page.locator(".whence code").inner_text()

    press(page, "?")
    expect(page.locator(".keys dl")).to_be_visible()
    check_page(page)
    page.keyboard.press("Escape")
    expect(page.locator(".keys dl")).to_be_hidden()

    press(page, "a")
    expect(page.locator(".told")).to_contain_text("accepted")
    expect(page.locator(".waiting")).to_contain_text(str(waiting - 1))
    assert places(page) == before
    press(page, "u")
    expect(page.locator(".told")).to_contain_text("taken back")
    expect(page.locator(".whence code")).to_have_text(first)
    assert places(page) == before

    press(page, "c")
    expect(page.locator("#c-speaker")).to_be_focused()
    page.locator("#c-day").fill("2014-04-01")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("corrected")
    second = page.locator(".whence code").inner_text()
    press(page, "n")
    expect(page.locator(".whence code")).not_to_have_text(second)
    press(page, "ArrowLeft")
    expect(page.locator(".whence code")).to_have_text(second)
    press(page, "r")
    expect(page.locator("#r-reason")).to_be_focused()
    page.keyboard.type("nothing is said")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("rejected")
    assert places(page) == before

    press(page, "l")
    expect(page.locator("#l-about")).to_be_focused()
    page.keyboard.type("base-use")
    page.keyboard.press("Enter")
    expect(page.locator("#resting .questions")).to_contain_text("Must Washington ask Tokyo")
    shoot(page, "review")
    press(page, "l")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_contain_text("linked")
    expect(page.locator(".facts-of")).to_contain_text("base-use")
    press(page, "q")
    expect(page).to_have_url(re.compile("/korea/sources$"))
    find_it_again_and_export(page)


def find_it_again_and_export(page: Page) -> None:
    """Search what was stored, and look at what the accepted statements come to."""
    page.get_by_role("link", name="Search the articles").click()
    page.locator("#words").fill("consent")
    page.keyboard.press("Enter")
    expect(page.locator(".hits").first).to_contain_text("consent")
    shoot(page, "search")
    page.locator(".hits a", has_text="¶").first.click()
    expect(page).to_have_url(re.compile(r"#p-\d+$"))
    page.goto("/korea/review")
    page.get_by_role("link", name="export").click()
    expect(page.locator(".export-text")).to_contain_text("statement ")
    shoot(page, "export")


def part_and_settle_without_script(page: Page) -> None:
    """Decide otherwise than the one before, and settle it, by buttons alone."""
    page.goto("/korea/sources")
    page.locator("#file").set_input_files({"name": "x.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04x"})
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".outcomes")).to_contain_text("could not be read")
    page.goto("/korea/review?all=yes")
    name = page.locator("#name")
    name.fill("Ben")
    page.get_by_role("button", name="Begin").click()
    page.locator("summary[data-key=r]").click()
    page.locator("#r-reason").fill("not about the ferry")
    page.get_by_role("button", name="Reject", exact=True).click()
    expect(page.locator(".told")).to_contain_text("rejected")
    page.locator(".told a").click()
    expect(page.locator(".beside")).to_contain_text("What people make of it")
    expect(page.locator(".beside")).to_contain_text("not about the ferry")
    page.locator("summary[data-key='=']").click()
    page.get_by_label("Ann:").check()
    page.get_by_role("button", name="Settle", exact=True).click()
    expect(page.locator(".told")).to_contain_text("settled")
