"""What a page and the JSON form say of a comparison whose regions are out of reach."""

from __future__ import annotations

from placet.engine.space import Comparison, Perspective, compare
from placet.model import And
from placet.show.compare import compare_page, compare_value
from placet.show.terminal import render
from tests.agreement.test_space_methods import two_instruments
from tests.agreement.worlds import PROVOKED, TODAY, URGENT, rule, world


def shown(found: Comparison) -> str:
    page = compare_page(found, names=("KOR", "JPN"), versions=("", ""))
    return " ".join(render(page, 140).split())


def value(found: Comparison) -> dict[str, object]:
    return dict(compare_value(found, "0", names=("KOR", "JPN"), versions=("", "")))


def test_where_regions_are_out_of_reach_it_is_not_said_that_the_sides_agree():
    when = And((PROVOKED, URGENT))
    one, other = world(rule(when=when)), world(rule(when=when, needs=(), allows=True))
    found = compare(Perspective(one, "KOR", TODAY), Perspective(other, "KOR", TODAY), by_instrument=True, most=1)
    assert found.out_of_reach
    text = shown(found)
    assert "They part. The exact regions are out of reach" in text
    assert "agree everywhere" not in text
    assert "KOR needs consent of KOR" in text
    plain = value(found)
    assert (plain["agree"], plain["differing"], plain["regions"]) == (False, None, [])
    assert plain["witness"]["answers"] == ["needs", "clear"]


def test_where_only_two_instruments_together_part_the_sides_it_is_said_so():
    book = two_instruments()
    found = compare(Perspective(book, "KOR", TODAY), Perspective(book, "JPN", TODAY), by_instrument=True)
    text = shown(found)
    assert "They part. No instrument by itself parts them, but two together do" in text
    assert "JPN undetermined" in text
    assert value(found)["agree"] is False


def test_that_two_sides_agree_is_said_where_it_is_proved():
    book = world(rule())
    found = compare(Perspective(book, "KOR", TODAY), Perspective(book, "JPN", TODAY))
    assert "They agree everywhere. This is proved" in shown(found)
    assert (value(found)["agree"], value(found)["witness"]) == (True, None)
