"""Each error and warning of parser and checker: what draws it, what it points at, and the words it names."""

from __future__ import annotations

import pytest

from placet.diagnostics.codes import CODES
from placet.language import load_text
from tests.language.rulebook_text import codes, load, marked

CASES: list[tuple[str, str, str, str]] = [
    # code, declarations, what is marked, what the message or help says
    ("E0201", 'point p "never ends', '"never ends', "no closing quotation mark"),
    ("E0202", "term t means value ≥ 5", "≥", "Write `>=` instead."),
    ("E0202", "term t means actor == USA", "==", "Write `=` instead."),
    ("E0202", "term t means provoked && combat", "&&", "Write `and` instead."),
    ("E0203", 'point 3rd "third"', "3rd", "no name begins with a digit"),
    ("E0204", 'pary PRK "North"', "pary", "Did you mean `party`?"),
    ("E0204", 'rule r "r"\nunder pact\n  bars', "under", "Indent it"),
    ("E0204", '  point p "p"', "point", "left margin"),
    ("E0204", "  actor = USA", "actor", "belongs to no declaration"),
    ("E0205", 'party PRK\n  office a "b"', "office", "the party's name between quotation marks"),
    ("E0205", "term t means actor is USA", "is", "equality is written `=`"),
    ("E0205", 'term t means actor = "USA"', '"USA"', "without quotation marks"),
    ("E0205", "term t means actor = USA = JPN", "=", "cannot be chained"),
    ("E0205", "term t means (actor = USA", "USA", "Each `(` needs its `)`."),
    ("E0205", "term t means actor = USA.dod", "USA.dod", "write `USA`"),
    ("E0205", "term t means actor =", "=", "expected a value"),
    ("E0205", 'question q "?"\n  given provoked', "provoked", "`provoked = yes`"),
    ("E0206", f"term t means {'(' * 10000}combat{')' * 10000}", "(", "more than 60 deep"),
    ("E0206", f"term t means {'not ' * 10000}combat", "not", "more than 60 deep"),
    ("E0206", f"term t means {'sovereign(' * 10000}area{')' * 10000} = KOR", "(", "more than 60 deep"),
    ("E0207", 'point notice "a"', "notice", "is a word of the language"),
    ("E0208", 'source s "s" published 2014-02-30', "2014-02-30", "February 2014 has 28 days"),
    ("E0208", 'source s "s" published 2014-13', "2014-13", "there is no month 13"),
    ("E0209", 'source s "s" published 2014-12-29 to 2014-12-28', "2014-12-29 to 2014-12-28", "earlier day first"),
    ("E0210", 'rule r "r"\n  under pact\n  bars\n  unles combat', "unles", "Did you mean `unless`?"),
    ("E0210", 'rule r "r"\n  under pact\n  bars\n  signed 1960', "signed", "a rule has no `signed`"),
    ("E0211", 'rule r "r"\n  under pact\n  when combat\n  when provoked\n  bars', "when provoked", "its second"),
    ("E0211", 'question q "?"\n  given actor = USA, actor = JPN', "actor = JPN", "given twice"),
    ("E0212", "statement s in paper by KOR on 2014-01-01", "statement s", "lacks a stance"),
    ("E0212", 'statement s in paper says "yes"', "statement s", "who speaks"),
    ("E0212", 'statement s by KOR says "yes"', "statement s", "lacks `in`"),
    ("E0213", 'statement s in paper by KOR says "a" denies "b"', "denies", "one stance"),
    ("E0214", 'party Prk "North"', "Prk", "`PRK`"),
    ("E0215", 'voice Green "Green"', "Green", "Capitals are for parties."),
    ("E0216", f'point {"x" * 200} "long"', "x" * 200, "200 characters"),
    ("W0201", "term t means combat and provoked or actor = USA", "combat and provoked or actor = USA", "mixes"),
    ("W0202", "term t means USA in (USA, JPN)", "USA in (USA, JPN)", "always true"),
    ("W0202", "term t means north within japan", "north within japan", "never true"),
    ("W0202", "term t means 5 < 4", "5 < 4", "never true"),
    ("E0301", 'party KOR "again"', "KOR", "declared twice"),
    ("E0301", 'point actor "a"', "actor", "is a field already"),
    ("E0301", "field members : party", "members", "who is a party to an instrument"),
    ("E0301", 'party PRK "North" office a "a" office a "b"', "a", "declared twice"),
    ("E0301", 'instrument i "i" part a "a" part a "b"', "a", "declared twice"),
    ("E0302", "term t means actor = combat", "combat", "is a term"),
    ("E0302", 'rule r "r" under talk bars', "talk", "is a rule, not an instrument"),
    ("E0302", 'question q "?" given actor = japan', "japan", "is a place, not a party"),
    ("E0302", "relation r : place to party north is japan", "japan", "is a place, not a party"),
    ("E0302", "term t means combat(area)", "combat", "not a relation"),
    ("E0302", 'statement s in paper by japan.mod says "a"', "japan.mod", "has no offices"),
    ("E0303", 'instrument i "i" between KRO', "KRO", "Did you mean `KOR`?"),
    ("E0303", "term t means actor = JNP", "JNP", "Did you mean `JPN`?"),
    ("E0303", 'statement s in paper by UAS.dod says "a"', "UAS.dod", "Did you mean `USA`?"),
    ("E0303", 'rule r "r" under pact needs consent of JNP', "JNP", "Did you mean `JPN`?"),
    ("E0304", 'statement s in paper by USA.dood says "a"', "USA.dood", "Did you mean `USA.dod`?"),
    ("E0304", 'rule r "r" under pact needs consent of KOR by presidnt', "presidnt", "Did you mean `president`?"),
    ("E0304", 'rule r "r" under pact needs consent of KOR by USA.dod', "USA.dod", "no office of `KOR`"),
    ("E0304", 'rule r "r" under pact needs consent of actor by nobody', "nobody", "there is no office `nobody`"),
    ("E0305", 'statement s in paper by horning says "a"', "horning", "Did you mean `hornung`?"),
    ("E0306", 'place p "p" in peninsulla', "peninsulla", "Did you mean `peninsula`?"),
    ("E0306", "term t means area within jappan", "jappan", "Did you mean `japan`?"),
    ("E0307", 'statement s in papr by KOR says "a"', "papr", "Did you mean `paper`?"),
    ("E0308", "reading USA of talk says usa-say holds", "usa-say", "Did you mean `usa-says`?"),
    ("E0309", 'rule r "r" under pakt bars', "pakt", "Did you mean `pact`?"),
    ("E0310", 'rule r "r" under pact note bars', "note", "there is no part `note` in `pact`"),
    ("E0311", 'rule r "r" under pact bars overrides tlak', "tlak", "Did you mean `talk`?"),
    ("E0312", 'question q "?" given actr = USA', "actr", "Did you mean `actor`?"),
    ("E0313", "term t means act = strke", "strke", "Did you mean `strike`?"),
    ("E0313", "term t means strike", "strike", "Write `act = strike`."),
    ("E0313", 'question q "?" given act = bomb', "bomb", "The values are `deploy`, `strike`, `share`."),
    ("E0314", "term t means soverign(area) = KOR", "soverign", "Did you mean `sovereign`?"),
    ("E0315", "reading USA of tallk since 2014 holds", "tallk", "Did you mean `talk`?"),
    ("E0316", 'question q "?" about sovreign', "sovreign", "Did you mean `sovereign`?"),
    ("E0317", "term t means provokd", "provokd", "Did you mean `provoked`?"),
    ("E0317", "term t means nothing-at-all = other", "other", "is not declared"),
    ("W0301", "field f : set of party or none", "or none", "already says `none`"),
    ("W0302", "field f : only-one", "only-one", "only one value"),
    ("W0303", "term t means act in (strike, strike)", "strike", "stands twice"),
    ("W0303", 'statement s in paper by KOR, KOR says "a"', "KOR", "stands twice"),
    ("W0303", 'rule r "r" under pact needs consent or consent of JPN', "consent", "stands twice"),
    ("W0303", "relation r : place to set of party north is KOR, KOR", "KOR", "stands twice"),
    ("W0304", 'statement s in paper by KOR says ""', 'says ""', "are missing"),
    ("E0401", "field f : set of number", "set of number", "no set of numbers"),
    ("E0401", "field f : set of yes or no", "set of yes or no", "no set of yes or no"),
    ("E0402", "relation r : number to party", "number", "keys of a relation"),
    ("E0402", "relation r : party to number", "number", "cannot be numbers"),
    ("E0402", "relation members : place to party", "members", "from `instrument` to `set of party`"),
    ("E0403", "field f : a1, b1, a1", "a1", "stands twice"),
    ("E0404", "field f : actor", "actor", "no list of its own"),
    ("E0405", "term t means sovereign = KOR", "sovereign", "needs a key"),
    ("E0405", "term t means members = KOR", "members", "needs a key"),
    ("E0406", "term t means sovereign(actor) = KOR", "actor", "the key of `sovereign` is a place, not a party"),
    ("E0406", "term t means sovereign(none) = KOR", "none", "not `none`"),
    ("E0406", "term t means members(attacked) = none", "attacked", "ask of each member"),
    ("E0407", "term t means actor in (KOR, helper)", "helper", "only written values"),
    ("E0408", "term t means actor in (KOR, japan)", "japan", "differ in kind"),
    ("E0409", "term t means actor", "actor", "is a party, not a condition"),
    ("E0409", "term t means KOR", "KOR", "not a condition"),
    ("E0409", "term t means yes", "yes", "Write `always`."),
    ("E0409", "term t means sovereign(area)", "sovereign(area)", "not a condition"),
    ("E0410", "term t means actor = japan", "actor = japan", "`actor` is a party and `japan` is a place"),
    ("E0410", "field other : a1, b1\nterm t means act = other", "act = other", "different lists"),
    ("E0411", "term t means attacked = KOR", "attacked = KOR", "Write `KOR in attacked`."),
    ("E0411", "term t means actor = (KOR, JPN)", "actor = (KOR, JPN)", "Write `actor in (KOR, JPN)`."),
    ("E0412", "term t means actor = none", "actor = none", "add `or none`"),
    ("E0412", 'question q "?" given actor = none', "none", "never `none`"),
    ("E0412", "reading JPN of sovereign since 2014 north is none", "none", "always gives a value"),
    ("E0413", "term t means actor in KOR", "KOR", "Write `=`"),
    ("E0413", "term t means area in japan", "japan", "For places, write `within`."),
    ("E0413", "term t means actor in none", "none", "not a set"),
    ("E0414", "term t means attacked in members(pact)", "attacked", "asks of one value"),
    ("E0415", "term t means actor within japan", "actor", "asks of places"),
    ("E0415", "term t means area within none", "none", "asks of places"),
    ("E0416", "term t means actor > 5", "actor", "compares numbers"),
    ("E0416", "term t means value > provoked", "provoked", "compares numbers"),
    ("E0417", "term t means value > cost", "value > cost", "two number fields"),
    ("E0417", "term t means value = cost", "value = cost", "two number fields"),
    ("E0418", 'question q "?" given value = KOR', "KOR", "is not a number"),
    ("E0418", 'question q "?" given provoked = KOR', "KOR", "neither `yes` nor `no`"),
    ("E0418", 'question q "?" given actor = 5', "5", "not a number"),
    ("E0418", 'question q "?" given actor = yes', "yes", "is not a party"),
    ("E0418", 'question q "?" given actor = sovereign(japan)', "sovereign(japan)", "not a relation"),
    ("E0419", "reading JPN of sovereign since 2014 north is unsettled between KOR", "KOR", "at least two"),
    ("E0420", "reading JPN of guards since 2014 north is KOR, none", "KOR, none", "beside other values"),
    ("E0421", "reading JPN of sovereign since 2014 north is KOR, JPN", "KOR, JPN", "here are 2"),
    ("E0421", 'question q "?" given actor = (KOR, JPN)', "(KOR, JPN)", "one value, not several"),
    ("E0422", 'rule r "r" under pact needs consent of area', "area", "nobody who could be asked"),
    ("E0422", 'rule r "r" under pact needs consent of (KOR, JPN)', "(KOR, JPN)", "several parties"),
    ("E0423", 'rule r "r" under pact needs consent of attacked', "attacked", "Write `each` before it."),
    ("E0423", 'rule r "r" under pact needs consent of each KOR', "KOR", "Leave out `each`."),
    ("E0423", 'rule r "r" under pact needs consent of KOR except JPN', "JPN", "needs `each`"),
    ("E0501", "term t1 means t2\nterm t2 means t1 or combat", "t1", "`t1` → `t2` → `t1`"),
    ("E0501", "term t1 means not t1", "t1", "means itself"),
    ("E0501", "term t1 means combat\nreading USA of combat since 2014 also when t1", "combat", "mean each other"),
    ("E0502", 'rule r1 "a" under pact bars overrides r2\nrule r2 "b" under pact bars overrides r1', "r2", "override"),
    ("E0502", 'rule r1 "a" under pact bars overrides r1', "r1", "overrides itself"),
    ("E0503", 'place p1 "a" in p2\nplace p2 "b" in p1', "p2", "lie in each other"),
    ("E0504", "term t0 means combat\n" + "\n".join(f"term t{i} means t{i - 1}" for i in range(1, 200)), "t119", "deep"),
    ("E0601", 'rule r "r" under pact bars since 2015 until 2014', "2014", "not after"),
    ("E0601", 'instrument i "i" in force from 2015-01-01 until 2015-01-01', "2015-01-01", "not after"),
    ("E0601", "reading USA of talk since 2015-02-01 until 2015-01-01 holds", "2015-01-01", "not after"),
    (
        "E0601",
        "reading JPN of sovereign since 2014 says-not-there\n  north is KOR since 2015 until 2014",
        "2014",
        "after",
    ),
    ("E0602", 'instrument i "i" term 0 years', "0", "above zero"),
    ("E0602", 'rule r "r" under pact needs consent of JPN 1.5 days before', "1.5", "whole number"),
    ("E0603", 'instrument i "i" revived 2015', "revived 2015", "nothing is suspended"),
    ("E0604", 'instrument i "i" signed 2015-02-01 in force from 2015-01-01', "2015-01-01", "before it is signed"),
    ("E0604", 'instrument i "i" in force from 2015 terminated 2014', "2014", "terminated before it is in force"),
    ("E0701", 'statement s in paper by narrator, KOR says "a"', "by narrator, KOR", "cannot speak together"),
    ("E0702", 'statement s in paper by KOR told by KOR.mnd says "a"', "told by KOR.mnd", "the other side"),
    ("E0703", 'instrument i "i" binding political', "political", "either binding or political"),
    ("E0704", 'instrument i "i" between KOR, KOR', "KOR", "named twice"),
    ("E0704", 'instrument i "i" between KOR member KOR from 2015', "KOR", "named twice"),
    ("E0705", 'rule r "r" bars', "rule r", "no basis"),
    ("E0706", 'rule r "r" under pact held by USA.dod says usa-says bars', "held by USA.dod", "both under"),
    ("E0707", 'rule r "r" held by USA bars', "held by USA", "no statement says so"),
    ("E0708", 'rule r "r" under pact bars allows', "allows", "both bars and allows"),
    ("E0710", "reading USA of talk says reporter rejects", "reporter", "the word of the narrator"),
    ("E0710", 'rule r "r" held by KOR says reporter bars', "reporter", "carries no rule of `KOR`"),
    ("E0710", 'statement m in paper by media on 2014 says "a"\nreading KOR of talk says m holds', "m", "the media"),
    ("E0711", "reading KOR of talk says usa-says holds", "usa-says", "not a statement of `KOR`"),
    ("E0711", "reading USA.state of talk says usa-says rejects", "usa-says", "It is by `USA.dod`"),
    ("E0711", 'rule r "r" held by hornung says usa-says bars', "usa-says", "not a statement of `hornung`"),
    ("E0712", "reading JPN of talk says jpn-declines holds", "jpn-declines", "say `unsettled`"),
    ("E0712", "reading JPN of sovereign says jpn-declines north is KOR", "jpn-declines", "settles nothing"),
    ("E0712", 'rule r "r" held by JPN says jpn-declines bars', "jpn-declines", "settles nothing"),
    ("E0714", "reading USA of talk since 2014 holds rejects", "rejects", "both hold and reject"),
    ("E0715", "reading USA of combat since 2014 holds", "holds", "a reading of a term cannot have `holds`"),
    ("E0715", "reading USA of pact since 2014 unless combat", "unless combat", "a reading of an instrument"),
    ("E0715", "reading USA of pact since 2014 unsettled when combat", "unsettled when combat", "as a whole"),
    ("E0715", "reading USA of sovereign since 2014 rejects", "rejects", "a reading of a relation"),
    ("E0715", "reading USA of talk since 2014 north is KOR", "north is KOR", "cannot have entries"),
    ("E0716", "reading USA of talk rejects", "reading USA of talk", "when it begins"),
    ("E0717", 'source s "s"\nstatement x in s by USA says "a"\nreading USA of talk says x holds', "x", "has no day"),
    ("E0718", 'rule r "r" under pact bars\nreading USA of r since 2014 by president', "by president", "needs nothing"),
    ("W0401", 'rule r "r" under pact when combat', "rule r", "has no effect"),
    ("W0402", "reading USA of talk since 2014", "reading USA of talk", "changes nothing"),
]


