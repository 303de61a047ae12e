"""The renderers: text, JSON, SARIF, workflow commands and the summary."""

from __future__ import annotations

import json
import re

import pytest

from placet.diagnostics import Diagnostic, Fix, Label, Span
from placet.diagnostics.columns import display_line, display_width
from placet.diagnostics.order import sort_diagnostics, summary
from placet.diagnostics.position import Lines, Position
from placet.diagnostics.render_github import render_github
from placet.diagnostics.render_json import render_json
from placet.diagnostics.render_sarif import render_sarif
from placet.diagnostics.render_text import render_text

TEXT = "# Bases\n\n```placet\nrule base-use\n  when actr = USA\n```\n"


def span_of(words: str, text: str = TEXT, file: str = "korea/bases.md") -> Span:
    start = text.index(words)
    return Span(file, start, start + len(words))


UNKNOWN = Diagnostic(
    "E0001",
    "error",
    "nothing is called `actr`",
    span_of("actr"),
    "Did you mean `actor`?",
    fix=Fix(span_of("actr"), "actor", "write `actor`"),
)


def show(diagnostic: Diagnostic, text: str = TEXT, width: int = 100) -> str:
    return render_text([diagnostic], {"korea/bases.md": text}, width=width)


def test_a_text_shows_the_place_the_words_the_help_and_the_mended_line() -> None:
    assert show(UNKNOWN) == (
        "error[E0001]: nothing is called `actr`\n"
        " --> korea/bases.md:5:8\n"
        "  |\n"
        "5 |   when actr = USA\n"
        "  |        ^^^^\n"
        "  |\n"
        "  = help: Did you mean `actor`?\n"
        "  = fix: write `actor`\n"
        "5 +   when actor = USA\n"
        "\n"
    )


def test_a_diagnostic_of_no_place_is_its_message_and_help() -> None:
    missing = Diagnostic("E0002", "error", "there is no folder `korae`", help="Look at the name again.")
    assert show(missing) == "error[E0002]: there is no folder `korae`\n  = help: Look at the name again.\n\n"


def test_a_place_in_a_file_whose_text_is_unknown_shows_the_file_alone() -> None:
    broken = Diagnostic("E0003", "error", "this file is no text", Span("korea/x.md", 0, 0))
    assert show(broken) == "error[E0003]: this file is no text\n --> korea/x.md\n\n"


def test_labels_stand_under_their_own_words_in_their_own_file() -> None:
    other = 'party USA "United States"\n'
    files = {"korea/bases.md": TEXT, "general/parties.md": other}
    twice = Diagnostic(
        "E0004",
        "error",
        "two things are called `base-use`",
        span_of("base-use"),
        labels=(
            Label(span_of("USA", other, "general/parties.md"), "declared here"),
            Label(span_of("USA"), "and used here"),
        ),
    )
    assert render_text([twice], files) == (
        "error[E0004]: two things are called `base-use`\n"
        " --> korea/bases.md:4:6\n"
        "  |\n"
        "4 | rule base-use\n"
        "  |      ^^^^^^^^\n"
        "5 |   when actr = USA\n"
        "  |               --- and used here\n"
        "  |\n"
        " ::: general/parties.md:1:7\n"
        "  |\n"
        '1 | party USA "United States"\n'
        "  |       --- declared here\n"
        "  |\n"
        "\n"
    )


def test_lines_that_are_left_out_between_two_marks_are_said_to_be() -> None:
    far = Diagnostic("E0004", "error", "twice", span_of("actr"), labels=(Label(span_of("Bases"), "the heading"),))
    assert "...\n" in show(far)


def test_a_span_of_several_lines_marks_its_first_and_its_last() -> None:
    long = Diagnostic("E0005", "error", "this is never closed", span_of("base-use\n  when actr"))
    assert show(long).splitlines()[3:7] == [
        "4 | rule base-use",
        "  |      ^^^^^^^^",
        "5 |   when actr = USA",
        "  |   ^^^^^^^^^",
    ]


def test_an_empty_span_is_one_caret() -> None:
    end = Diagnostic("E0006", "error", "the file ends here", Span("korea/bases.md", len(TEXT), len(TEXT)))
    assert show(end).splitlines()[1:5] == [" --> korea/bases.md:7:1", "  |", "7 |", "  | ^"]


@pytest.mark.parametrize("before", ["\t", '"韓国" ', "é̀ ", "한미 상호방위조약\t"])
def test_carets_stand_under_the_words_after_tabs_and_wide_characters(before: str) -> None:
    text = f"{before}actr\n"
    line, caret = show(Diagnostic("E0001", "error", "x", span_of("actr", text)), text).splitlines()[3:5]
    assert display_width(line[: line.index("actr")]) == caret.index("^")
    assert caret.count("^") == 4


def test_wide_words_get_two_carets_a_character() -> None:
    text = "party 韓国\n"
    caret = show(Diagnostic("E0001", "error", "x", span_of("韓国", text)), text).splitlines()[4]
    assert caret.count("^") == 4


@pytest.mark.parametrize("filling", ["many words ", "韓国の条約 "])
@pytest.mark.parametrize("position", [0, 3, 40])
def test_a_long_line_is_shortened_around_the_words(filling: str, position: int) -> None:
    text = filling * position + "actr " + filling * (41 - position) + "\n"
    line, caret = show(Diagnostic("E0001", "error", "x", span_of("actr", text)), text, width=80).splitlines()[3:5]
    assert display_width(line) <= 80
    assert display_width(line[: line.index("actr")]) == caret.index("^")


