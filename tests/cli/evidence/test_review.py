"""`placet evidence`: statements listed, decided on with keys and by commands, linked, exported, shown and searched."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from placet.evidence.propose import RULES
from placet.evidence.review import Desk
from placet.evidence.review.words import passage_hash
from placet.language import load_rulebook
from placet.store import open_store
from tests.cli.conftest import Run
from tests.cli.evidence.conftest import words
from tests.evidence.review.desks import ALL, LINES

pytestmark = pytest.mark.usefixtures("article")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Write a small rulebook that knows Japan and a matter in dispute."""
    folder = tmp_path / "straits"
    folder.mkdir()
    (folder / "README.md").write_text(
        '# Straits\n\n```placet\nparty JPN "Japan"\nparty KOR "Republic of Korea"\n'
        'point leave "Whether the harbour has a say"\n```\n'
    )
    return folder


def statuses(run: Run) -> dict[str, str]:
    value = json.loads(run("evidence", "statements", "--json").stdout)
    return {one["statement"]: one["status"] for one in value["documents"][0]["statements"]}


def test_statements_are_listed_with_who_for_whom_day_words_and_doubts(run: Run) -> None:
    for width in (60, 140):
        shown = words(run("evidence", "statements", "ferry.txt", width=width).stdout)
        for part in ("Oda", "for JPN", "2014-04-03", "tolls would stay", "two speakers are near", "3 statements"):
            assert part in shown
        assert max(len(line) for line in run("evidence", "statements", width=width).stdout.splitlines()) <= width


def test_keys_accept_correct_reject_and_quit_and_the_work_can_be_taken_up_again(run: Run) -> None:
    first = run("evidence", "review", stdin="a\nq\n")
    assert "1 of 3" in first.stdout
    assert "1 decided; 2 wait for a decision" in first.stdout
    second = run("evidence", "review", stdin="c day=2014-04\nr says nothing\n")
    assert "1 of 2" in second.stdout
    assert statuses(run) == {"aa11": "accepted", "bb22": "accepted", "cc33": "rejected"}
    assert "Nothing waits for a decision." in run("evidence", "review").stdout


def test_the_card_marks_the_content_in_its_paragraph_in_sixty_columns(run: Run) -> None:
    shown = run("evidence", "review", stdin="q\n", width=60).stdout
    assert "«the ferry would sail only with the harbour's consent»" in words(shown)
    assert "Minister Oda said" in words(shown)
    assert all(f"{key} {what}" in words(shown) for key, what in {"a": "accept", "u": "undo", "?": "keys"}.items())
    assert max(len(line) for line in shown.splitlines()) <= 60


def test_undo_goes_back_to_what_was_decided_last(run: Run) -> None:
    shown = run("evidence", "review", stdin="a\nr\nu\nq\n").stdout
    assert "Taken back" in shown
    assert statuses(run) == {"aa11": "accepted", "bb22": "open", "cc33": "open"}
    listed = run("evidence", "decisions", "bb22").stdout
    assert "rejects" in listed
    assert "taken back" in listed


def test_keys_go_forth_and_back_list_themselves_and_say_what_they_do_not_know(run: Run) -> None:
    result = run("evidence", "review", stdin="n\np\np\n?\nx\nq\n")
    assert result.stdout.count("1 of 3") == 2
    assert "This is the first one." in result.stdout
    assert "whose view is to count" in result.stdout
    assert "the key `x` does nothing" in result.stderr


def test_what_cannot_be_decided_so_is_told_and_the_review_goes_on(run: Run) -> None:
    result = run("evidence", "review", stdin="c day=soon\nd aa11\nm zz\ns nowhere\nl leave\n= ben\na\nq\n")
    for message in ("`soon` is not a day", "duplicate of itself", "begins no ids", "begins no part", "which rulebook"):
        assert message in result.stderr
    assert statuses(run)["aa11"] == "accepted"


