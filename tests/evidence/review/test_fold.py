"""How statements stand after decisions: one person's, several people's, taken back and settled."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placet.evidence.review import Refused, fold
from placet.evidence.review.decide import check_act, settle, settle_link, settle_words
from placet.model.decisions import (
    Accept,
    Act,
    Change,
    Correct,
    Duplicate,
    Link,
    Merge,
    Paraphrase,
    Reject,
    Settle,
    Split,
    Undo,
    Unlink,
)
from placet.model.proposals import Said
from tests.evidence.review.desks import ALL, DECLINED, NEVER, ODA, Record, article, kept, place, renamed

DENIES = Change(stance="denies")
ASKS = Change(stance="asks")


def test_without_decisions_everything_is_open_in_the_order_of_the_text() -> None:
    review = fold(kept(NEVER, DECLINED, ODA), ())
    assert [one.id for one in review.queue] == ["aa11", "bb22", "cc33"]
    assert {one.status for one in review.standings.values()} == {"open"}
    assert review.statements == ()


def test_an_accepted_statement_leaves_the_queue_as_it_was_proposed() -> None:
    record = Record()
    record.add("ann", Accept("aa11"))
    assert [one.statement for one in record.review.statements] == [ODA]
    assert [one.id for one in record.review.queue] == ["bb22", "cc33"]


def test_corrections_of_one_person_add_up_and_the_proposal_is_kept() -> None:
    record = Record()
    first = record.add("ann", Correct("aa11", DENIES))
    record.add("ann", Correct("aa11", Change(addressee="reporters"), taking=(first.id,)))
    standing = record.review.standings["aa11"]
    assert (standing.statement.stance, standing.statement.addressee) == ("denies", "reporters")
    assert standing.proposed == ODA


def test_a_correction_that_was_taken_back_is_gone_from_what_rests_on_it() -> None:
    record = Record()
    first = record.add("ann", Correct("aa11", DENIES))
    record.add("ann", Correct("aa11", Change(addressee="reporters"), taking=(first.id,)))
    record.add("ann", Undo(first.id))
    standing = record.review.standings["aa11"]
    assert (standing.statement.stance, standing.statement.addressee) == ("says", "reporters")


def test_a_value_can_be_corrected_to_unknown() -> None:
    record = Record()
    record.add("ann", Correct("aa11", Change(said=Said(), speakers=())))
    statement = record.review.standings["aa11"].statement
    assert statement.said.value is None
    assert statement.speakers == ()


def test_two_people_who_decide_alike_agree() -> None:
    record = Record()
    record.add("ann", Reject("aa11", "no statement"))
    record.add("ben", Reject("aa11", "an opinion"))
    assert record.review.standings["aa11"].status == "rejected"


def test_two_people_who_decide_differently_are_both_kept_and_neither_wins() -> None:
    record = Record()
    record.add("ann", Accept("aa11"))
    record.add("ben", Reject("aa11"))
    standing = record.review.standings["aa11"]
    assert standing.status == "disputed"
    assert [(view.by, view.status) for view in standing.views] == [("ann", "accepted"), ("ben", "rejected")]
    assert record.review.statements == ()
    assert standing in record.review.queue


def test_two_corrections_to_different_values_are_a_disagreement() -> None:
    record = Record()
    record.add("ann", Correct("aa11", DENIES))
    record.add("ben", Correct("aa11", ASKS))
    standing = record.review.standings["aa11"]
    assert standing.status == "disputed"
    assert [view.statement.stance for view in standing.views if view.statement] == ["denies", "asks"]


def test_who_accepts_a_correction_of_somebody_else_agrees_with_it() -> None:
    record = Record()
    correction = record.add("ann", Correct("aa11", DENIES))
    record.add("ben", Accept("aa11", taking=(correction.id,)))
    standing = record.review.standings["aa11"]
    assert (standing.status, standing.statement.stance) == ("accepted", "denies")


def test_a_settlement_says_which_view_counts_and_who_settled() -> None:
    record = Record()
    accepted = record.add("ann", Accept("aa11"))
    record.add("ben", Reject("aa11"))
    record.add("eve", Settle("aa11", accepted.id))
    standing = record.review.standings["aa11"]
    assert standing.status == "accepted"
    assert standing.settled is not None
    assert standing.settled.by == "eve"
    assert len(standing.views) == 2


def test_a_different_decision_after_a_settlement_opens_the_disagreement_again() -> None:
    record = Record()
    accepted = record.add("ann", Accept("aa11"))
    record.add("ben", Reject("aa11"))
    record.add("eve", Settle("aa11", accepted.id))
    record.add("ben", Correct("aa11", DENIES))
    assert record.review.standings["aa11"].status == "disputed"


def test_a_settlement_can_be_taken_back() -> None:
    record = Record()
    accepted = record.add("ann", Accept("aa11"))
    record.add("ben", Reject("aa11"))
    settled = record.add("eve", Settle("aa11", accepted.id))
    record.add("eve", Undo(settled.id))
    assert record.review.standings["aa11"].status == "disputed"


def test_an_undo_brings_back_what_was_decided_before_and_deletes_nothing() -> None:
    record = Record()
    record.add("ann", Accept("aa11"))
    rejected = record.add("ann", Reject("aa11"))
    assert record.review.standings["aa11"].status == "rejected"
    record.add("ann", Undo(rejected.id))
    assert record.review.standings["aa11"].status == "accepted"
    assert len(record.review.about("aa11")) == 3


def test_an_undo_can_be_undone() -> None:
    record = Record()
    rejected = record.add("ann", Reject("aa11"))
    undone = record.add("ann", Undo(rejected.id))
    assert record.review.standings["aa11"].status == "open"
    record.add("ann", Undo(undone.id))
    assert record.review.standings["aa11"].status == "rejected"


def test_nobody_takes_back_what_somebody_else_decided() -> None:
    record = Record()
    rejected = record.add("ann", Reject("aa11"))
    record.add("ben", Undo(rejected.id))
    assert record.review.standings["aa11"].status == "rejected"


def test_a_split_makes_statements_that_can_be_decided_on_and_are_gone_with_it() -> None:
    record = Record()
    pieces = tuple(Change(content=(span,)) for span in ODA.content)
    split = record.add("ann", Split("aa11", pieces))
    review = record.review
    made = [one for one in review.standings.values() if one.made_of == ("aa11",)]
    assert [one.statement.content for one in made] == [(span,) for span in ODA.content]
    assert {one.status for one in made} == {"accepted"}
    assert review.standings["aa11"].others == tuple(one.id for one in made)
    record.add("ann", Reject(made[1].id))
    assert record.review.standings[made[1].id].status == "rejected"
    record.add("ann", Undo(split.id))
    assert set(record.review.standings) == {"aa11", "bb22", "cc33"}
    assert record.review.standings["aa11"].status == "open"


def test_the_pieces_of_a_split_that_somebody_disputes_are_disputed() -> None:
    record = Record()
    split = record.add("ann", Split("aa11", tuple(Change(content=(span,)) for span in ODA.content)))
    accepted = record.add("ben", Accept("aa11"))
    review = record.review
    assert {one.status for one in review.standings.values() if one.made_of} == {"disputed"}
    assert review.statements == ()
    record.add("eve", Settle("aa11", split.id))
    assert len(record.review.statements) == 2
    record.add("eve", Settle("aa11", accepted.id))
    assert [one.id for one in record.review.statements] == ["aa11"]


def test_a_merge_makes_one_statement_of_several_with_all_their_words() -> None:
    record = Record()
    record.add("ann", Merge(("bb22", "cc33"), Change(stance="declines")))
    review = record.review
    (made,) = review.statements
    assert made.made_of == ("bb22", "cc33")
    assert made.statement.content == (*DECLINED.content, *NEVER.content)
    assert {review.standings[name].status for name in ("bb22", "cc33")} == {"merged"}
    assert {review.standings[name].others for name in ("bb22", "cc33")} == {(made.id,)}


def test_two_people_who_merge_alike_make_one_statement() -> None:
    record = Record()
    record.add("ann", Merge(("bb22", "cc33")))
    record.add("ben", Merge(("bb22", "cc33")))
    assert len(record.review.statements) == 1
    assert record.review.standings["bb22"].status == "merged"


def test_a_duplicate_names_the_other_one() -> None:
    record = Record()
    record.add("ann", Duplicate("cc33", "bb22"))
    standing = record.review.standings["cc33"]
    assert (standing.status, standing.others) == ("duplicate", ("bb22",))


def test_two_that_are_called_duplicates_of_each_other_do_not_both_vanish() -> None:
    record = Record()
    record.add("ann", Duplicate("cc33", "bb22"))
    record.add("ann", Duplicate("bb22", "cc33"))
    assert {record.review.standings[name].status for name in ("bb22", "cc33")} == {"disputed"}


def test_links_are_kept_by_rulebook_and_a_contradiction_is_shown() -> None:
    record = Record()
    record.add("ann", Link("aa11", "korea", "d1"))
    record.add("ann", Link("aa11", "korea", "base-use"))
    record.add("ben", Unlink("aa11", "korea", "d1"))
    links = {one.name: one for one in record.review.standings["aa11"].links}
    assert links["base-use"].by == ("ann",)
    assert (links["d1"].by, links["d1"].against) == (("ann",), ("ben",))
    record.add("ann", Unlink("aa11", "korea", "d1"))
    assert [one.name for one in record.review.standings["aa11"].links] == ["base-use"]


def test_two_different_paraphrases_are_both_kept_and_none_counts() -> None:
    record = Record()
    record.add("ann", Paraphrase("aa11", "Sailing needs leave."))
    assert record.review.standings["aa11"].paraphrase == "Sailing needs leave."
    record.add("ben", Paraphrase("aa11", "The harbour must agree."))
    standing = record.review.standings["aa11"]
    assert len(standing.paraphrases) == 2
    assert standing.paraphrase == ""


def test_a_link_over_which_people_part_waits_until_it_is_settled_and_then_counts_or_does_not() -> None:
    for settles_for, on, counts in (("ann", "about", True), ("ben", "not about", False)):
        record = Record()
        record.add("ann", Accept("aa11"))
        said = {"ann": record.add("ann", Link("aa11", "korea", "d1"))}
        said["ben"] = record.add("ben", Unlink("aa11", "korea", "d1"))
        (link,) = record.review.standings["aa11"].links
        assert (link.is_disputed, link.counts) == (True, False)
        assert record.review.standings["aa11"].is_waiting
        record.add("eve", settle_link(record.review, "aa11", settles_for, "korea", "d1"))
        assert record.decisions[-1].act == Settle("aa11", said[settles_for].id)
        (link,) = record.review.standings["aa11"].links
        assert (link.settled_by, link.settled_on, link.counts, link.is_disputed) == ("eve", on, counts, False)
        assert (link.by, link.against) == (("ann",), ("ben",))
        assert not record.review.standings["aa11"].is_waiting


def test_words_over_which_people_part_wait_until_it_is_settled_whose_count() -> None:
    record = Record()
    record.add("ann", Accept("aa11"))
    record.add("ann", Paraphrase("aa11", "Sailing needs leave."))
    record.add("ben", Paraphrase("aa11", "The harbour must agree."))
    assert record.review.standings["aa11"].are_words_disputed
    assert [one.id for one in record.review.queue] == ["aa11", "bb22", "cc33"]
    settled = record.add("eve", settle_words(record.review, "aa11", "ben"))
    standing = record.review.standings["aa11"]
    assert (standing.paraphrase, standing.words_of, standing.words_settled_by) == (
        "The harbour must agree.",
        "ben",
        "eve",
    )
    assert len(standing.paraphrases) == 2
    assert [one.id for one in record.review.queue] == ["bb22", "cc33"]
    record.add("eve", Undo(settled.id))
    assert record.review.standings["aa11"].are_words_disputed


def test_what_is_said_otherwise_after_a_settlement_opens_the_matter_again() -> None:
    record = Record()
    record.add("ann", Paraphrase("aa11", "Sailing needs leave."))
    record.add("ben", Paraphrase("aa11", "The harbour must agree."))
    record.add("eve", settle_words(record.review, "aa11", "ben"))
    record.add("cat", Paraphrase("aa11", "The harbour must agree."))
    assert record.review.standings["aa11"].paraphrase == "The harbour must agree."
    record.add("dan", Paraphrase("aa11", "Nobody sails alone."))
    assert record.review.standings["aa11"].are_words_disputed
    record.add("ann", Link("aa11", "korea", "d1"))
    record.add("ben", Unlink("aa11", "korea", "d1"))
    record.add("eve", settle_link(record.review, "aa11", "ann", "korea", "d1"))
    record.add("ann", Unlink("aa11", "korea", "d1"))
    assert record.review.standings["aa11"].links == ()


def test_a_settlement_of_one_thing_leaves_the_others_as_they_are() -> None:
    record = Record()
    record.add("ann", Accept("aa11"))
    record.add("ben", Reject("aa11"))
    record.add("ann", Link("aa11", "korea", "d1"))
    record.add("ben", Unlink("aa11", "korea", "d1"))
    record.add("ann", Link("aa11", "korea", "d2"))
    record.add("ben", Unlink("aa11", "korea", "d2"))
    record.add("eve", settle_link(record.review, "aa11", "ann", "korea", "d2"))
    standing = record.review.standings["aa11"]
    assert (standing.status, standing.settled) == ("disputed", None)
    assert {one.name: one.is_disputed for one in standing.links} == {"d1": True, "d2": False}
    record.add("eve", settle(record.review, "aa11", "ben"))
    standing = record.review.standings["aa11"]
    assert (standing.status, standing.is_waiting) == ("rejected", False)
    assert {one.name: one.is_disputed for one in standing.links} == {"d1": True, "d2": False}


def test_what_nobody_parts_over_is_not_settled() -> None:
    record = Record()
    record.add("ann", Accept("aa11"))
    link = record.add("ann", Link("aa11", "korea", "d1"))
    words = record.add("ann", Paraphrase("aa11", "Sailing needs leave."))
    for decision in (link, words):
        with pytest.raises(Refused, match="nobody parts over"):
            check_act(record.review, Settle("aa11", decision.id), "eve", article())
    for settles in (
        lambda: settle(record.review, "aa11", "ben"),
        lambda: settle_words(record.review, "aa11", "ben"),
        lambda: settle_link(record.review, "aa11", "ann", "korea", "d2"),
        lambda: settle_link(record.review, "aa11", "ben", "korea", "d1"),
    ):
        with pytest.raises(Refused):
            settles()


def test_what_newer_rules_propose_no_more_is_gone_unless_somebody_decided_on_it() -> None:
    versions = (*kept(ODA, is_current=False), *kept(DECLINED, is_current=False), *kept(NEVER, rules="2"))
    record = Record(versions)
    record.add("ann", Accept("aa11"))
    standings = record.review.standings
    assert set(standings) == {"aa11", "cc33"}
    assert not standings["aa11"].is_current


def test_a_decision_stands_for_the_values_it_was_made_upon_and_the_newer_ones_are_told() -> None:
    newer = renamed(ODA, "Mori")
    versions = (*kept(ODA, is_current=False), *kept(newer, rules="2"))
    record = Record(versions)
    record.add("ann", Accept("aa11", upon=versions[0].digest))
    standing = record.review.standings["aa11"]
    assert standing.statement == ODA
    assert standing.is_changed
    assert standing in record.review.queue
    record.add("ann", Accept("aa11", upon=versions[1].digest))
    standing = record.review.standings["aa11"]
    assert (standing.statement, standing.is_changed) == (newer, False)


PROPOSALS = st.sampled_from([one.id for one in ALL])
ACTS = st.one_of(
    st.builds(Accept, PROPOSALS),
    st.builds(Correct, PROPOSALS, st.sampled_from([DENIES, ASKS, Change(content=(place("tolls"),))])),
    st.builds(Reject, PROPOSALS),
    st.builds(Duplicate, PROPOSALS, PROPOSALS),
    st.builds(lambda name: Split(name, (DENIES, ASKS)), PROPOSALS),
    st.builds(lambda names: Merge(tuple(names)), st.lists(PROPOSALS, min_size=2, max_size=3, unique=True)),
)
STEPS = st.lists(st.tuples(st.sampled_from(["ann", "ben"]), ACTS | st.integers(0, 9)), max_size=10)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_any_record_is_folded_and_taking_everything_back_leaves_all_open(steps: list[tuple[str, Act | int]]) -> None:
    record = Record()
    for by, step in steps:
        if isinstance(step, int):
            if step < len(record.decisions):
                record.add(by, Undo(record.decisions[step].id))
        else:
            record.add(by, step)
    review = record.review
    assert set(review.standings) >= {one.id for one in ALL}
    for one in review.standings.values():
        views = {(view.status, view.statement, view.others) for view in one.views}
        if len(views) > 1:
            assert one.status == "disputed"
    for one in [one for one in record.decisions if one.id not in review.undone and not isinstance(one.act, Undo)]:
        record.add(one.by, Undo(one.id))
    assert {one.status for one in record.review.standings.values()} == {"open"}
