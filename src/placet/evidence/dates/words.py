"""The English words that dates are made of, and the pieces of pattern that hold them."""

from __future__ import annotations

from typing import Literal, TypeAlias

Tense: TypeAlias = Literal["past", "future", "none"]
"""The tense of the verb that governs an expression; `none`: there is a place for one and it says neither."""

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)}
MONTH_NUMBERS |= {name[:3]: number for name, number in MONTH_NUMBERS.items()} | {"sept": 9}

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS)}
WEEKDAY_NUMBERS |= {name[:3]: number for name, number in WEEKDAY_NUMBERS.items()}
WEEKDAY_NUMBERS |= {"tues": 1, "thu": 3, "thur": 3, "thurs": 3}

SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}

COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a couple of": 2, "half a": 0,
}  # fmt: skip
"""Numbers of units; `half a` is told apart where it is read."""

ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
            "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth",
            "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
        ),
        1,
    )
}  # fmt: skip

S = r"[^\S\n]{0,3}(?:[^\S\n]|\n(?!\s))"
"""A space between two words, or the end of a line that runs on: a few characters at most, never a blank line."""

DASH = r"[^\S\n]?[-–—][^\S\n]?"

_FULL = "|".join(MONTHS)
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
MONTH = rf"(?:(?:{_FULL})\b(?:\.(?=[^\S\n]?\d{{1,2}},?[^\S\n]\d{{4}}))?|(?:{_SHORT})\b\.?)"
"""A month, `Nov.` or `November`; a full stop behind a whole name only where a day and a year follow."""

WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)})\b|(?:mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun)\b\.?)"
_NO_COUNT = r"(?!\w|[.:]\d|,\d{3}(?!\d)|[^\S\n]?(?:%|percent|per cent|million|billion))"
DAY = rf"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?{_NO_COUNT}"
YEAR = r"(?:1\d{3}|20\d{2})(?![\w%]|[.,:]\d)"
SEASON = "(?:spring|summer|autumn|fall|winter)"
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(ORDINALS, key=len, reverse=True))})\b"
COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
UNIT = "(?:day|week|fortnight|month|quarter|year|decade)"
PART_OF_DAY = "(?:morning|afternoon|evening|night)"


def month_number(word: str) -> int:
    """Return the number of a month that `MONTH` has matched.

    >>> month_number("Sept.")
    9
    """
    return MONTH_NUMBERS[word.rstrip(".").lower()]


def weekday_number(word: str) -> int:
    """Return the number of a weekday that `WEEKDAY` has matched, Monday being 0.

    >>> weekday_number("Wed.")
    2
    """
    return WEEKDAY_NUMBERS[word.rstrip(".").lower()]


def count_of(word: str) -> int:
    """Return a number that is written in digits or as a word."""
    return int(word) if word.isdigit() else COUNTS[" ".join(word.lower().split())]


def ordinal_of(word: str) -> int:
    """Return the number of `15th` or `fifteenth`."""
    lower = word.lower()
    return ORDINALS[lower] if lower in ORDINALS else int(lower[:-2])


def word_before(text: str, start: int) -> str:
    """Return the word before a place, in lower case; empty where a mark of punctuation or nothing stands there."""
    before = text[max(0, start - 24) : start]
    stripped = before.rstrip()
    if len(stripped) == len(before) and stripped and not stripped[-1].isspace():
        return stripped[-1]
    word = stripped.rsplit(None, 1)[-1] if stripped else ""
    return word.lstrip("“‘\"'(").lower()