def test_keys_split_merge_link_and_word(run: Run, book: Path) -> None:
    typed = "s that tolls\nw Nobody sails without leave.\nl leave\nq\n"
    result = run("evidence", "review", "--rulebook", str(book), stdin=typed)
    assert result.stderr == ""
    found = statuses(run)
    assert found["aa11"] == "split"
    assert len([name for name in found if name.startswith("aa11.")]) == 2
    run("evidence", "merge", "bb22", "cc33")
    assert statuses(run)["bb22"] == "merged"


def test_the_beginning_of_an_id_means_the_statement_also_once_others_were_made_of_it(run: Run) -> None:
    run("evidence", "split", "aa1", "that tolls")
    run("evidence", "merge", "bb2", "cc3")
    shown = run("evidence", "undo", "aa1").stdout + run("evidence", "undo", "bb2").stdout
    assert shown.count("taken back") == 2
    for what in ("by ann: splits aa11", "by ann: merges bb22 cc33"):
        assert what in words(shown)
    assert statuses(run) == {"aa11": "open", "bb22": "open", "cc33": "open"}


def test_with_a_status_only_articles_that_have_such_statements_are_listed_and_all_are_counted(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("Ferry runs again\n\nThe harbour office said on Monday that it runs again.\n")
    run("evidence", "add", str(tmp_path / "other.txt"))
    run("evidence", "accept", "aa11")
    shown = run("evidence", "statements", "--status", "accepted").stdout
    assert "Ferry runs again" not in shown
    assert "1 statement in 1 of 2 documents: 1 accepted" in words(shown)
    assert words(run("evidence", "statements", "--status", "disputed").stdout) == "0 statements in 0 of 2 documents"
    assert "Ferry runs again" in run("evidence", "statements").stdout


def test_a_party_that_is_lacking_is_told_once_for_each_statement(run: Run, book: Path) -> None:
    run("evidence", "correct", "aa11", "for=UNC")
    (line,) = [line for line in run("evidence", "export", str(book)).stderr.splitlines() if "UNC" in line]
    assert "`aa11` is left out: straits knows no party `UNC`, for which" in line
    assert "or declare it in straits" in line


def test_two_people_are_both_shown_and_a_third_settles_by_name(run: Run) -> None:
    run("evidence", "accept", "aa11")
    assert "disputed" in run("evidence", "reject", "aa11", "--by", "ben", "--reason", "hearsay").stdout
    shown = words(run("evidence", "review", stdin="q\n").stdout)
    assert "ann: accepted; ben: rejected (hearsay)" in shown
    assert "settled by eve" in run("evidence", "settle", "aa11", "--like", "ann", "--by", "eve").stdout
    assert statuses(run)["aa11"] == "accepted"
    assert "settles aa11: as ann decided" in words(run("evidence", "decisions", width=120).stdout)


def test_words_that_are_found_after_an_export_are_told_and_nothing_that_is_there_is_altered(
    run: Run, book: Path
) -> None:
    run("evidence", "accept", "aa11")
    run("evidence", "export", str(book), "--to", str(book / "new.md"))
    before = (book / "new.md").read_bytes()
    assert "in words: The harbour must agree." in run("evidence", "word", "aa11", "The harbour must agree.").stdout
    told = run("evidence", "export", str(book), "--to", str(book / "new.md"))
    assert "lacks its words in straits; they are now: “The harbour must agree.”" in told.stderr
    assert (book / "new.md").read_bytes() == before
    run("evidence", "accept", "cc33")
    run("evidence", "correct", "cc33", "for=KOR")
    told = run("evidence", "export", str(book), "--to", str(book / "new.md"))
    assert "may be what the rulebook has" not in told.stderr
    assert (book / "new.md").read_bytes().startswith(before.rstrip())


def test_before_anything_is_stored_or_accepted_it_is_said_what_to_do(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = run("evidence", "export", str(book))
    assert "no statement has been accepted yet: `placet evidence review`" in told.stderr
    monkeypatch.setenv("PLACET_DATA", str(tmp_path / "empty"))
    for call in (("search", "ferry"), ("text", "ferry.txt"), ("statements",), ("review",)):
        result = run("evidence", *call)
        assert (result.exit_code, "no article is stored" in result.stderr) == (2, True)


def test_words_and_links_over_which_people_part_are_settled_by_name(run: Run, book: Path) -> None:
    at = ("--rulebook", str(book))
    run("evidence", "accept", "aa11")
    run("evidence", "link", "aa11", "leave", *at)
    told = words(run("evidence", "link", "aa11", "leave", "--not", *at, "--by", "ben").stdout)
    assert "leave of straits, say ann; not about it, say ben" in told
    run("evidence", "word", "aa11", "Nobody sails without leave.")
    assert "none counts yet" in run("evidence", "word", "aa11", "The harbour must agree.", "--by", "ben").stdout
    waiting = words(run("evidence", "review", *at, stdin="q\n").stdout)
    assert "1 of 3" in waiting
    assert "people put it into different words; none counts yet" in waiting
    made = run("evidence", "export", str(book))
    assert "disputed: left out until it is settled" in made.stderr
    assert "put into words differently" in made.stderr
    run("evidence", "settle", "aa11", "--like", "ben", "--words", "--by", "eve")
    settled = words(run("evidence", "settle", "aa11", "--like", "ann", "--about", "leave", *at, "--by", "eve").stdout)
    assert "leave of straits, about it, as settled by eve" in settled
    made = run("evidence", "export", str(book))
    assert "about leave" in made.stdout
    assert "The harbour must agree." in made.stdout
    assert "1 of 2" in run("evidence", "review", *at, stdin="q\n").stdout
    (first, *_) = json.loads(run("evidence", "statements", "--json").stdout)["documents"][0]["statements"]
    assert (first["paraphrase"], first["words_settled_by"]) == ("The harbour must agree.", "eve")
    assert [(one["settled_by"], one["counts"]) for one in first["about"]] == [("eve", True)]
    record = words(run("evidence", "decisions", "aa11", width=200).stdout)
    for told in (
        "links aa11 to leave of straits",
        "unlinks aa11 from leave",
        "settles aa11: it is about leave",
        "puts into words aa11: Nobody sails without leave.",
        "settles aa11: its words are “The harbour",
    ):
        assert told in record


def test_the_key_settles_what_people_part_over_and_asks_where_that_is_not_one_thing(run: Run, book: Path) -> None:
    at = ("--rulebook", str(book))
    run("evidence", "accept", "aa11")
    for by, sentence in (("ann", "Nobody sails without leave."), ("ben", "The harbour must agree.")):
        run("evidence", "word", "aa11", sentence, "--by", by)
        run("evidence", "link", "aa11", "leave", *at, "--by", by, *(("--not",) if by == "ben" else ()))
    result = run("evidence", "review", *at, "--by", "eve", stdin="= ben\n= words cat\n= words ben\n= leave ben\nq\n")
    assert "people part over several things" in result.stderr
    assert "cat has not put `aa11` into words" in result.stderr
    assert "2 decided; 2 wait for a decision" in result.stdout
    (first, *_) = json.loads(run("evidence", "statements", "--json").stdout)["documents"][0]["statements"]
    assert first["paraphrase"] == "The harbour must agree."
    assert [one["counts"] for one in first["about"]] == [False]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("--words",), "has not put `aa11` into words"),
        (("--about", "leave"), "has not said whether `aa11` is about `leave`"),
        (("--about", "leave", "--words"), "settled one by one"),
        ((), "has decided nothing about `aa11`"),
    ],
)
def test_what_cannot_be_settled_is_told(run: Run, book: Path, typed: tuple[str, ...], told: str) -> None:
    result = run("evidence", "settle", "aa11", "--like", "ann", "--rulebook", str(book), *typed)
    assert result.exit_code == 2
    assert told in words(result.stderr)


