"""The lexicon of cues, read from the table `cues.md`: which words say that somebody says something, and how."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import cast, get_args

import msgspec

from placet.model.rulebook import Stance


class Frame(msgspec.Struct, frozen=True):
    """How a cue behaves.

    Attributes:
        lemma: the base form, or the words of a phrase.
        act: what is done by it: `say`, `deny`, `ask`, …
        stance: the nearest stance of the language.
        takes: what can stand for what is said: `clause`, `quote`, `to`, `thing`, `whom`, or a preposition.
    """

    lemma: str
    act: str
    stance: Stance
    takes: frozenset[str]


class Lexicon(msgspec.Struct, frozen=True):
    """Frames by the forms of their words, in lower case.

    Attributes:
        verbs: by every inflected form.
        phrases: by every inflected form of their first word; each with the words that have to follow.
        nouns: by singular and plural.
        adjectives: by their one form.
    """

    verbs: dict[str, Frame]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Frame], ...]]
    nouns: dict[str, Frame]
    adjectives: dict[str, Frame]


_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "think": ("thinks", "thought", "thinking"),
    "feel": ("feels", "felt", "feeling"),
    "know": ("knows", "knew", "known", "knowing"),
    "understand": ("understands", "understood", "understanding"),
    "find": ("finds", "found", "finding"),
    "show": ("shows", "showed", "shown", "showing"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "undertake": ("undertakes", "undertook", "undertaken", "undertaking"),
    "seek": ("seeks", "sought", "seeking"),
    "be": ("is", "are", "was", "were", "been", "being"),
    "put": ("puts", "put", "putting"),
    "make": ("makes", "made", "making"),
    "give": ("gives", "gave", "given", "giving"),
    "take": ("takes", "took", "taken", "taking"),
    "go": ("goes", "went", "gone", "going"),
    "set": ("sets", "set", "setting"),
    "lay": ("lays", "laid", "laying"),
    "spell": ("spells", "spelled", "spelt", "spelling"),
    "hold": ("holds", "held", "holding"),
    "have": ("has", "had", "having"),
    "foresee": ("foresees", "foresaw", "foreseen", "foreseeing"),
    "learn": ("learns", "learned", "learnt", "learning"),
    "uphold": ("upholds", "upheld", "upholding"),
}
_DOUBLED = frozenset(
    {
        "admit",
        "refer",
        "defer",
        "commit",
        "rebut",
        "brag",
        "blog",
        "slam",
        "rap",
        "concur",
        "demur",
        "shrug",
        "quip",
        "snap",
        "dub",
        "beg",
    }
)
_VOWELS = frozenset("aeiou")


def verb_forms(base: str) -> tuple[str, ...]:
    """Return every form of a verb: `deny`, `denies`, `denied`, `denying`."""
    if base in _IRREGULAR:
        return (base, *_IRREGULAR[base])
    if base.endswith("y") and base[-2] not in _VOWELS:
        return (base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing")
    if base.endswith("ee"):
        return (base, f"{base}s", f"{base}d", f"{base}ing")
    if base.endswith("e"):
        return (base, f"{base}s", f"{base}d", f"{base[:-1]}ing")
    if base in _DOUBLED:
        return (base, f"{base}s", f"{base}{base[-1]}ed", f"{base}{base[-1]}ing")
    plural = f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"
    return (base, plural, f"{base}ed", f"{base}ing")


@lru_cache(maxsize=1)
def _word_lists() -> dict[str, frozenset[str]]:
    text = files("placet.evidence.speech").joinpath("words.md").read_text(encoding="utf-8")
    lists: dict[str, frozenset[str]] = {}
    for section in text.split("\n## ")[1:]:
        name, _, _, *lines = section.split("\n")
        lists[name] = frozenset(word for line in lines[1:] for word in line.replace(",", " ").split())
    return lists


def word_list(name: str) -> frozenset[str]:
    """Return a list of the table `words.md` by its heading.

    >>> "reporters" in word_list("hearers")
    True
    """
    return _word_lists()[name]


@lru_cache(maxsize=1)
def read_lexicon() -> Lexicon:
    """Return the lexicon that ships.

    >>> read_lexicon().verbs["denied"].stance
    'denies'
    """
    text = files("placet.evidence.speech").joinpath("cues.md").read_text(encoding="utf-8")
    rows: dict[str, list[tuple[str, Frame]]] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("| ") and not line.startswith("| words"):
            words, act, stance, takes = (cell.strip() for cell in line.strip("|").split("|"))
            if stance not in get_args(Stance):
                raise ValueError(f"cues.md: `{stance}` is no stance")
            for word in words.split(", "):
                frame = Frame(word, act, cast("Stance", stance), frozenset(takes.split(", ")))
                rows.setdefault(section, []).append((word, frame))
    verbs: dict[str, Frame] = {}
    for word, frame in rows["Verbs"]:
        for form in verb_forms(word):
            verbs.setdefault(form, frame)
    phrases: dict[str, tuple[tuple[tuple[str, ...], Frame], ...]] = {}
    for word, frame in rows["Phrases"]:
        first, *rest = word.split(" ")
        for form in verb_forms(first):
            phrases[form] = (*phrases.get(form, ()), (tuple(rest), frame))
    nouns: dict[str, Frame] = {}
    for word, frame in rows["Nouns"]:
        plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
        for form in (word, plural):
            nouns.setdefault(form, frame)
    return Lexicon(verbs, phrases, nouns, dict(rows["Adjectives"]))