@pytest.mark.parametrize(("code", "text", "mark", "words"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)])
def test_a_mistake_draws_its_code_at_its_words(code: str, text: str, mark: str, words: str) -> None:
    loaded = load(text)
    found = [index for index, diagnostic in enumerate(loaded.diagnostics) if diagnostic.code == code]
    assert found, codes(loaded)
    marks = [marked(loaded, index) for index in found]
    assert mark in marks
    diagnostic = loaded.diagnostics[found[marks.index(mark)]]
    assert words in f"{diagnostic.message} {diagnostic.help}"
    assert (diagnostic.severity == "error") == code.startswith("E")
    assert (loaded.rulebook is None) == any(diagnostic.severity == "error" for diagnostic in loaded.diagnostics)


@pytest.mark.parametrize(
    ("code", "text"), [(c[0], c[1]) for c in CASES], ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)]
)
def test_a_mistake_is_told_once_and_draws_no_other(code: str, text: str) -> None:
    several = {"says-not-there", "UAS.dod"}
    found = codes(load(text))
    if not any(word in text for word in several):
        assert set(found) <= {code, "W0201", "W0402"} | ({"E0601"} if "2015-01-01 until" in text else set())
        assert len(found) <= 2


def test_the_base_of_these_tests_is_sound() -> None:
    assert codes(load()) == []