@pytest.mark.parametrize("unsafe", ["\x1b[31m", "\x07", "\u202e", "\u2066"])
def test_no_control_character_of_a_rulebook_reaches_the_terminal(unsafe: str) -> None:
    text = f"when {unsafe} actr\n"
    shown = show(Diagnostic("E0001", "error", f"nothing is called `{unsafe}`", span_of("actr", text)), text)
    assert unsafe[0] not in shown


def test_colour_comes_only_when_asked_and_changes_no_word() -> None:
    files = {"korea/bases.md": TEXT}
    plain = render_text([UNKNOWN], files)
    coloured = render_text([UNKNOWN], files, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror[E0001]" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_diagnostics_are_sorted_by_place_and_told_once() -> None:
    first = Diagnostic("W0001", "warning", "first", Span("a.md", 1, 2))
    second = Diagnostic("E0001", "error", "second", Span("a.md", 5, 6))
    nowhere = Diagnostic("E0001", "error", "nowhere")
    assert sort_diagnostics([second, first, second, nowhere]) == [nowhere, first, second]


def test_the_summary_counts_each_severity_and_all_files() -> None:
    warning = Diagnostic("W0001", "warning", "x")
    error = Diagnostic("E0001", "error", "x")
    assert summary([error, error, error, warning], range(4)) == "3 errors, 1 warning in 4 files"
    assert summary([Diagnostic("N0001", "note", "x")], range(1)) == "1 note in 1 file"
    assert summary([], range(2)) == "no errors or warnings in 2 files"


def test_lines_are_found_at_both_line_ends_and_columns_are_code_points() -> None:
    lines = Lines("韓国 a\r\nb\n")
    assert lines.position(3) == Position(1, 4)
    assert lines.line(1) == "韓国 a"
    assert lines.position(6) == Position(2, 1)
    assert lines.position(99) == Position(3, 1)


def test_a_tab_runs_to_the_next_stop() -> None:
    assert display_line("ab\tc") == ("ab  c", [0, 1, 2, 4, 5])


def test_json_has_the_documented_keys() -> None:
    document = json.loads(render_json([UNKNOWN], {"korea/bases.md": TEXT, "korea/b.md": ""}))
    start = TEXT.index("actr")
    place = {
        "file": "korea/bases.md",
        "start": {"line": 5, "column": 8, "offset": start},
        "end": {"line": 5, "column": 12, "offset": start + 4},
    }
    assert document == {
        "format": 1,
        "diagnostics": [
            {
                "code": "E0001",
                "severity": "error",
                "message": "nothing is called `actr`",
                "help": "Did you mean `actor`?",
                "place": place,
                "labels": [],
                "fix": {"title": "write `actor`", "place": place, "replacement": "actor"},
            }
        ],
        "summary": {"errors": 1, "warnings": 0, "notes": 0, "files": 2},
    }


def test_json_says_null_where_there_is_no_place() -> None:
    document = json.loads(render_json([Diagnostic("E0002", "error", "x")], {}))
    assert document["diagnostics"][0]["place"] is None
    assert document["diagnostics"][0]["fix"] is None


def test_workflow_commands_escape_what_would_end_them() -> None:
    text = "when 100%\n"
    file = "korea/a,b:c.md"
    found = Diagnostic("W0001", "warning", "`100%` is no value", Span(file, 5, 9), "Write a number.")
    assert render_github([found], {file: text}) == (
        "::warning file=korea/a%2Cb%3Ac.md,line=1,col=6,endColumn=10,title=W0001"
        "::`100%25` is no value%0AWrite a number.\n"
    )


def test_a_workflow_command_over_several_lines_has_no_columns() -> None:
    found = Diagnostic("N0001", "note", "x", Span("a.md", 0, 3))
    assert render_github([found], {"a.md": "a\nb\n"}) == "::notice file=a.md,line=1,endLine=2,title=N0001::x\n"


def test_sarif_has_all_that_its_schema_requires() -> None:
    labelled = Diagnostic(
        "E0004", "error", "twice", span_of("base-use"), labels=(Label(span_of("Bases"), "here first"),)
    )
    files = {"korea/bases.md": TEXT}
    log = json.loads(render_sarif([UNKNOWN, labelled, Diagnostic("E0002", "note", "no folder")], files))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "placet"
    assert [rule["id"] for rule in driver["rules"]] == ["E0001", "E0002", "E0004"]
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
    nowhere, twice, unknown = run["results"]
    assert "locations" not in nowhere
    assert twice["relatedLocations"][0]["message"] == {"text": "here first"}
    region = unknown["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (5, 8, 5, 12)
    (change,) = unknown["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "actor"}
    assert change["replacements"][0]["deletedRegion"] == region


def test_sarif_writes_file_names_as_addresses() -> None:
    found = Diagnostic("E0003", "error", "x", Span("korea\\bases & ports 韓.md", 0, 0))
    log = json.loads(render_sarif([found], {}))
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "korea/bases%20%26%20ports%20%E9%9F%93.md"


def test_every_renderer_says_nothing_alarming_where_nothing_was_found() -> None:
    assert render_text([], {}) == ""
    assert render_github([], {}) == ""
    assert json.loads(render_json([], {}))["diagnostics"] == []
    assert json.loads(render_sarif([], {}))["runs"][0]["results"] == []
