"""`placet import` and `placet dyads` on the command line: what is written, what is told, what is left alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.house.tree import PROJECT

DATASETS = PROJECT / "tests" / "datasets"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to stand in, with the hand-made tables in it."""
    for name in ("members.csv", "by_member.csv", "by_directed.csv"):
        shutil.copy(DATASETS / name, tmp_path)
    shutil.copytree(DATASETS / "untreaties", tmp_path / "untreaties")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_an_import_makes_can_be_checked_and_asked_at_once(run: Run, desk: Path) -> None:
    result = run("import", "atop", "members.csv", "--out", "atop")
    assert result.exit_code == 0, result.output
    assert "6 instruments" in result.stdout
    words = " ".join(result.stdout.split())
    asked = run(*words[words.index("placet ask") :].split()[1:])
    assert asked.exit_code == 0
    assert "barred" in asked.stdout
    assert run("check", "atop").exit_code == 0
    assert sorted(path.name for path in desk.iterdir() if path.name.startswith(("atop", "."))) == ["atop"]


def test_a_number_that_no_list_of_states_has_is_told_with_its_rows(run: Run, desk: Path) -> None:
    table = desk / "members.csv"
    table.write_text(table.read_text("utf-8").replace(",740,", ",99999,"), "utf-8")
    rows = sum(",99999," in line for line in table.read_text("utf-8").splitlines())
    assert rows > 1
    told = " ".join(run("import", "atop", "members.csv", "--out", "a").stdout.split())
    assert "in no list of states: 8999 (a member 1 time, now the party C8999)," in told
    assert f"99999 (a member {rows} times, now the party C99999)." in told
    value = json.loads(run("import", "atop", "members.csv", "--out", "b", "--json").stdout)
    assert value["unlisted"] == [
        {"number": 8999, "party": "C8999", "terms": 1},
        {"number": 99999, "party": "C99999", "terms": rows},
    ]
    (desk / "own.csv").write_text("number,name\n8999,Lemuria\n99999,Atlantis\n", "utf-8")
    named = run("import", "atop", "members.csv", "--names", "own.csv", "--out", "c")
    assert named.exit_code == 0
    assert "in no list of states" not in named.stdout


def test_without_a_format_the_help_page_comes(run: Run) -> None:
    result = run("import")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == run("import", "--help").stdout
    unknown = run("import", "atpo")
    assert (unknown.exit_code, "Did you mean `atop`?" in unknown.stderr) == (2, True)


def test_a_folder_is_replaced_only_on_demand(run: Run, desk: Path) -> None:
    assert run("import", "atop", "members.csv").exit_code == 0
    again = run("import", "atop", "members.csv")
    assert (again.exit_code, "`atop` is there already" in again.stderr) == (2, True)
    assert run("import", "atop", "members.csv", "--force").exit_code == 0
    (desk / "own").mkdir()
    own = run("import", "atop", "members.csv", "--out", "own", "--force")
    assert (own.exit_code, "no import has made it" in own.stderr) == (2, True)


def test_a_table_with_faults_writes_nothing_and_tells_at_most_twenty(run: Run, desk: Path) -> None:
    table = desk / "members.csv"
    table.write_text(table.read_text("utf-8").replace("1951,9,8", "1951,9,31"), "utf-8")
    result = run("import", "atop", "members.csv")
    assert result.exit_code == 2
    assert "error: members.csv, line 2: `dayent` is `31`, but 1951-09 has 30 days" in result.stderr
    assert "= help: Correct it; 0 stands for a day that is not known." in result.stderr
    assert not (desk / "atop").exists()
    heading, row = table.read_text("utf-8").splitlines()[:2]
    table.write_text("\n".join([heading, *[row] * 50]) + "\n", "utf-8")
    many = run("import", "atop", "members.csv")
    assert many.stderr.count("error: ") == 21
    assert "and 30 more of the kind" in many.stderr


