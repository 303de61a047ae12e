"""Help inside: a tutorial on the Korea world, the glossary, every code of a diagnostic."""

from __future__ import annotations

from placet.diagnostics.codes import CODES
from placet.diagnostics.explain import explain
from placet.web.pages import N_, Page, View
from placet.web.prose import render_prose
from placet.web.refusals import unknown
from placet.web.tables import Table
from placet.web.visit import Visit

GLOSSARY: tuple[tuple[str, str, str], ...] = (
    (
        "rulebook",
        N_("rulebook"),
        N_(
            "The text of the law for one world: prose for people, blocks for the program. Nothing "
            "about the law is kept anywhere else."
        ),
    ),
    (
        "party",
        N_("party"),
        N_("A state or an organisation. Its offices may speak, ask or consent for it."),
    ),
    (
        "voice",
        N_("voice"),
        N_("Anybody else with a reading: a scholar, an outlet. A voice is shown and never counted."),
    ),
    (
        "reader",
        N_("reader"),
        N_(
            "Whoever reads a rule: a party, one of its offices, or a voice. Every answer is one row "
            "per reader; nobody is right."
        ),
    ),
    (
        "instrument",
        N_("instrument"),
        N_(
            "An agreement, with all its days kept apart: announced, signed, in force, suspended, "
            "ended. It binds, or it is political only."
        ),
    ),
    (
        "rule",
        N_("rule"),
        N_(
            "One norm: when it speaks, unless what, and which step it asks of whom. It stands under "
            "an instrument, or somebody holds it as own policy."
        ),
    ),
    (
        "reading",
        N_("reading"),
        N_(
            "How one reader reads one rule, term or instrument, since when, resting on which "
            "statement: it may narrow, widen, reject, or leave open."
        ),
    ),
    (
        "statement",
        N_("statement"),
        N_(
            "Who said what, when, in which source, through whom. It is paraphrased, and its grade "
            "says how good it is as evidence."
        ),
    ),
    (
        "grade",
        N_("grade"),
        N_(
            "How good the evidence is for what somebody holds, from the text itself and a named "
            "office down to the reporter's own gloss. An answer has the grade of its weakest "
            "necessary support."
        ),
    ),
    (
        "step",
        N_("step"),
        N_(
            "What must be done before the act: notification, consultation, consent, or a request of "
            "the other side; from the lowest to the highest."
        ),
    ),
    (
        "field",
        N_("field"),
        N_(
            "One question about a situation. A field that is not filled in is unknown, and stays so: "
            "nothing is put in its place."
        ),
    ),
    (
        "on",
        N_("on"),
        N_("The day of the act: which agreements were in force, which readings had begun."),
    ),
    (
        "known",
        N_("known"),
        N_("The day up to which things were public. A statement that came out later is not used for an earlier day."),
    ),
    (
        "agreed",
        N_("agreed"),
        N_("All readers that say something ask for the same steps."),
    ),
    (
        "contested",
        N_("contested"),
        N_(
            "Two readers ask for different things. The page says on what they part: whether, which "
            "step, which office, by when, with what force."
        ),
    ),
    (
        "open",
        N_("open"),
        N_("At least one answer hangs on what is not known or what a reader has not said."),
    ),
    (
        "one-sided",
        N_("one-sided"),
        N_("Only one reader has rules that speak to this."),
    ),
    (
        "unregulated",
        N_("unregulated"),
        N_("No rule of anybody speaks to this. That is an answer too."),
    ),
    (
        "undetermined",
        N_("undetermined"),
        N_("This reader's answer hangs on something open; the page says on what, and what would settle it."),
    ),
    (
        "silent",
        N_("silent"),
        N_("No rule in this reader's column speaks. It is not the same as nothing required."),
    ),
    (
        "point",
        N_("point"),
        N_("A matter in dispute, under which statements and questions are filed."),
    ),
)
"""Terms in the order in which one needs them: the name in an address, the term, what it means."""


def help_page(_visit: Visit) -> View:
    """Say where help is."""
    return View("help.html")


def tutorial_page(visit: Visit) -> View:
    """Lead through the Korea world in ten minutes."""
    return View("tutorial.html", {"has_korea": "korea" in visit.worlds.names})


def glossary_page(visit: Visit) -> View:
    """Explain the words that the pages use."""
    _ = visit.gettext
    terms = [(name, _(term), _(meaning)) for name, term, meaning in GLOSSARY]
    return View("glossary.html", {"terms": terms}, table=Table("glossary", ("name", "term", "meaning"), tuple(terms)))


def codes_page(_visit: Visit) -> View:
    """List all codes of diagnostics."""
    table = Table("codes", ("code", "title"), tuple(CODES.items()))
    return View("codes.html", {"codes": CODES}, table=table)


def code_page(visit: Visit) -> View:
    """Explain one code."""
    code = visit.request.path_params["code"]
    text = explain(code) if len(code) < 20 else None
    if text is None:
        raise unknown("code", code, CODES, status=404)
    name = code.strip().upper()
    value = {"code": name, "page": text}
    return View("code.html", {"code": name, "title": CODES[name], "text": render_prose(text)}, value=value)


PAGES = (
    Page("help", "/help", help_page, N_("Help")),
    Page("help-tutorial", "/help/tutorial", tutorial_page),
    Page("help-glossary", "/help/glossary", glossary_page, forms=("html", "json", "csv")),
    Page("help-codes", "/help/codes", codes_page, forms=("html", "json", "csv")),
    Page("help-code", "/help/codes/{code}", code_page, forms=("html", "json")),
)
