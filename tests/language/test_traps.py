"""The traps of the five articles: each is a place where a hasty reader gets speaker, office, day or sense wrong."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from placet.engine import Decider
from placet.language.load import load_rulebook
from placet.model import Day, Reading, Rulebook, Statement, Value

ROOT = Path(__file__).resolve().parents[2]
KOREA = ROOT / "rulebooks" / "korea"


@pytest.fixture(scope="module")
def korea() -> Rulebook:
    loaded = load_rulebook(KOREA)
    assert loaded.rulebook is not None
    return loaded.rulebook


def statement(book: Rulebook, number: str) -> Statement:
    """Return the statement whose name begins with a number of the register, such as `st04`."""
    (found,) = [one for name, one in book.statements.items() if name.startswith(f"{number}-")]
    return found


def readings_on(book: Rulebook, name: str) -> list[Reading]:
    """Return the readings that rest on a statement."""
    return [reading for reading in book.readings if name in reading.says]


def rules_on(book: Rulebook, name: str) -> list[str]:
    """Return the rules that rest on a statement."""
    return [rule.id for rule in book.rules.values() if name in rule.says]


def day(text: str) -> Day:
    """Return a certain day."""
    return Day.exactly(dt.date.fromisoformat(text))


def rests_nothing_on(book: Rulebook, name: str) -> bool:
    """Say whether neither a rule nor a reading rests on a statement."""
    return not readings_on(book, name) and not rules_on(book, name)


def test_every_statement_of_the_register_is_there(korea: Rulebook) -> None:
    numbers = {name[:4] for name in korea.statements if re.match(r"st\d\d-", name)}
    assert numbers == {f"st{number:02d}" for number in range(1, 59)}


def test_every_statement_of_the_register_says_where_it_stands_and_how_its_day_is_known(korea: Rulebook) -> None:
    for number in range(1, 59):
        one = statement(korea, f"st{number:02d}")
        assert one.source in {f"art-00{index}" for index in range(5)}
        assert one.paragraph
        assert one.on is not None
        assert one.basis
        assert one.about
        assert one.text


def test_every_point_has_a_statement_and_no_point_has_a_winner(korea: Rulebook) -> None:
    for number in range(1, 19):
        assert [one for one in korea.statements.values() if f"d{number}" in one.about], f"d{number}"


def test_every_scenario_and_one_question_from_each_article_is_kept_ready(korea: Rulebook) -> None:
    wanted = {f"sc{number}" for number in range(1, 16)} | {f"signature-00{number}" for number in range(5)}
    assert wanted <= set(korea.questions)


def test_every_instrument_that_guides_only_is_political(korea: Rulebook) -> None:
    political = {name for name, one in korea.instruments.items() if not one.is_binding}
    assert {
        "guidelines-1997",
        "guidelines-2015",
        "tisa",
        "defmin-2015",
        "camp-david",
        "joint-declaration-2011",
    } <= political
    assert not {"us-jp-1960", "us-kr-1953", "korea-minute", "gsomia-2016", "us-jp-acsa-1996", "charter"} & political


def test_01_han_speaks_as_defence_minister_and_the_wrong_title_is_kept_in_view(korea: Rulebook) -> None:
    one = statement(korea, "st43")
    assert "KOR.mnd" in one.speakers
    assert "KOR.mofa" not in one.speakers
    assert "foreign minister" in one.description
    assert all("KOR.mofa" not in statement(korea, f"st{number}").speakers for number in (48, 49, 52, 57, 58))


def test_02_the_undated_article_has_an_inferred_uncertain_day(korea: Rulebook) -> None:
    source = korea.sources["art-004"]
    assert source.published is not None
    assert not source.published.is_certain
    assert "inferred" in source.basis
    assert "June" in source.basis


def test_03_state_declines_and_the_denial_is_the_defence_departments_as_relayed_twice(korea: Rulebook) -> None:
    state, denial = statement(korea, "st02"), statement(korea, "st04")
    assert (state.speakers, state.stance) == (("USA.state",), "declines")
    assert (denial.speakers, denial.stance, denial.grade, len(denial.relays)) == (("USA.dod",), "denies", "relayed", 2)
    assert [reading.reader for reading in readings_on(korea, denial.id)] == ["USA.dod"]
    assert [korea.rules[rule].held_by for rule in rules_on(korea, denial.id)] == ["USA.dod"]
    assert statement(korea, "st01").speakers == ("narrator",)
    assert rests_nothing_on(korea, statement(korea, "st01").id)


def test_04_the_garbled_words_are_read_for_their_sense(korea: Rulebook) -> None:
    assert "comment" in statement(korea, "st02").text.lower()
    assert "sending" in statement(korea, "st03").text
    (reading,) = readings_on(korea, statement(korea, "st02").id)
    assert reading.unsettled_when is not None
    assert not reading.unless


def test_05_consultation_and_permission_are_two_statements_and_no_rule_asks_for_permission(korea: Rulebook) -> None:
    consult, permit = korea.statements["st06-abe-diet"], korea.statements["st06b-abe-permission"]
    assert consult.paragraph == permit.paragraph == "9"
    assert "d2" in consult.about
    assert permit.about == ("d2",)
    assert rests_nothing_on(korea, permit.id)
    assert [need.kinds for need in korea.rules["departure"].needs] == [("consultation",)]
    assert "d2" in korea.statements["nhk-2014-approval"].about
    assert "understanding" in korea.statements["abe-2014-herald"].text


def test_06_prior_consultation_stands_in_the_notes_and_not_in_the_treaty(korea: Rulebook) -> None:
    rule = korea.rules["base-use"]
    assert (rule.instrument, rule.part) == ("us-jp-1960", "notes-vi")
    assert statement(korea, "st07").grade == "media"
    assert rests_nothing_on(korea, statement(korea, "st07").id)


def test_07_both_days_of_the_scholars_piece_are_kept(korea: Rulebook) -> None:
    assert statement(korea, "st08").on == day("2014-11-11")
    assert "earlier" in statement(korea, "st08").basis
    published = korea.sources["csis-2014"].published
    assert published == Day(dt.date(2014, 11, 10), dt.date(2014, 11, 11))
    assert "Seoul" in korea.statements["hornung-csis"].text


def test_08_the_scholar_speaks_for_himself_and_carries_no_reading_of_the_united_states(korea: Rulebook) -> None:
    assert "hornung" in korea.voices
    assert korea.voices["hornung"].title.count("Asia-Pacific Center") == 1
    assert statement(korea, "st08").grade == "own"
    by_him = {name for name, one in korea.statements.items() if "hornung" in one.speakers}
    assert all(reading.reader == "hornung" for reading in korea.readings if by_him & set(reading.says))


def test_09_the_stamp_of_a_site_migration_dates_nothing(korea: Rulebook) -> None:
    stamp = day("2019-10-19")
    assert all(one.on != stamp for one in korea.statements.values())
    assert all(one.published != stamp for one in korea.sources.values())


def test_10_that_washington_understood_is_an_acknowledgement_as_told_by_seoul(korea: Rulebook) -> None:
    one = statement(korea, "st12")
    assert (one.speakers, one.told_by, one.stance) == (("USA",), "KOR", "acknowledges")
    assert one.is_unnamed
    assert one.grade == "anonymous", "who tells it has no name either, and the lower grade counts"
    assert rests_nothing_on(korea, one.id)


def test_11_no_rule_is_made_of_the_worry_whose_sense_wavers(korea: Rulebook) -> None:
    one = statement(korea, "st14")
    assert one.speakers == ("narrator",)
    assert rests_nothing_on(korea, one.id)


def test_12_the_guidelines_confer_no_right_of_self_defence(korea: Rulebook) -> None:
    under = [rule for rule in korea.rules.values() if rule.instrument and rule.instrument.startswith("guidelines-")]
    assert under
    assert all("collective-self-defence" not in str(rule.when) and not rule.allows for rule in under)
    assert korea.rules["charter-51"].instrument == "charter"


def test_13_three_people_without_a_name_are_three_and_one_is_the_senior_official(korea: Rulebook) -> None:
    unnamed = [
        one for one in korea.statements.values() if one.source == "art-001" and one.is_unnamed and not one.told_by
    ]
    speakers = {one.speakers for one in unnamed}
    assert speakers == {("KOR",), ("KOR.president",), ("KOR.mnd",)}
    assert {one.speakers for one in unnamed if "senior official" in one.description} == {("KOR",)}
    assert all(one.grade == "anonymous" for one in unnamed)


def test_14_agreement_arrangement_and_accord_are_one_instrument_that_does_not_bind(korea: Rulebook) -> None:
    about = {
        name for number in ("24", "57") for name in statement(korea, f"st{number}").about if name in korea.instruments
    }
    assert about == {"tisa"}
    assert not korea.instruments["tisa"].is_binding


def test_15_agreed_by_both_and_proposed_by_one_are_filed_side_by_side(korea: Rulebook) -> None:
    joint, own = statement(korea, "st22"), statement(korea, "st25")
    assert "d11" in joint.about
    assert "d11" in own.about
    assert set(joint.speakers) == {"USA.dod", "JPN.mod"}
    assert own.speakers == ("JPN.mod",)


def test_16_weapons_stay_outside_the_supply_agreements(korea: Rulebook) -> None:
    assert statement(korea, "st28").speakers == ("media",)
    for name in ("acsa-weapons-1996", "acsa-weapons-2016"):
        assert korea.rules[name].bars


def test_17_who_the_regional_partners_are_is_not_said_in_the_text(korea: Rulebook) -> None:
    one = statement(korea, "st31")
    assert one.text_of == "guidelines-2015"
    assert one.grade == "text"
    assert "Korea" not in one.text
    assert "Australia" not in one.text


def test_18_that_the_commander_would_ask_is_the_narrators_and_nobodys_reading(korea: Rulebook) -> None:
    one = statement(korea, "st34")
    assert one.speakers == ("narrator",)
    assert one.grade == "narrator"
    assert rests_nothing_on(korea, one.id)
    assert not [reading for reading in korea.readings if reading.of == "may-ask"]
    (entry,) = [entry for entry in korea.relations["may-ask"].entries if entry.key == "allied-commander"]
    assert entry.is_unsettled
    assert "commander" not in statement(korea, "st33").text


def test_19_no_instrument_makes_an_alliance_of_seoul_and_tokyo(korea: Rulebook) -> None:
    pairs = [one for one in korea.instruments.values() if {member.party for member in one.members} == {"KOR", "JPN"}]
    assert pairs
    assert not [one for one in pairs if "alliance" in one.title.lower()]
    rules = [rule for rule in korea.rules.values() if rule.instrument in {one.id for one in pairs}]
    assert all(not rule.obliges for rule in rules)


def test_20_the_garbled_words_on_humanitarian_grounds_carry_no_rule(korea: Rulebook) -> None:
    one = statement(korea, "st38")
    assert one.speakers == ("KOR.mnd",)
    assert not one.is_unnamed
    assert "garbled" in one.text
    assert rests_nothing_on(korea, one.id)
    assert "d18" in one.about


def test_21_what_kan_spoke_of_is_kept_and_no_concrete_talks_is_of_its_day(korea: Rulebook) -> None:
    assert "rescue" in statement(korea, "st39").description
    assert {"kan-2010-families", "kan-2010-press", "sengoku-2010"} <= set(korea.statements)
    assert statement(korea, "st42").stance == "denies"
    assert statement(korea, "st42").on == day("2011-01-06")
    later = korea.statements["mofa-2012-origin"]
    assert later.on == day("2012-07-03")
    assert "January 2011" in later.text
    assert rests_nothing_on(korea, later.id)


def test_22_the_principle_is_common_and_the_width_of_the_trigger_is_not(korea: Rulebook) -> None:
    readers = {reading.reader for reading in readings_on(korea, statement(korea, "st43").id)}
    assert readers == {"KOR", "JPN"}
    assert korea.rules["wide-trigger"].held_by == "KOR"
    assert not [reading for reading in korea.readings if reading.of == "wide-trigger"]


def test_23_bringing_nationals_home_is_no_collective_self_defence(korea: Rulebook) -> None:
    for name in ("charter-51", "csd-consent", "csd-closed", "csd-opened", "csd-limit", "csd-diet"):
        assert "evacuate" not in str(korea.rules[name].when)
    assert "evacuate" in str(korea.terms["operates"].means)
    assert statement(korea, "st46").speakers == ("narrator",)


def test_24_a_strike_after_a_first_missile_is_given_with_its_attack(korea: Rulebook) -> None:
    given = korea.questions["sc8"].given
    assert given["attacker"] == "PRK"
    assert given["attacked"] == ("USA",)
    assert "article calls it preemptive" in statement(korea, "st47").text


def test_25_well_accepted_and_no_answer_is_neither_yes_nor_no(korea: Rulebook) -> None:
    one = statement(korea, "st53")
    assert (one.stance, one.grade, one.told_by) == ("declines", "counterpart", "KOR")
    (reading,) = readings_on(korea, one.id)
    (entry,) = reading.entries
    assert entry.is_unsettled
    assert not entry.between


def test_26_the_stock_picture_is_no_evidence(korea: Rulebook) -> None:
    assert not [one for one in korea.statements.values() if one.source == "art-004" and one.paragraph in ("2", "3")]
    assert "south-china-sea" not in korea.places


def test_27_here_is_korea(korea: Rulebook) -> None:
    given = korea.questions["sc3"].given
    assert given["area"] == "south-korea"
    assert given["actor"] == "JPN"


def test_28_the_counts_of_agreements_are_of_january_2011_and_uncertain_before(korea: Rulebook) -> None:
    assert korea.statements["count-2011"].on == day("2011-01-06")
    counted = [korea.instruments[name] for name in korea.statements["count-2011"].about if name in korea.instruments]
    assert counted
    for one in counted:
        (period,) = one.in_force
        assert period.start is not None
        assert period.start.latest <= dt.date(2011, 1, 6)
        assert period.start.is_certain == (one.id == "us-kr-info-1987")


def test_28_of_twenty_one_and_eight_partners_only_the_named_three_of_each_are_entered(korea: Rulebook) -> None:
    kinds = {entry.key: entry.values[0] for entry in korea.relations["kind"].entries}
    partners: dict[object, set[str]] = {"information": set(), "supplies": set()}
    for one in korea.instruments.values():
        parties = {member.party for member in one.members}
        starts = [period.start for period in one.in_force if period.start is not None]
        if "KOR" in parties and one.id in kinds and any(start.latest <= dt.date(2011, 1, 6) for start in starts):
            partners[kinds[one.id]] |= parties - {"KOR"}
    assert partners == {"information": {"USA", "RUS", "VNM"}, "supplies": {"USA", "THA", "NZL"}}
    assert "21" in korea.statements["count-2011"].text
    assert korea.statements["count-2011"].grade == "narrator"


def test_29_a_later_statement_answers_for_no_earlier_day(korea: Rulebook) -> None:
    start = korea.rules["channel"].period.start
    assert start == day("2015-05-30")
    given = korea.questions["signature-000"].given
    facts: dict[str, Value] = {name: value for name, value in given.items() if not isinstance(value, tuple)}
    facts["attacked"] = frozenset()
    answer = Decider(korea, dt.date(2014, 11, 17)).answer(facts)
    assert answer.readers["KOR"].answer == "silent"


def test_30_one_person_in_two_capacities_is_told_apart(korea: Rulebook) -> None:
    assert "both ministers" in statement(korea, "st23").description
    assert "JPN.mod" in statement(korea, "st22").speakers
    assert len(statement(korea, "st22").speakers) == 2
    assert statement(korea, "st25").speakers == ("JPN.mod",)


RUN = 8
"""So many words in a row are a borrowed sentence and no longer a coincidence."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'").replace("-", " "))


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Return all runs of so many words."""
    words = words_of(text)
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_no_sentence_of_an_article_is_in_the_rulebooks() -> None:
    folder = ROOT.parent / "shared" / "articles"
    articles = sorted(folder.glob("*.txt"))
    if not articles:
        pytest.skip("the articles do not lie beside the project")
    sources = (KOREA / "sources.md").read_text(encoding="utf-8")
    titles = {run for title in re.findall(r'^source \S+ "([^"]+)"', sources, re.MULTILINE) for run in runs_of(title)}
    theirs = {run for article in articles for run in runs_of(article.read_text(encoding="utf-8"))}
    for file in [*(ROOT / "rulebooks").rglob("*.md"), *(ROOT / "tests" / "language").rglob("*.md")]:
        borrowed = (runs_of(file.read_text(encoding="utf-8")) & theirs) - titles
        assert not borrowed, f"{file.name}: {' / '.join(sorted(' '.join(run) for run in borrowed))}"