def test_own_names_are_taken_and_the_numbers_kept(run: Run, desk: Path) -> None:
    (desk / "names.csv").write_text("number,name,letters\n732,Republic of Korea,KOR2\n740,Nippon,NIPPON\n", "utf-8")
    assert run("import", "atop", "members.csv", "--names", "names.csv").exit_code == 0
    result = run("dyads", "atop", "--from", "1955", "--until", "1955")
    assert [line for line in result.stdout.splitlines() if line.startswith("740")] == ["740,2,1955,0,0,0,0,1"]
    assert run("ask", "atop", "actor=NIPPON", "act=act-in-crisis", "met=location", "--on", "1955-01-01").exit_code == 0
    missing = run("import", "atop", "members.csv", "--names", "none.csv", "--out", "b")
    assert (missing.exit_code, "none.csv: there is no such file" in missing.stderr) == (2, True)


def test_two_codings_of_the_same_treaties_can_be_compared(run: Run, desk: Path) -> None:
    assert run("import", "atop", "members.csv", "--out", "atop").exit_code == 0
    assert run("import", "cow", "by_member.csv", "--beside", "atop", "--out", "cow").exit_code == 0
    assert "The same treaty as `atop-9001` of ATOP." in (desk / "cow" / "alliances-1950s.md").read_text("utf-8")
    (desk / "names.csv").write_text("number,name,letters\n740,Nippon,NIPPON\n", "utf-8")
    assert run("import", "atop", "members.csv", "--names", "names.csv", "--out", "named").exit_code == 0
    assert run("import", "cow", "by_member.csv", "--beside", "named", "--out", "beside").exit_code == 0
    assert "  between USA, NIPPON\n" in (desk / "beside" / "alliances-1950s.md").read_text("utf-8")
    assert "2,740,1955,1,0,0,0,1" in run("dyads", "beside", "--from", "1955", "--until", "1955").stdout.splitlines()
    unknown = run("import", "cow", "by_member.csv", "--beside", "atpo", "--out", "c")
    assert unknown.exit_code == 2
    assert run("import", "cow", "by_directed.csv", "--out", "directed").exit_code == 0


def test_treaties_are_found_with_what_lies_beside_them(run: Run, desk: Path) -> None:
    tables = [f"untreaties/treaties/{name}.csv" for name in ("90-1", "90-2-a")]
    result = run("import", "untc", *tables, "--in-force", "90-1=1980-01-27", "--json")
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert (made["instruments"], made["statements"], made["folder"]) == (2, 5, "treaties")
    assert made["not_taken_over"] == ["“Fleet levy” of 90-1.csv is not understood"]
    listed = run("instruments", "treaties", "--on", "1985-01-01", "--party", "JPN").stdout
    assert "in force" in listed
    for wrong, message in (
        ("90-1", "is no NUMBER=DAY"),
        ("7-7=1980-01-01", "number of no table"),
        ("90-1=soon", "soon"),
    ):
        told = run("import", "untc", *tables, "--in-force", wrong, "--out", "x")
        assert (told.exit_code, message in told.stderr) == (2, True), told.stderr
    twice = run("import", "untc", tables[0], tables[0], "--out", "x")
    assert (twice.exit_code, "are the same treaty" in twice.stderr) == (2, True)


def test_pairs_by_year_go_to_the_screen_or_whole_into_a_file(run: Run, desk: Path) -> None:
    run("import", "atop", "members.csv")
    shown = run("dyads", "atop")
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[0] == "ccode1,ccode2,year,defense,offense,neutral,nonagg,consul"
    written = run("dyads", "atop", "--out", "pairs.csv")
    assert (desk / "pairs.csv").read_text("utf-8") == shown.stdout
    assert f"{len(shown.stdout.splitlines()) - 1} directed pairs by year" in written.stdout
    figures = json.loads(run("dyads", "atop", "--json").stdout)
    assert figures["rows"] == len(shown.stdout.splitlines()) - 1
    by_alliance = run("dyads", "atop", "--from", "1960", "--until", "1960", "--by-alliance").stdout
    assert "2,740,1960,1,0,0,1,1,atop-9002" in by_alliance.splitlines()
    missing = run("dyads", "atop", "--out", "no/such/place.csv")
    assert (missing.exit_code, "there is no folder `no/such`" in missing.stderr) == (2, True)
    assert sorted(path.name for path in desk.iterdir() if path.name.startswith(".")) == []


