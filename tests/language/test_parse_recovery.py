"""What goes wrong in one place is told there, and what stands around it is still read."""

from __future__ import annotations

import pytest

from placet.language import load_text
from placet.language.parser import parse_file
from tests.language.rulebook_text import BASE, codes, load, markdown, marked


def test_all_mistakes_of_a_file_are_told_in_one_run() -> None:
    loaded = load(
        "term one means actor = \npary X\nterm two means act = strke", "term three means (provoked\nfield f : "
    )
    assert sorted(codes(loaded)) == ["E0204", "E0205", "E0205", "E0205", "E0313"]


def test_a_broken_clause_leaves_the_next_one_standing() -> None:
    loaded = load('rule r "R"\n  under pact\n  when actor = = USA\n  unless nothing-known\n  bars')
    assert codes(loaded) == ["E0205", "E0317"]


def test_a_broken_declaration_still_declares_its_name() -> None:
    assert codes(load("party PRK\nfield leader : party\nterm t means leader = PRK")) == ["E0205"]


def test_a_text_that_is_never_closed_ends_before_the_next_declaration() -> None:
    loaded = load('point p "never closed\nterm t means nonsense')
    assert codes(loaded) == ["E0201", "E0317"]


def test_a_text_that_is_never_closed_ends_at_a_blank_line() -> None:
    assert codes(load('point p "never closed\n\n  further\npoint q "closed"')) == ["E0201", "E0210"]


def test_a_text_runs_over_indented_lines() -> None:
    assert codes(load('point p "one\n  two\n    three"')) == []


def test_a_block_that_is_never_closed_is_told_where_it_opens_and_prose_is_not_read_as_rules() -> None:
    text = markdown(BASE).replace("```\n\n", "", 1) + 'Some prose, which is "prose".\n\n```placet\npoint p "P"\n```\n'
    loaded = load_text(text)
    assert codes(loaded) == ["E0108"]
    assert marked(loaded) == "```placet"
    assert loaded.diagnostics[0].labels[0].text == "another begins here"


def test_a_last_block_that_is_never_closed_is_told() -> None:
    loaded = load_text(f"```placet\n{BASE}\nProse: it's \"open.\n")
    assert codes(loaded) == ["E0108"]


def test_a_clause_at_the_left_margin_is_told_once() -> None:
    assert codes(load('rule r "R"\nunder pact\n  bars')) == ["E0204"]


def test_a_line_may_end_as_windows_ends_it() -> None:
    loaded = load_text(markdown(BASE).replace("\n", "\r\n"))
    assert codes(loaded) == []
    assert loaded.rulebook is not None
    assert loaded.rulebook.parties["KOR"].where.line == 4


def test_a_block_may_be_indented_with_its_fence() -> None:
    indented = "".join(f"  {line}\n" for line in f"```placet\n{BASE}```".splitlines())
    assert codes(load_text(indented)) == []


def test_comments_are_kept_with_the_token_they_precede() -> None:
    tree, found = parse_file("a.md", "a.md", '```placet\n# above\npoint p "P" # behind\n  # inside\n# end\n```\n')
    assert not found
    above, behind, inside, end = tree.comments
    assert [tree.text[c.start : c.end] for c in tree.comments] == ["# above", "# behind", "# inside", "# end"]
    assert [c.is_own_line for c in (above, behind, inside, end)] == [True, False, True, True]
    assert tree.blocks[0].declarations[0].is_sound


def test_a_declaration_covers_its_tokens() -> None:
    tree, _ = parse_file("a.md", "a.md", '```placet\nplace a "A" in b\nplace b "B"\n```\n')
    first, second = tree.blocks[0].declarations
    assert tree.tokens.texts[first.first : first.last] == ["place", "a", '"A"', "in", "b"]
    assert tree.tokens.texts[second.first : second.last] == ["place", "b", '"B"']


def test_a_broken_declaration_is_marked_as_not_sound() -> None:
    tree, _ = parse_file("a.md", "a.md", '```placet\npoint p\npoint q "Q"\n```\n')
    assert [declaration.is_sound for declaration in tree.blocks[0].declarations] == [False, True]


def test_more_than_a_thousand_mistakes_are_cut_short() -> None:
    loaded = load("\n".join(f"term t{number} means nonsense-{number}" for number in range(1500)))
    assert len(loaded.diagnostics) == 1001
    assert loaded.diagnostics[-1].code == "E0117"
    assert loaded.diagnostics[-1].message == "there are 500 more errors and warnings"


@pytest.mark.parametrize(
    ("written", "code", "help_"),
    [
        ('field prison years : number "How long?"', "E0205", "A name is one word, such as `prison-years`."),
        ('field on duty : yes or no "On duty?"', "E0207", "A name is one word, such as `on-duty`."),
        ('point long stop "A long stop"', "E0205", "A name is one word, such as `long-stop`."),
        ('instrument other "Other"\n  between Japan', "E0303", "Did you mean `JPN`?"),
        ('instrument other "Other"\n  between JPN and USA', "E0210", "Names in a list stand between commas."),
        ('instrument other "Other"\n  signed on 1990-03-01', "E0205", "Leave out `on`."),
        ('rule r "R"\n  under pact notes\n  if provoked\n  bars', "E0210", "Did you mean `when`?"),
        (
            'rule r "R"\n  under pact\n  needs consent of KOR within 15 days',
            "E0210",
            "A deadline stands behind the addressee, as in `15 days before` or `15 days after`.",
        ),
        ('source other "Other", by "An outlet"', "E0210", "Clauses follow one another without a comma."),
        ('source other "Other" published 2015/03/02', "E0203", "A day is written `2014-11-17`"),
        ("field list : [one, two]", "E0202", "A list stands without brackets"),
        ("statement other from paper by JPN", "E0210", "Did you mean `in`?"),
        ("reading JPN of talk\n  because jpn-declines\n  rejects", "E0210", "Did you mean `says`?"),
    ],
)
def test_what_is_written_as_one_would_elsewhere_is_told_how_it_is_written_here(
    written: str, code: str, help_: str
) -> None:
    found = load(written).diagnostics
    assert any(one.code == code and one.help.startswith(help_) for one in found), found
