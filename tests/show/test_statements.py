"""Cards of statements: other readings of a passage stand side by side, in wide and narrow terminals."""

from __future__ import annotations

import msgspec

from placet.evidence.review import fold
from placet.show.statements import card_page
from placet.show.terminal import render
from tests.evidence.review.desks import DECLINED, NEVER, ODA, article, kept


def test_other_readings_of_a_passage_are_shown_beside_this_one() -> None:
    one = msgspec.structs.replace(NEVER, alternatives=("dd44",))
    other = msgspec.structs.replace(NEVER, id="dd44", alternatives=("cc33",), speakers=DECLINED.speakers)
    review = fold(kept(ODA, DECLINED, one, other), ())
    for width in (60, 140):
        shown = render(card_page(review, review.standings["cc33"], article(), at=1, of=4), width)
        flat = " ".join(shown.split())
        assert "2 readings of one passage." in flat
        assert "1 this" in flat
        assert "2 dd44" in flat
        assert "A spokesman for the harbour" in flat
        assert "two speakers are near" in flat
        assert max(len(line) for line in shown.splitlines()) <= width


def test_content_marks_have_plain_forms_where_a_terminal_lacks_them() -> None:
    review = fold(kept(ODA), ())
    shown = render(card_page(review, review.standings["aa11"], article()), 80, in_symbols=False)
    assert shown.isascii()
    assert "<<that tolls would stay as they are>>" in " ".join(shown.split())
