"""The pages in English, Korean and Japanese: complete, chosen as the browser wishes, with days and numbers of each."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from placet.diagnostics.codes import CODES
from placet.model import Day
from placet.web.app import create_app
from placet.web.languages import choose_language, language
from placet.web.settings import Settings
from tests.web.conftest import make_client
from tools.messages import LANGUAGES, WEB, WORDS, gathered, missing, place, updated, written

HOLE = re.compile(r"%\((\w+)\)([sd])")
FOREIGN = {"ko": re.compile("[\u3041-\u30ff\u4e00-\u9fff]"), "ja": re.compile("[\uac00-\ud7a3]")}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_message_lacks_its_translation(code: str) -> None:
    catalogue = updated(code, gathered())
    assert missing(catalogue) == []
    assert written(catalogue) == place(code).read_text("utf-8"), "run `make messages`"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_titles_of_all_codes_of_messages_are_translated(code: str) -> None:
    spoken = language(code)
    assert [title for title in CODES.values() if spoken.gettext(title) == title] == []


def test_check_edit_and_help_say_what_a_code_tells_in_the_readers_language(tmp_path: Path) -> None:
    (tmp_path / "ferry").mkdir()
    (tmp_path / "ferry/README.md").write_text('```placet\nparty KOR "Korea"\nparty KOR "Korea"\n```\n', "utf-8")
    settings = Settings(rulebooks=(str(tmp_path / "ferry"),), only_named=True, data=tmp_path / "data")
    client = make_client(create_app(settings))
    told = "이름이 두 번 선언됨"
    assert told in client.get("/ferry/check?lang=ko").text
    assert told not in client.get("/ferry/check?lang=en").text
    assert told in client.get("/help/codes?lang=ko").text
    assert told in client.get("/help/codes/e0301?lang=ko").text
    text = (tmp_path / "ferry/README.md").read_text("utf-8")
    for code, title in (("ko", told), ("en", None)):
        sent = {"text": text, "base": ""}
        found = client.post(f"/ferry/edit/check.json?file=README.md&lang={code}", data=sent).json()["diagnostics"]
        assert [(one["code"], one["title"]) for one in found] == [("E0301", title)]


def test_every_message_of_the_code_is_gathered() -> None:
    """One inside an f-string is not, by every Python: it would lose its translation, and nobody would be told."""
    messages = gathered()
    lost = [
        f"{path.name}: {call.args[0].value}"
        for path in sorted(WEB.glob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
        if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) in WORDS
        if call.args[0].value not in messages
    ]
    assert lost == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_has_the_same_holes_as_its_message(code: str) -> None:
    wrong = []
    for message in updated(code, gathered()):
        own = message.id if isinstance(message.id, str) else message.id[-1]
        texts = message.string if isinstance(message.string, (tuple, list)) else [message.string or ""]
        wrong += [own for text in texts if text and sorted(HOLE.findall(own)) != sorted(HOLE.findall(text))]
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_translation_is_in_the_script_of_the_other_language(code: str) -> None:
    wrong = [m.id for m in updated(code, gathered()) if m.id and FOREIGN[code].search("".join(m.string))]
    assert wrong == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_word_alone_and_a_counted_word_are_both_translated(code: str) -> None:
    spoken = language(code)
    assert spoken.gettext("party") == spoken.ngettext("party", "parties", 2) != "parties"
    assert spoken.gettext("party") != "party"


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "code"),
    [
        ("ja", "ko", "en", "ja"),
        (None, "ko", "en", "ko"),
        ("xx", None, "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        (None, None, "en;q=0.5, ja;q=0.9", "ja"),
        (None, None, "ko;q=0, de", "en"),
        (None, None, "ko;q=high, ja;q=0.1", "ja"),
        (None, None, "", "en"),
        (None, "../../etc", "*", "en"),
    ],
)
def test_a_language_is_chosen_by_the_address_then_what_was_kept_then_the_browser(
    asked: str | None, kept: str | None, accepted: str, code: str
) -> None:
    assert choose_language(asked, kept, accepted) == code


def test_a_language_chosen_once_stays_chosen(client: TestClient) -> None:
    assert 'lang="ja"' in client.get("/help?lang=ja").text
    assert '<html lang="ja"' in client.get("/korea").text
    assert '<html lang="ko"' in client.get("/korea?lang=ko").text


def test_what_the_program_says_is_translated_and_the_rulebooks_words_stay(client: TestClient) -> None:
    page = client.get("/korea/ask?question=signature-000&lang=ko").text
    assert "다툼 있음" in page
    assert "JPN 측과 협의" in page
    assert "Combat operations from bases in Japan" in page
    assert not re.search(r">\s*(?:contested|needs|undetermined|Sources|Why)\s*<", page)


@pytest.mark.parametrize(
    ("code", "day", "month", "either"),
    [
        ("en", "17 Nov 2014", "November 2014", "28 Dec 2014 or 29 Dec 2014"),
        ("ko", "2014. 11. 17.", "2014년 11월", "2014. 12. 28. 또는 2014. 12. 29."),
        ("ja", "2014/11/17", "2014年11月", "2014/12/28 または 2014/12/29"),
    ],
)
def test_days_are_written_as_each_language_does(code: str, day: str, month: str, either: str) -> None:
    spoken = language(code)
    assert spoken.date(dt.date(2014, 11, 17)) == day
    assert spoken.day(Day(dt.date(2014, 11, 1), dt.date(2014, 11, 30))) == month
    assert spoken.day(Day(dt.date(2014, 12, 28), dt.date(2014, 12, 29))) == either
    assert spoken.number(1234567) == "1,234,567"
    assert spoken.date(dt.date.min) == "0001-01-01"
