"""`placet map`: a table for the terminal, a picture, a chart and JSON of how the answers compare over two fields."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import Run

SVG = "{http://www.w3.org/2000/svg}"


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize(
    "args",
    [
        ("act", "area", "signature-004"),
        ("act", "on", "signature-000", "--reader", "JPN"),
        ("on", "known", "signature-000"),
    ],
)
def test_a_table_fits_at_every_width_and_says_what_its_marks_mean(run: Run, args: tuple[str, ...], width: int) -> None:
    result = run("map", "korea", *args, width=width)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= width
    value = json.loads(run("map", "korea", *args, "--json").stdout)
    shown = words(result.stdout)
    size = len(value["rows"]["positions"]) * len(value["columns"]["positions"])
    for mark in {answer["mark"] for answer in value["answers"]}:
        count = sum(answer["cells"] for answer in value["answers"] if answer["mark"] == mark)
        assert f"{count} of {size}" in shown
        assert mark in shown.partition("mark stands for")[0].split()


def test_equal_rows_and_columns_stand_together_and_that_is_said(run: Run, river: str) -> None:
    shown = words(run("map", river, "act", "at", "season=wet").stdout)
    assert "basin, gorge" in shown
    assert "at: 3 values in 2; those with the same cells stand together" in shown


def test_intervals_of_numbers_are_named_in_words(run: Run, river: str) -> None:
    args = ("map", river, "volume", "urgent", "act=release", "affected=SUD", "at=coast")
    shown = run(*args).stdout
    assert "≤ 1,000 m3" in shown
    assert "> 1,000 m3" in shown
    value = json.loads(run(*args, "--form", "json").stdout)
    assert [position["value"] for position in value["rows"]["positions"]] == [{"to": 1000}, {"above": 1000}]
    marks = [[value["answers"][cell]["mark"] for cell in row] for row in value["cells"]]
    assert marks == [["A", "·"], ["A", "A"]]


def test_days_can_be_a_side(run: Run, river: str) -> None:
    value = json.loads(run("map", river, "act", "on", "at=gorge", "season=wet", "--json").stdout)
    assert [position["from"] for position in value["columns"]["positions"]] == [
        None, "1990-05-01", "2014-03-01", "2020-12-28", "2020-12-29",
    ]  # fmt: skip
    assert value["on"] is None
    shown = words(run("map", river, "act", "on", "at=gorge", "season=wet").stdout)
    assert "before 1990-05-01" in shown
    assert "2020-12-29" in shown


def test_one_reader_can_be_mapped(run: Run, river: str) -> None:
    value = json.loads(run("map", river, "season", "act", "at=gorge", "--reader", "NOR.water", "--json").stdout)
    assert value["reader"] == "NOR.water"
    assert all(list(answer["readers"]) == ["NOR.water"] for answer in value["answers"])
    shown = words(run("map", river, "season", "act", "at=gorge", "--reader", "NOR.water").stdout)
    assert "What NOR.water (Northland, Ministry of Water) answers over season and act" in shown
    assert "nothing required" in shown


def test_a_picture_is_sound_has_a_title_and_holds_every_mark(run: Run, river: str, tmp_path: Path) -> None:
    file = tmp_path / "map.svg"
    result = run("map", river, "act", "at", "filling", "--form", "svg", "--out", str(file))
    assert result.exit_code == 0
    assert result.stdout == ""
    root = ET.fromstring(file.read_text("utf-8"))
    value = json.loads(run("map", river, "act", "at", "filling", "--json").stdout)
    assert root.find(f"{SVG}title") is not None
    description = root.findtext(f"{SVG}desc") or ""
    assert "9 cells" in description
    drawn = [text.text for text in root.iter(f"{SVG}text") if "mark" in text.get("class", "").split()]
    marks = [value["answers"][cell]["mark"] for row in value["cells"] for cell in row]
    assert drawn[: len(marks)] == marks
    assert {"Contested", "Agreed"} & {text.text for text in root.iter(f"{SVG}text")}


def test_a_file_that_is_there_is_replaced_only_when_that_is_asked_for(run: Run, river: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine", "utf-8")
    refused = run("map", river, "act", "at", "--out", str(file), width=400)
    assert refused.exit_code == 2
    assert "notes.txt` is there already" in refused.stderr
    assert "`--force` replaces it." in refused.stderr
    assert file.read_text("utf-8") == "mine"
    assert run("map", river, "act", "at", "--out", str(file), "--force").exit_code == 0
    assert file.read_text("utf-8").startswith("How the answers compare over act and at")
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]


def test_a_picture_holds_no_markup_of_the_rulebook(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "odd.md").write_text(
        '```placet\nparty NOR "North & <script>South</script>"\nfield actor : party "Who <b>acts</b>?"\n'
        'field quick : yes or no "Is it \N{RIGHT-TO-LEFT OVERRIDE}quick?"\n```\n',
        "utf-8",
    )
    drawn = run("map", str(folder), "actor", "quick", "--form", "svg").stdout
    ET.fromstring(drawn)
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in drawn


def test_a_chart_has_a_value_for_every_cell_and_an_entry_of_the_legend_for_every_mark(run: Run, river: str) -> None:
    chart = json.loads(run("map", river, "act", "at", "filling", "--form", "vega").stdout)
    assert chart["$schema"].endswith("vega-lite/v5.json")
    assert len(chart["data"]["values"]) == 9
    rect, text = chart["layer"]
    assert rect["mark"]["type"] == "rect"
    assert text["mark"]["type"] == "text"
    scale = rect["encoding"]["color"]["scale"]
    assert {value["answer"] for value in chart["data"]["values"]} == set(scale["domain"])
    assert len(scale["domain"]) == len(scale["range"])
    assert all(value["answer"].startswith(value["mark"]) for value in chart["data"]["values"])
    assert chart["encoding"]["y"]["sort"] == ["fill", "release", "dredge"]


def test_json_gives_each_answer_once_and_for_every_cell_which_it_is(run: Run, river: str) -> None:
    value = json.loads(run("map", river, "act", "at", "filling", "--form", "json").stdout)
    assert list(value) == [
        "placet", "rulebook", "question", "on", "known", "reader", "rows", "columns", "answers", "cells",
    ]  # fmt: skip
    assert value["question"]["given"] == {"actor": "NOR", "season": "wet"}
    assert value["question"]["unknown"] == ["volume", "affected", "urgent"]
    counts = [sum(row.count(place) for row in value["cells"]) for place in range(len(value["answers"]))]
    assert counts == [answer["cells"] for answer in value["answers"]]
    for row, act in zip(value["cells"], ("fill", "release", "dredge"), strict=True):
        for cell, at in zip(row, ("basin", "gorge", "coast"), strict=True):
            asked = json.loads(run("ask", river, "filling", f"act={act}", f"at={at}", "--json").stdout)
            assert value["answers"][cell]["verdict"]["kind"] == asked["verdict"]["kind"]


@pytest.mark.parametrize(
    ("args", "message", "help"),
    [
        (("act", "att"), "there is no field `att`", "Did you mean `act`?"),
        (("act", "onn"), "there is no field `onn`", "Did you mean `on`?"),
        (("act", "act"), "`act` cannot be both sides of the map", ""),
        (("act=fill", "at"), "`act=fill` is a fact, not a field", ""),
        (("act", "at", "act=fill"), "`act` is a side of the map and is given a value", ""),
        (("act", "at", "--reader", "SDU"), "there is no reader `SDU`", "Did you mean `SUD`?"),
        (("act",), "FIELD is missing", ""),
        (("act", "at", "--form", "png"), "is not one of", ""),
        (("act", "at", "--form", "svg", "--out", "nowhere/map.svg"), "there is no folder `nowhere`", "Make it first"),
        (("act", "at", "--form", "svg", "--out", "."), "`.` is a folder", "Name a file to write."),
        (("act", "at", "--form", "svg", "--out", "/dev/null", "--force"), "`/dev/null` is no file", "Name a file"),
    ],
)
def test_what_cannot_be_mapped_is_told(run: Run, river: str, args: tuple[str, ...], message: str, help: str) -> None:
    result = run("map", river, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert help in result.stderr