@pytest.fixture
def two_readings(article: str) -> None:
    """Put two readings of one passage in the place of what was proposed."""
    with open_store() as store:
        (document,) = (store.documents.get(one.sha256) for one in store.documents.list())
        one = msgspec.structs.replace(ALL[2], document=document.sha256, alternatives=("dd44",))
        other = msgspec.structs.replace(one, id="dd44", alternatives=("cc33",), speakers=ALL[1].speakers)
        Desk(store).propose(document, lambda _: (one, other), RULES)


@pytest.mark.usefixtures("two_readings")
def test_one_of_two_readings_is_taken_by_its_number_and_the_other_is_rejected(run: Run) -> None:
    shown = run("evidence", "review", stdin="3\n2\nq\n", width=60)
    assert "2 readings of one passage." in shown.stdout
    assert "there is no reading 3 here" in shown.stderr
    assert "2 decided; 0 wait for a decision" in shown.stdout
    assert statuses(run) == {"cc33": "rejected", "dd44": "accepted"}
    assert "read otherwise: dd44" in words(run("evidence", "review", "--all", stdin="q\n").stdout)
    run("evidence", "review", "--all", stdin="u\nu\nq\n")
    assert statuses(run) == {"cc33": "open", "dd44": "open"}
    assert run("evidence", "accept", "cc33", "--alone").exit_code == 0
    assert statuses(run) == {"cc33": "accepted", "dd44": "rejected"}


