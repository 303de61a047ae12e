"""The review by plain forms: every decision, what follows it, what is refused and keeps what was typed."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.engine import Decider
from placet.evidence.review import Desk
from placet.language import load_rulebook
from placet.model.statements import Standing
from placet.show.resting import resting_on
from placet.store import open_store
from placet.web.asked import saved_facts
from placet.web.review import KEYS
from tests.web.conftest import HERE
from tests.web.evidence import client_at, decide, fill, shown


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "data"
    fill(home)
    return home


@pytest.fixture
def ann(home: Path) -> TestClient:
    client = client_at(home)
    client.post("/korea/review", data={"act": "name", "name": "Ann"})
    return client


def named(home: Path, name: str) -> TestClient:
    client = client_at(home)
    assert f"{name} decides." in client.post("/korea/review", data={"act": "name", "name": name}).text
    return client


def standing(home: Path, at: str) -> Standing:
    with open_store(home) as store:
        desk = Desk(store)
        desk.freshen()
        return desk.find(at)


def test_a_name_is_asked_once_and_nothing_is_decided_without_one(home: Path) -> None:
    client = client_at(home)
    page = client.get("/korea/review").text
    assert "Who decides?" in page
    assert 'data-key="a"' not in page
    assert client.post("/korea/review", data={"act": "accept", "at": "aa11"}).status_code == 400
    assert standing(home, "aa11").status == "open"
    page = client.post("/korea/review", data={"act": "name", "name": "  김 Ann\n", "at": "aa11"}).text
    assert "김 Ann decides." in page
    assert "김 Ann decides." in client.get("/korea/review").text
    decide(client, "accept", "aa11")
    assert standing(home, "aa11").views[0].by == "김 Ann"
    assert client.post("/korea/review", data={"act": "name", "name": " "}).status_code == 400


def test_every_key_of_the_terminal_has_its_button(ann: TestClient) -> None:
    from placet.cli.evidence.review import KEYS as TERMINAL

    assert set(KEYS) == set(TERMINAL)
    page = ann.get("/korea/review").text
    listed = {html.unescape(one) for one in re.findall(r"<kbd>([^<]+)</kbd>", page)}
    assert set(KEYS) <= listed
    active = {html.unescape(one) for one in re.findall(r'data-key="([^"]+)"', page)}
    assert active == set(KEYS) - {"p", "="}  # the first has none before it, and nobody parts over it


def test_each_decision_is_kept_and_the_next_statement_is_shown(ann: TestClient, home: Path) -> None:
    page = ann.get("/korea/review").text
    assert shown(page) == "aa11"
    page = decide(ann, "accept", "aa11")
    assert (shown(page), standing(home, "aa11").status) == ("bb22", "accepted")
    page = decide(ann, "reject", "bb22", reason="nothing is said")
    assert shown(page) == "cc33"
    assert standing(home, "bb22").views[0].reason == "nothing is said"
    page = decide(ann, "duplicate", "cc33", of="aa")
    assert standing(home, "cc33").others == ("aa11",)
    assert "Nothing waits for a decision." in page
    page = decide(ann, "undo", "")
    assert (shown(page), standing(home, "cc33").status) == ("cc33", "open")
    assert "taken back" in page


def test_a_correction_changes_only_what_was_changed_in_the_form(ann: TestClient, home: Path) -> None:
    page = ann.get("/korea/review?at=aa11").text
    form = page[page.index('<div class="correct">') :]
    form = form[: form.index("</form>")]
    fields = {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', form)
    }
    assert fields["speaker"] == "person: Oda, Minister"
    decide(
        ann, "correct", "aa11", **{**fields, "words": fields["was.words"], "day": "2014-04-01", "stance": "requires"}
    )
    one = standing(home, "aa11").statement
    before = standing(home, "aa11").proposed
    assert (one.said.value, one.stance) == ("2014-04-01", "requires")
    assert (one.speakers, one.content, one.spoken_for) == (before.speakers, before.content, before.spoken_for)


def test_a_statement_is_split_and_others_are_merged(ann: TestClient, home: Path) -> None:
    decide(ann, "split", "aa11", words="")
    parts = standing(home, "aa11").others
    assert len(parts) == 2
    assert {standing(home, one).status for one in parts} == {"accepted"}
    decide(ann, "merge", "bb22", **{"with": "cc33"})
    (union,) = standing(home, "cc33").others
    assert standing(home, union).made_of == ("bb22", "cc33")
    assert "made of" in ann.get(f"/korea/review?at={union}").text


@pytest.mark.parametrize(
    ("act", "fields", "told", "kept"),
    [
        ("correct", {"day": "soon", "was.day": "2014-04-03"}, "is not a day", 'value="soon"'),
        ("split", {"words": "no such words"}, "begins no part of the content", 'value="no such words"'),
        ("duplicate", {"of": "zz"}, "no statement", 'value="zz"'),
        ("merge", {"with": "zz"}, "begins no ids of this article", ""),
        (
            "word",
            {"words": "the ferry would sail only with the harbour's consent"},
            "own words",
            "harbour&#39;s consent",
        ),
        ("link", {"about": "no-such-point"}, "there is no rule, point or reading", 'value="no-such-point"'),
        ("settle", {"decision": "x"}, "nobody parts over", ""),
        ("undo", {}, "has decided nothing", ""),
        ("nonsense", {}, "there is no decision", ""),
    ],
)
def test_what_cannot_be_decided_is_told_and_what_was_typed_is_kept(
    ann: TestClient, act: str, fields: dict[str, str], told: str, kept: str
) -> None:
    answer = ann.post("/korea/review", data={"act": act, "at": "aa11", **fields})
    assert answer.status_code == 400
    assert told in re.sub(r"</?code>", "", answer.text)
    assert kept in answer.text
    assert shown(answer.text) == "aa11"


def test_two_reviewers_who_part_are_shown_side_by_side_and_a_third_settles(ann: TestClient, home: Path) -> None:
    decide(ann, "accept", "aa11")
    ben = named(home, "Ben")
    decide(ben, "reject", "aa11", reason="not about the ferry")
    page = ben.get("/korea/review?at=aa11").text
    assert "What people make of it" in page
    assert "not about the ferry" in page
    assert re.search(r"Ann: *accepted", page)
    view = next(one for one in standing(home, "aa11").views if one.by == "Ann")
    eve = named(home, "Eve")
    decide(eve, "settle", "aa11", decision=view.decision.id)
    assert (standing(home, "aa11").status, standing(home, "aa11").settled.by) == ("accepted", "Eve")  # type: ignore[union-attr]  # settled
    decide(ben, "undo", "")
    assert standing(home, "aa11").status == "accepted"


def test_nobody_takes_back_what_another_decided(ann: TestClient, home: Path) -> None:
    decide(ann, "accept", "aa11")
    ben = named(home, "Ben")
    assert ben.post("/korea/review", data={"act": "undo", "at": "aa11"}).status_code == 400
    assert standing(home, "aa11").status == "accepted"


def test_a_link_shows_which_answers_rest_on_it_before_and_after(ann: TestClient, home: Path) -> None:
    page = ann.get("/korea/review?at=aa11&about=base-use").text
    assert "What rests on base-use" in page
    assert "question=signature-000" in page
    page = decide(ann, "link", "aa11", about="base-use")
    assert shown(page) == "aa11"
    assert [(one.rulebook, one.name) for one in standing(home, "aa11").links] == [("korea", "base-use")]
    assert "Take the link away" in page
    decide(ann, "unlink", "aa11", about="base-use")
    assert standing(home, "aa11").links == ()
    assert ann.get("/korea/review?at=aa11&about=nonsense").status_code == 400


def test_the_answers_that_rest_on_a_rule_are_those_whose_proof_has_it() -> None:
    book = load_rulebook("korea").rulebook
    assert book is not None
    question = book.questions["signature-000"]
    assert question.on is not None
    given = saved_facts(question)
    answer = Decider(book, question.on.earliest, None, fixed=given).answer(given)
    needed = min(rule for need in answer.readers["JPN"].requirements for rule in need.rules)
    (found,) = resting_on(book, [(question, answer)], needed)
    assert (found.question.id, "JPN" in found.readers, needed in found.rules) == ("signature-000", True, True)
    assert resting_on(book, [(question, answer)], question.about[0])[0].question is question
    assert resting_on(book, [(question, answer)], "bound-by-general-law") == ()


def test_the_queue_walks_forth_and_back_and_stays_in_its_article(ann: TestClient, home: Path) -> None:
    page = ann.get("/korea/review?at=bb22").text
    assert re.search(r'href="[^"]*at=cc33[^"]*" data-key="n"', page)
    assert re.search(r'href="[^"]*at=aa11[^"]*" data-key="p"', page)
    decide(ann, "accept", "bb22")
    rows = ann.get("/korea/review.json").json()
    assert [one["statement"] for one in rows] == ["aa11", "cc33"]
    assert len(ann.get("/korea/review.json?all=yes").json()) == 3
    document = rows[0]["article"]
    page = ann.post("/korea/review", data={"act": "accept", "at": "cc33", "document": document[:16]})
    assert f"document={document[:16]}" in str(page.url).removeprefix(HERE)
    assert ann.get("/korea/review?at=nothing").status_code == 404
    assert ann.get("/korea/review?document=ffff").status_code == 404
