# ruff: noqa: E501 - a table of declarations reads best a line each
"""A small world, made by hand: two banks of a river, a commission, and who must be asked before a dam is filled."""

from __future__ import annotations

import datetime as dt

from placet.model import (
    Addressee,
    And,
    Answer,
    Cite,
    Compare,
    Day,
    Field,
    FieldRef,
    Instrument,
    Literal,
    LiteralSet,
    Membership,
    Need,
    Office,
    Open,
    Part,
    Party,
    Period,
    Place,
    Question,
    ReaderAnswer,
    Reading,
    Requirement,
    Rule,
    Rulebook,
    RuleProof,
    Source,
    Statement,
    Step,
    Term,
    TermRef,
    Type,
    Verdict,
    Voice,
)


def day(text: str) -> Day:
    return Day.exactly(dt.date.fromisoformat(text))


def river() -> Rulebook:
    """Return the rulebook: NOR and SUD share the Ald; NOR reads an exception into the treaty of 1990."""
    dam = Compare(FieldRef("act"), "in", LiteralSet(("fill", "release")))
    dry = Compare(FieldRef("season"), "=", Literal("dry"))
    return Rulebook(
        name="river",
        parties={
            "NOR": Party("NOR", "Northland", (Office("water", "Ministry of Water"), Office("fa", "Ministry of Foreign Affairs"))),
            "SUD": Party("SUD", "Southland", (Office("env", "Environment Agency"),)),
            "EST": Party("EST", "Eastland"),
        },
        voices={"ibarra": Voice("ibarra", "Ana Ibarra, University of the Delta")},
        places={"basin": Place("basin", "Basin of the Ald"), "gorge": Place("gorge", "Upper gorge", "basin")},
        fields={
            "actor": Field("actor", Type("party"), "Who acts?"),
            "act": Field("act", Type("names", ("fill", "release", "dredge")), "What is done?"),
            "at": Field("at", Type("place"), "Where?"),
            "season": Field("season", Type("names", ("dry", "wet")), "In which season?"),
            "volume": Field("volume", Type("number", unit="m3"), "How much water?"),
            "affected": Field("affected", Type("party", is_set=True), "Who is affected?"),
        },
        terms={"damming": Term("damming", dam)},
        sources={
            "herald": Source("herald", "North sees no duty to ask", "The Delta Herald", day("2014-03-02")),
            "treaty": Source("treaty", "Treaty series 12", "Registry", day("1990-05-01")),
        },
        statements={
            "water-2014": Statement(
                "water-2014", "herald", "denies", "That the South must be asked in the wet season.", ("NOR.water",),
                relays=("the embassy", "an unnamed engineer"), paragraph="4", on=day("2014-03-01"), basis="the day before",
            ),
            "env-2014": Statement(
                "env-2014", "herald", "requires", "Consultation in every season.", ("SUD.env",), paragraph="7",
                on=day("2014-03-01"),
            ),
        },
        instruments={
            "ald-1990": Instrument(
                "ald-1990", "Treaty on the Ald", (Membership("NOR"), Membership("SUD")), (Part("art-5", "Dams"),),
                signed=day("1990-01-10"), in_force=(Period(day("1990-05-01")),), cites=(Cite("treaty", "12"),),
            ),
            "plan": Instrument("plan", "Emergency plan", (Membership("NOR"), Membership("SUD")), is_binding=False),
        },
        rules={
            "dams": Rule(
                "dams", "Dams are filled after consultation", "ald-1990", "art-5",
                when=And((TermRef("damming"), Compare(FieldRef("at"), "within", Literal("basin")))),
                needs=(Need(("consultation",), Addressee(Literal("SUD"))),),
            ),
            "alarm": Rule("alarm", "Alarms in an emergency", "plan", when=dry, allows=True),
        },
        readings=(
            Reading(
                "NOR.water of dams", "NOR.water", "dams", "rule", day("2014-03-01"), "water-2014", says=("water-2014",),
                unless=(Compare(FieldRef("season"), "=", Literal("wet")),),
            ),
            Reading("SUD of dams", "SUD", "dams", "rule", day("2014-03-01"), "env-2014", says=("env-2014",), holds=True),
        ),
    )  # fmt: skip


def answer() -> Answer:
    """Return what the readers of the river answer for filling the gorge in the wet season."""
    step = Step(("consultation",), "SUD", ("env",), "30 days before", "90 days means consent")
    need = Requirement(step, "legal", "official", ("dams",))
    return Answer(
        "river",
        Question({"actor": "NOR", "act": "fill", "at": "gorge", "season": "wet"}, dt.date(2014, 6, 1)),
        {
            "NOR": ReaderAnswer(
                "NOR", "undetermined", grade="relayed", missing=(Open("rule", "dams", reader="NOR"), Open("field", "volume")),
                deciding=((Open("field", "volume"),), (Open("rule", "dams", reader="NOR"), Open("field", "affected"))),
                proof=(RuleProof("dams", "open"),),
            ),
            "NOR.water": ReaderAnswer(
                "NOR.water", "clear", grade="relayed", role="office",
                proof=(RuleProof("dams", "excepted", ("NOR.water of dams unless 1",), ("NOR.water of dams",), "relayed"),),
            ),
            "SUD": ReaderAnswer(
                "SUD", "needs", (need,), grade="official",
                proof=(RuleProof("dams", "stands", (), ("SUD of dams",), "official"), RuleProof("alarm", "stands")),
            ),
            "EST": ReaderAnswer("EST", "silent"),
            "ibarra": ReaderAnswer(
                "ibarra", "needs", (Requirement(Step(("consent",), "SUD"), "legal", "own", ("dams",)),), grade="own",
                role="voice", is_counted=False, proof=(RuleProof("dams", "stands", grade="own"),),
            ),
        },
        Verdict("contested", ("whether",), ("dams",)),
        (Open("field", "volume"), Open("rule", "dams", reader="NOR")),
    )  # fmt: skip