def test_a_statement_with_one_reading_is_not_chosen_among_readings(run: Run) -> None:
    assert "there is no reading 1 here" in run("evidence", "review", stdin="1\nq\n").stderr
    result = run("evidence", "accept", "aa11", "--alone")
    assert (result.exit_code, "only reading" in result.stderr) == (2, True)


def test_nobody_takes_back_a_decision_of_somebody_else(run: Run) -> None:
    run("evidence", "accept", "aa11")
    result = run("evidence", "undo", "aa11", "--by", "ben")
    assert result.exit_code == 2
    assert "ben has decided nothing" in result.stderr
    assert run("evidence", "undo", "aa11").exit_code == 0
    assert statuses(run)["aa11"] == "open"


@pytest.mark.parametrize(
    ("fields", "key", "value"),
    [
        (["stance=requires"], "stance", "requires"),
        (["to=reporters"], "to", "reporters"),
        (["form=mixed"], "form", "mixed"),
        (["negated=yes"], "negated", True),
        (["speaker=none"], "speakers", []),
        (["for=none"], "for", []),
        (["words=tolls … are"], "words", "tolls would stay as they are"),
        (["words=Minister Oda | tolls"], "words", "Minister Oda … tolls"),
    ],
)
def test_every_field_can_be_corrected(run: Run, fields: list[str], key: str, value: object) -> None:
    run("evidence", "correct", "aa11", *fields)
    shown = json.loads(run("evidence", "statements", "--json").stdout)["documents"][0]["statements"]
    assert next(one for one in shown if one["statement"] == "aa11")[key] == value


def test_speaker_and_day_are_corrected_with_who_gave_them(run: Run) -> None:
    told = run(
        "evidence", "correct", "bb22", "speaker=body: Port Office, the harbour", "day=2014-04-01/2014-04-03", "for=KOR"
    ).stdout
    assert "corrected: speaker, for whom, day · for KOR · 2014-04-01 to 2014-04-03" in words(told)
    shown = json.loads(run("evidence", "statements", "--json").stdout)["documents"][0]["statements"]
    one = next(one for one in shown if one["statement"] == "bb22")
    assert [(who["kind"], who["name"], who["title"]) for who in one["speakers"]] == [
        ("body", "Port Office", "the harbour")
    ]
    assert (one["said"]["value"], one["said"]["rule"]) == ("2014-04-01/2014-04-03", "given by a person")


