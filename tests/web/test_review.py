"""The review by plain forms: every decision, what follows it, what is refused and keeps what was typed."""

from __future__ import annotations

import html
import re
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from placet.engine import Decider
from placet.evidence.propose import RULES
from placet.evidence.review import Desk
from placet.language import load_rulebook
from placet.model.documents import Paragraph, Span
from placet.model.proposals import Proposal, Said
from placet.model.statements import Standing
from placet.show.resting import resting_on
from placet.store import open_store
from placet.web.asked import saved_facts
from placet.web.review import KEYS
from tests.evidence.review.desks import ALL, stored
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


def words_of(page: str) -> str:
    """Return the words of a page without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


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
        ("merge", {"with": "zz"}, "no id of this article begins", ""),
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


def test_a_link_and_words_over_which_people_part_are_settled_on_the_page(ann: TestClient, home: Path) -> None:
    ben, eve = named(home, "Ben"), named(home, "Eve")
    decide(ann, "accept", "aa11")
    decide(ann, "link", "aa11", about="base-use")
    decide(ben, "link", "aa11", about="base-use")
    assert 'value="settle"' not in ben.get("/korea/review?at=aa11").text
    decide(ben, "unlink", "aa11", about="base-use")
    decide(ann, "word", "aa11", words="Nobody sails without leave.")
    page = decide(ben, "word", "aa11", words="The harbour must agree.")
    assert "people put it into different words" in page
    assert "Is it about base-use?" in page
    assert [one["statement"] for one in eve.get("/korea/review.json").json()] == ["aa11", "bb22", "cc33"]
    choices = {
        html.unescape(what): decision
        for decision, what in re.findall(r'name="decision" value="(\w+)" required> <span>([^<]+)</span>', page)
    }
    assert {"Ann: it is", "Ben: it is not", "Ann: Nobody sails without leave."} <= set(choices)
    page = decide(eve, "settle", "aa11", decision=choices["Ann: it is"])
    assert shown(page) == "bb22"  # the words still wait, behind those that come next
    decide(eve, "settle", "aa11", decision=choices["Ben: The harbour must agree."])
    one = standing(home, "aa11")
    assert (one.paraphrase, one.words_settled_by, one.is_waiting) == ("The harbour must agree.", "Eve", False)
    assert [(link.settled_by, link.counts) for link in one.links] == [("Eve", True)]
    page = eve.get("/korea/review?at=aa11").text
    assert "as Eve settled" in page
    assert eve.post("/korea/review", data={"act": "settle", "at": "aa11", "decision": "0" * 12}).status_code == 400


def test_what_a_statement_is_perhaps_about_is_shown_with_its_reason_and_linked_by_nobody(
    ann: TestClient, home: Path
) -> None:
    text = "Seoul said prior consultation with Japan is needed before forces of the United States leave bases in Japan."
    with open_store(home) as store:
        document = stored(store, text=text, paragraphs=(Paragraph(1, Span(0, len(text)), "body"),))
        said = Proposal("dd44", document.sha256, 1, (Span(11, len(text)),), "indirect")
        Desk(store).propose(document, lambda _: (said,), RULES)
    page = ann.get("/korea/review?at=dd44").text
    assert 'id="h-perhaps"' in page
    assert re.search(r'about=base-use#resting"><code>base-use</code>', page)
    assert "“consultation”" in page
    assert standing(home, "dd44").links == ()
    assert "Take the link away" in decide(ann, "link", "dd44", about="base-use")
    after = ann.get("/korea/review?at=dd44").text
    _, _, perhaps = after.partition('id="h-perhaps"')
    assert "<code>departure</code>" in perhaps.partition("</section>")[0]
    assert "<code>base-use</code>" not in perhaps.partition("</section>")[0]


def test_one_of_two_readings_is_taken_and_the_other_is_rejected(ann: TestClient, home: Path) -> None:
    with open_store(home) as store:
        (document,) = (store.documents.get(one.sha256) for one in store.documents.list())
        one = msgspec.structs.replace(ALL[2], document=document.sha256, alternatives=("dd44",))
        other = msgspec.structs.replace(one, id="dd44", alternatives=("cc33",), speakers=ALL[1].speakers)
        Desk(store).propose(document, lambda _: (one, other), RULES)
    page = ann.get("/korea/review?at=cc33").text
    assert "Other readings of the passage" in page
    assert page.count('value="choose"') == 2
    decide(ann, "choose", "cc33", reading="dd44")
    assert (standing(home, "dd44").status, standing(home, "cc33").status) == ("accepted", "rejected")
    assert ann.post("/korea/review", data={"act": "choose", "at": "cc33", "reading": "zz"}).status_code == 400


def test_what_was_accepted_shows_beside_its_values_those_that_are_proposed_now(ann: TestClient, home: Path) -> None:
    decide(ann, "accept", "aa11")
    with open_store(home) as store:
        desk = Desk(store)
        document = store.documents.get(desk.find("aa11").statement.document)
        oda = desk.find("aa11").statement
        now = msgspec.structs.replace(oda, said=Said("2014-04-02", "day"), addressee="the harbour")
        later = tuple(msgspec.structs.replace(one, document=document.sha256) for one in (now, *ALL[1:]))
        desk.propose(document, lambda _: later, "newer rules")
    page = words_of(ann.get("/korea/review?at=aa11").text)
    assert "said on 2014-04-03" in page
    assert "it is proposed with other values now; accepting takes them" in page
    assert "said on now 2014-04-02" in page
    assert "to, where now the harbour" in page
    assert page.count(" now ") == 2, "what is the same is not shown twice"
    decide(ann, "accept", "aa11")
    assert "2014-04-02" in words_of(ann.get("/korea/review?at=aa11&all=yes").text)
    assert "accepting takes them" not in ann.get("/korea/review?at=aa11&all=yes").text
    assert standing(home, "aa11").statement.addressee == "the harbour"


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
