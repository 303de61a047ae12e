"""What is answered where an address asks for what cannot be: what was wrong, what can be given, never a fault."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import msgspec
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from placet import web
from placet.web import app as application
from placet.web.app import create_app
from placet.web.languages import N_, Language, language
from placet.web.pages import Page, View
from placet.web.refusals import Refused, unknown
from placet.web.settings import Settings
from placet.web.visit import Visit
from tests.web.conftest import TODAY, make_client

BAD = [
    ("/no", 404, "there is no rulebook `no`"),
    ("/korae", 404, "Did you mean `korea`?"),
    ("/korea/nothing", 404, "there is no page"),
    ("/help/codes/E9999", 404, "there is no code"),
    ("/korea/ask?actor=USB", 400, "`USB`"),
    ("/korea/ask?acter=USA", 400, "Did you mean `actor`?"),
    ("/korea/ask?actor=USA&actor=JPN", 400, "given twice"),
    ("/korea/ask?question=signature-00", 400, "Did you mean `signature-000`?"),
    ("/korea/ask?question=sc1&question=sc2", 400, "two questions"),
    ("/korea/ask?on=2014-02-30", 400, "there is no day `2014-02-30`"),
    ("/korea/ask?on=yesterday", 400, "is not a day"),
    ("/korea/ask?on=2014-11-17&on=2014-11-18", 400, "given twice"),
    ("/korea/ask?known=2014", 400, "is a year, not a day"),
    ("/korea/ask?attacked=none&attacked=KOR", 400, "none"),
    ("/korea/ask?" + "a" * 5000 + "=x", 400, "there is no field"),
    ("/korea/statements?by=KRO", 400, "Did you mean `KOR`?"),
    ("/korea/statements?stance=shouts", 400, "there is no stance"),
    ("/korea/statements?page=0", 400, "whole number from 1"),
    ("/korea/statements?page=9999999999", 400, "whole number from 1"),
    ("/korea/statements?page=²", 400, "whole number from 1"),
    ("/korea/instruments?party=KRO", 400, "Did you mean `KOR`?"),
]


@pytest.mark.parametrize(("address", "status", "words"), BAD)
def test_a_page_says_what_was_wrong_and_what_can_be_given(
    client: TestClient, address: str, status: int, words: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words.replace("`", "") in answer.text.replace("<code>", "").replace("</code>", "")
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("address", "status", "words"), [bad for bad in BAD if "/korea/" in bad[0]])
def test_the_same_as_json(client: TestClient, address: str, status: int, words: str) -> None:
    path, _, query = address.partition("?")
    answer = client.get(f"{path}.json" + (f"?{query}" if query else ""))
    assert answer.status_code == status
    error = answer.json()["error"]
    assert words in f"{error['message']} {error['help']}"


def test_a_page_cannot_be_written_that_is_only_read(client: TestClient) -> None:
    assert client.post("/korea").status_code == 405


def test_a_fault_of_the_program_is_told_without_its_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_visit: Visit) -> View:
        raise ZeroDivisionError("a secret of the program")

    pages = tuple(
        msgspec.structs.replace(page, handle=broken) if page.name == "check" else page for page in application.PAGES
    )
    monkeypatch.setattr(application, "PAGES", pages)
    client = make_client(create_app(Settings(today=TODAY)), raises=False)
    for address in ("/korea/check", "/korea/check.json"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
    assert "Nothing was changed" in client.get("/korea/check").text


def test_all_pages_have_names_and_addresses_of_their_own(app: Starlette) -> None:
    pages: tuple[Page, ...] = application.PAGES
    assert len({page.name for page in pages}) == len(pages)
    assert len({(page.path, page.methods) for page in pages}) == len(pages)
    assert {page.section for page in pages} <= {"", *application.SECTIONS}


def test_a_part_of_a_page_that_cannot_be_had_is_told_in_its_place(client: TestClient) -> None:
    answer = client.get("/korea/ask?actor=USB", headers={"hx-request": "true"})
    assert answer.status_code == 400
    assert "USB" in answer.text
    assert "<html" not in answer.text


class Reversed(Language):
    """A language in which every message is written backwards, but for its names."""

    def gettext(self, message: str, **values: object) -> str:
        """Return a message with its words from the last to the first."""
        return " ".join(reversed(message.split()))


def test_a_refusal_is_told_in_the_readers_language_and_what_was_typed_stays() -> None:
    refused = unknown("party", "KRO", ["KOR", "JPN"])
    (message, spoken), (help, _) = refused.told(Reversed("ko"))
    assert (message, spoken) == ("`KRO` party no is there", "ko")
    assert help == "`KOR`? mean you Did"
    assert refused.told(language("en"))[0] == ("there is no party `KRO`", "en")
    counted = Refused(N_("%(most)s at %(day)s"), most=12345, day=dt.date(2014, 11, 17))
    assert counted.told(Reversed("ja"))[0][0] == "2014/11/17 at 12,345"
    assert str(counted) == "12,345 at 2014-11-17"


def test_every_refusal_that_the_pages_write_themselves_is_marked_to_be_translated() -> None:
    unmarked = []
    for path in Path(web.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refused":
                bare = [one for one in call.args[:2] if isinstance(one, ast.Constant) and one.value]
                unmarked += [f"{path.name}:{one.lineno}" for one in bare]
    assert unmarked == []


def test_a_refused_page_in_another_language_says_that_the_checkers_words_are_english(client: TestClient) -> None:
    page = client.get("/korea/ask?on=2014-02-30&lang=ko")
    assert page.status_code == 400
    assert '<p lang="en">' in page.text
    assert "E0" in page.text or "code" in page.text
    assert "This page as" not in page.text


@pytest.mark.parametrize("code", ["en", "ko", "ja"])
@pytest.mark.parametrize("address", ["/river-notice/edit", "/korea/compare.json?by=readers", "/korea/compare?one=JPN"])
def test_a_refusal_that_asks_ends_with_its_question_mark(client: TestClient, address: str, code: str) -> None:
    text = client.get(address, params={"lang": code}).text
    assert not any(end in text for end in ("?.", "？。", "?。", "？."))