def test_accepted_statements_become_blocks_that_pass_check_without_a_sentence_of_the_article(
    run: Run, book: Path
) -> None:
    run("evidence", "accept", "aa11")
    run("evidence", "correct", "bb22", "gloss=yes")
    run("evidence", "word", "aa11", "Nobody sails without leave of the port.")
    run("evidence", "link", "aa11", "leave", "--rulebook", str(book))
    target = book / "from-articles.md"
    told = run("evidence", "export", str(book), "--to", str(target)).stderr
    assert "2 statements written" in told
    text = target.read_text()
    assert not any(line in text for line in LINES if line != LINES[0])
    assert not re.search(r"tolls would stay|never asked|declined", text)
    checked = run("check", str(book))
    assert checked.exit_code == 0
    assert "W0304" in checked.stderr + checked.stdout
    loaded = load_rulebook(str(book)).rulebook
    assert loaded is not None
    first, second = loaded.statements.values()
    assert (first.speakers, str(first.on), first.paragraph, first.about) == (("JPN",), "2014-04-03", "3", ("leave",))
    assert first.text == "Nobody sails without leave of the port."
    assert (second.speakers, second.stance, second.text) == (("narrator",), "declines", "")
    assert (book / "passages.csv").read_text().splitlines()[1].endswith(passage_hash(LINES[2]))


def test_exporting_again_writes_only_what_is_new_and_overwrites_nothing(run: Run, book: Path) -> None:
    target = book / "from-articles.md"
    run("evidence", "accept", "aa11")
    run("evidence", "export", str(book), "--to", str(target))
    own = target.read_text().replace('says ""', 'says "My own words."')
    target.write_text(own)
    run("evidence", "correct", "cc33", "for=JPN")
    told = run("evidence", "export", str(book), "--to", str(target)).stderr
    assert "1 statement in straits already" in told
    assert target.read_text().startswith(own.rstrip())
    loaded = load_rulebook(str(book)).rulebook
    assert loaded is not None
    assert [one.text for one in loaded.statements.values()] == ["My own words.", ""]
    before = target.read_text()
    assert "0 statements written" in run("evidence", "export", str(book), "--to", str(target)).stderr
    assert target.read_text() == before


def test_a_party_that_the_rulebook_does_not_know_is_told(run: Run, book: Path) -> None:
    run("evidence", "correct", "aa11", "for=UNC")
    result = run("evidence", "export", str(book))
    assert "straits knows no party `UNC`" in words(result.stderr)
    assert "statement" not in result.stdout


def test_a_statement_of_nobody_the_rulebook_knows_is_left_out_and_it_is_told_whom_it_needs(
    run: Run, book: Path
) -> None:
    run("evidence", "accept", "aa11", "bb22", "cc33")
    target = book / "from-articles.md"
    told = words(run("evidence", "export", str(book), "--to", str(target)).stderr)
    assert "`bb22` is left out: A spokesman for the harbour speaks for no party or voice of straits" in told
    assert "correct for whom (`placet evidence correct bb22 for=PARTY`), or declare a voice" in told
    assert "2 statements left out: straits does not know for whom they are said" in told
    loaded = load_rulebook(str(book)).rulebook
    assert loaded is not None
    assert [one.speakers for one in loaded.statements.values()] == [("JPN",)]
    run("evidence", "correct", "bb22", "for=JPN")
    assert "1 statement written" in run("evidence", "export", str(book), "--to", str(target)).stderr


def test_a_file_that_is_not_the_rulebooks_is_left_alone(run: Run, book: Path, tmp_path: Path) -> None:
    run("evidence", "accept", "aa11")
    other = tmp_path / "notes.md"
    other.write_text("mine")
    result = run("evidence", "export", str(book), "--to", str(other))
    assert result.exit_code == 2
    assert other.read_text() == "mine"


def test_the_passage_behind_an_exported_statement_is_shown(run: Run, book: Path) -> None:
    run("evidence", "accept", "aa11")
    run("evidence", "export", str(book), "--to", str(book / "from-articles.md"))
    loaded = load_rulebook(str(book)).rulebook
    assert loaded is not None
    (name,) = loaded.statements
    shown = words(run("evidence", "show", str(book), name).stdout)
    assert "the very passage" in shown
    assert LINES[2] in shown
    value = json.loads(run("evidence", "show", str(book), "--json").stdout)["statements"]
    assert [(one["certain"], one["found_at"]) for one in value] == [(True, 3)]


