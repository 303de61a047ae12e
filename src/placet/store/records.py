"""What a store says of what it keeps: whether something was added, what is there, and who corrected what."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from placet.model.documents import Known, Metadata

MetadataField = Literal["title", "outlet", "posted", "modified", "byline", "language"]
"""The pieces of metadata, in the order in which they are shown."""

METADATA_FIELDS: tuple[MetadataField, ...] = get_args(MetadataField)


class Kept(msgspec.Struct, frozen=True):
    """What became of a document that was handed to the store.

    Attributes:
        sha256: its name in the store.
        is_new: whether it was not there before; the same bytes are stored once.
        given: what a person said of it with this addition and was not known to the store so before.
    """

    sha256: str
    is_new: bool
    given: tuple[MetadataField, ...] = ()


class Listed(msgspec.Struct, frozen=True):
    """A stored document without its text.

    Attributes:
        added_at: when it was stored, in UTC: `2014-11-18T06:51:00Z`.
        size: how many bytes were stored.
        characters: how long its text is.
        passages: how many paragraphs it has, furniture included.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    added_at: str
    extractor: str
    characters: int
    passages: int
    metadata: Metadata


class Correction(msgspec.Struct, frozen=True):
    """A value of a piece of metadata as it was at some time; the last one counts.

    Attributes:
        who: the person who gave it; empty: the page was read so.
        at: when, in UTC.
    """

    field: MetadataField
    known: Known
    who: str
    at: str