def test_messages_are_of_the_house_style() -> None:
    for _, text, _, _ in CASES:
        for diagnostic in load(text).diagnostics:
            assert not diagnostic.message.endswith("."), diagnostic.message
            assert diagnostic.message[0] == "`" or diagnostic.message[0].islower(), diagnostic.message
            assert diagnostic.help == "" or diagnostic.help[-1] in ".?", diagnostic.help
            assert "None" not in diagnostic.message, diagnostic.message
            assert diagnostic.code in CODES


def test_every_code_of_text_has_a_case_here() -> None:
    of_files = {code for code in CODES if code.startswith(("E01", "W01"))}
    of_text = {code for code in CODES if code[0] in "EW"} - of_files
    assert of_text == {case[0] for case in CASES}


@pytest.mark.parametrize(
    ("code", "text"), [(c[0], c[1]) for c in CASES], ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)]
)
def test_a_fix_that_is_offered_mends_its_error(code: str, text: str) -> None:
    loaded = load(text)
    source = loaded.texts["rulebook.md"]
    for diagnostic in loaded.diagnostics:
        fix = diagnostic.fix
        if fix is None or diagnostic.code == "W0201" or len(text) > 5000:
            continue
        mended = source[: fix.span.start] + fix.replacement + source[fix.span.end :]
        after = {(other.code, other.message) for other in load_text(mended).diagnostics}
        assert (diagnostic.code, diagnostic.message) not in after, fix