def test_where_the_article_is_not_stored_it_is_said_how_to_recognise_it(run: Run) -> None:
    shown = words(run("evidence", "show", "korea", "st05-abe-july", width=60).stdout)
    for part in ("the article is not stored", "The Dong-A Ilbo", "Prior talks", "2014-11-18", "paragraph 8"):
        assert part in shown
    assert re.search(r"passage [0-9a-f]{12}", shown)


def test_search_finds_statements_and_passages_and_marks_the_words(run: Run) -> None:
    shown = words(run("evidence", "search", "tolls", width=60).stdout)
    assert "«tolls»" in shown
    assert "1 statement, 1 passage" in shown
    by = json.loads(run("evidence", "search", "--speaker", "oda", "--party", "JPN", "--json").stdout)
    assert [one["statement"] for one in by["statements"]] == ["aa11"]
    days = words(run("evidence", "search", "--from", "2014-01-01", "--to", "2014-12-31").stdout)
    assert "1 statement" in days
    assert "2 others would fit but for the day" in days
    assert run("evidence", "search").exit_code == 2


@pytest.mark.parametrize(
    ("party", "told"), [("Japan", "did you mean `JPN`?"), ("ZZZ", "there are some for `JPN`"), ("jpn", "")]
)
def test_a_party_for_which_there_is_no_statement_is_told(run: Run, party: str, told: str) -> None:
    result = run("evidence", "search", "--party", party)
    assert result.exit_code == 0
    assert told in result.stderr
    assert bool(told) == ("no statement is for" in result.stderr)


def test_the_name_of_a_state_given_as_its_code_is_asked_about(run: Run) -> None:
    assert "is `JPN` meant?" in run("evidence", "correct", "aa11", "for=Japan").stderr
    assert "meant" not in run("evidence", "correct", "aa11", "for=JPN").stderr


def test_no_words_are_no_words_of_ones_own(run: Run) -> None:
    for nothing in ("", "  "):
        result = run("evidence", "word", "aa11", nothing)
        assert (result.exit_code, "no words are given" in result.stderr) == (2, True)
    assert "puts into words" not in run("evidence", "decisions").stdout


def test_an_unknown_document_statement_or_point_is_told(run: Run, book: Path) -> None:
    for args in (
        ("statements", "none.txt"),
        ("accept", "ffff"),
        ("link", "aa11", "nothing", "--rulebook", str(book)),
        ("show", "korea", "st99"),
        ("correct", "aa11", "day"),
        ("correct", "aa11", "colour=red"),
    ):
        result = run("evidence", *args)
        assert result.exit_code == 2, args
        assert "error:" in result.stderr


def test_one_key_decides_in_a_real_terminal_and_an_interruption_loses_nothing(tmp_path: Path, run: Run) -> None:
    leader, follower = pty.openpty()
    env = {**os.environ, "COLUMNS": "60", "TERM": "xterm"}
    talk = subprocess.Popen(
        [sys.executable, "-m", "placet", "evidence", "review", "--by", "ann"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=env,
        cwd=tmp_path,
        start_new_session=True,
    )
    os.close(follower)
    try:
        seen = _read_until(leader, "quit")
        assert "1 of 3" in seen
        os.write(leader, b"a")
        seen = _read_until(leader, "quit")
        assert "2 of 3" in seen
        assert "\x1b[1m" in seen
        os.write(leader, b"\x1b[C")
        assert "3 of 3" in _read_until(leader, "quit")
        os.write(leader, b"r")
        assert "2 of 3" in _read_until(leader, "quit")
        talk.send_signal(signal.SIGKILL)
    finally:
        talk.kill()
        talk.wait(10)
        os.close(leader)
    assert statuses(run) == {"aa11": "accepted", "bb22": "open", "cc33": "rejected"}


def _read_until(leader: int, wanted: str, timeout_s: float = 20) -> str:
    seen = ""
    end = time.monotonic() + timeout_s
    while wanted not in words(seen):
        ready, _, _ = select.select([leader], [], [], max(end - time.monotonic(), 0))
        assert ready, seen
        seen += os.read(leader, 65536).decode()
    return seen