def test_pairs_are_written_over_nothing_that_is_there(run: Run, desk: Path) -> None:
    run("import", "atop", "members.csv")
    published = desk / "published.csv"
    published.write_text(run("dyads", "atop").stdout, "utf-8")
    before = published.read_bytes()
    itself = run("dyads", "atop", "--compare", "published.csv", "--out", "published.csv", "--force")
    assert (itself.exit_code, "is the published table itself" in itself.stderr) == (2, True)
    there = run("dyads", "atop", "--out", "published.csv")
    assert (there.exit_code, "is there already" in there.stderr) == (2, True)
    ending = run("dyads", "atop", "--out", "pairs.parquet")
    assert (ending.exit_code, "does not end in .csv" in ending.stderr) == (2, True)
    folder = run("dyads", "atop", "--out", "atop.csv/pairs.csv")
    assert (folder.exit_code, "there is no folder `atop.csv`" in folder.stderr) == (2, True)
    assert published.read_bytes() == before
    assert not (desk / "pairs.parquet").exists()
    assert run("dyads", "atop", "--from", "1960", "--out", "published.csv", "--force").exit_code == 0
    assert published.read_bytes() != before


def test_a_table_is_read_as_a_spreadsheet_saves_it(run: Run, desk: Path) -> None:
    text = (desk / "members.csv").read_text("utf-8")
    saved = "\ufeff" + text.replace(",", ";").replace("\n", "\r\n")
    (desk / "saved.csv").write_bytes(saved.encode())
    assert run("import", "atop", "members.csv", "--out", "a").exit_code == 0
    result = run("import", "atop", "saved.csv", "--out", "b")
    assert result.exit_code == 0, result.output
    assert run("dyads", "a").stdout == run("dyads", "b").stdout


def test_another_table_of_the_same_project_is_told_in_one_message(run: Run, desk: Path) -> None:
    (desk / "alliances.csv").write_text(
        "atopid,phase,begyr,defense,offense,neutral,nonagg,consul\n1,0,1815,1,0,0,0,0\n"
    )
    result = run("import", "atop", "alliances.csv", "--out", "b")
    assert (result.exit_code, result.stderr.count("error")) == (2, 1)
    assert "it lacks the columns `member`, `yrent`" in result.stderr
    assert "a row for every member of every alliance is wanted" in result.stderr


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_published_table_is_compared_and_what_differs_is_listed_by_alliance(run: Run, desk: Path, width: int) -> None:
    run("import", "atop", "members.csv")
    lines = run("dyads", "atop").stdout.splitlines()
    assert "They are the same." in _compared(run, desk, lines, width)
    shown = _compared(run, desk, [line for line in lines if not line.startswith("300,255,19")], width)
    assert "15 of them only here" in shown
    assert "300 → 255" in shown
    assert "1900–1914" in shown
    assert "atop-9004" in shown
    assert all(len(line) <= width for line in shown.splitlines())
    found = json.loads(run("dyads", "atop", "--compare", "published.csv", "--json").stdout)
    assert found["rows"]["only_here"] == 15
    assert found["differences"][0]["alliances"] == ["atop-9004"]


def _compared(run: Run, desk: Path, lines: list[str], width: int) -> str:
    (desk / "published.csv").write_text("\n".join(lines) + "\n", "utf-8")
    result = run("dyads", "atop", "--compare", "published.csv", width=width)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_what_cannot_be_asked_for_pairs_is_told(run: Run, desk: Path) -> None:
    korea = run("dyads", "korea")
    assert (korea.exit_code, "it has no field `toward`" in korea.stderr) == (2, True)
    run("import", "atop", "members.csv")
    years = run("dyads", "atop", "--from", "2000", "--until", "1990")
    assert (years.exit_code, "lies before the first" in years.stderr) == (2, True)
    page = desk / "atop" / "states.md"
    page.write_text(page.read_text("utf-8").replace("party ROK ", "party EAST "), "utf-8")
    assert run("dyads", "atop").exit_code == 0, "a party that is in no alliance needs no number"
    for path in (desk / "atop").glob("*.md"):
        path.write_text(path.read_text("utf-8").replace("JPN", "NIPPON"), "utf-8")
    unknown = run("dyads", "atop")
    assert (unknown.exit_code, "the party `NIPPON` has no number" in unknown.stderr) == (2, True)
