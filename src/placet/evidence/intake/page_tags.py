"""What a page says of itself in its tags: title, outlet, days, writers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from placet.evidence.intake.stamps import find_stamps
from placet.evidence.intake.visible import Element
from placet.evidence.intake.votes import Vote, read_time

_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline")
_OUTLET = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "article:publisher_name",
    "publisher",
)
_POSTED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date.published",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "pubdate", "publishdate",
    "publish-date", "publication_date", "publication-date", "parsely-pub-date", "sailthru.date", "article.published",
    "article_date_original", "cxenseparse:recs:publishtime", "dcsext.articlefirstpublished", "originalpublicationdate",
    "ptime", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "lastmod", "last-modified", "article.updated", "lastupdated", "modified",
)  # fmt: skip
_BYLINE = ("author", "article:author_name", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_ARTICLES = re.compile(r"Article|BlogPosting|^Report$|LiveBlogPosting|^WebPage$")
_MOST_JSON = 2_000_000


class Tags(msgspec.Struct, frozen=True):
    """The votes of a page's tags, by what they are about."""

    title: tuple[Vote, ...] = ()
    outlet: tuple[Vote, ...] = ()
    posted: tuple[Vote, ...] = ()
    modified: tuple[Vote, ...] = ()
    byline: tuple[Vote, ...] = ()
    language: str | None = None
    address: str | None = None


def read_tags(tree: Element) -> Tags:
    """Return what the tags of a page say."""
    metas = _metas(tree)
    articles = sorted(_articles(tree), key=lambda one: "WebPage" in _types(one))
    title = [*_json_texts(articles, "headline"), *_meta_texts(metas, _TITLE)]
    outlet = [*_meta_texts(metas, _OUTLET[:1]), *_json_texts(articles, "publisher"), *_meta_texts(metas, _OUTLET[1:])]
    posted = [
        *_json_times(articles, "datePublished"),
        *_meta_times(metas, _POSTED),
        *_marked_times(tree, "datepublished"),
    ]
    changed = [
        *_json_times(articles, "dateModified"),
        *_meta_times(metas, _MODIFIED),
        *_marked_times(tree, "datemodified"),
    ]
    byline = [*_json_texts(articles, "author"), *_meta_texts(metas, _BYLINE)]
    return Tags(
        tuple(title),
        tuple(outlet),
        tuple(posted),
        tuple(changed),
        tuple(vote for vote in byline if _is_person(vote.value)),
        (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower() or None,
        _address(tree, metas),
    )


def _metas(tree: Element) -> dict[str, str]:
    """Return the contents of a page's meta tags by name; the first of a name counts."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content and len(content) < 1000:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _meta_texts(metas: dict[str, str], names: tuple[str, ...]) -> list[Vote]:
    return [Vote(metas[name], "meta tag", "stated", None, f"meta tag {name}") for name in names if name in metas]


def _meta_times(metas: dict[str, str], names: tuple[str, ...]) -> list[Vote]:
    found = ((name, _read_loose_time(metas[name])) for name in names if name in metas)
    return [Vote(value, "meta tag", "stated", None, f"meta tag {name}") for name, value in found if value]


def _marked_times(tree: Element, wanted: str) -> list[Vote]:
    """Return the times of elements that are marked as what is wanted."""
    votes = []
    for element in tree.iter("time", "span", "div", "p", "abbr"):
        marks = f"{element.get('itemprop') or ''} {'datepublished' if element.get('pubdate') is not None else ''}"
        if wanted not in marks.lower():
            continue
        value = _read_loose_time(element.get("datetime") or element.get("content") or element.text_content()[:80])
        if value:
            votes.append(Vote(value, "structured data", "stated", None, "element marked as " + wanted))
    return votes[:1]


def _read_loose_time(value: str) -> str | None:
    """Read a time in ISO 8601, or as people write it where only one day can be meant."""
    exact = read_time(value)
    if exact is not None:
        return exact
    stamps = find_stamps(value[:80])
    return read_time(stamps[0].value) if len(stamps) == 1 and stamps[0].value else None


def _articles(tree: Element) -> Iterator[dict[str, Any]]:
    """Yield the articles of a page's structured data."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        written = (element.text or "")[:_MOST_JSON].strip()
        try:
            waiting = [msgspec.json.decode(re.sub(r"[\x00-\x1f]", " ", written))]
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            continue
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting = [*one[:50], *waiting]
            elif isinstance(one, dict):
                if any(_ARTICLES.search(kind) for kind in _types(one)):
                    yield one
                waiting += [one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one]


def _types(one: dict[str, Any]) -> list[str]:
    kinds = one.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _json_texts(articles: list[dict[str, Any]], key: str) -> list[Vote]:
    votes = []
    for article in articles:
        names = list(_names(article.get(key)))
        if names:
            place = f"structured data {key}"
            votes.append(Vote(", ".join(dict.fromkeys(names)), "structured data", "stated", None, place))
            break
    return votes


def _names(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever the page holds
    import html

    for one in value[:20] if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, list) and name:
            name = name[0]
        if isinstance(name, str) and name.strip() and len(name) < 1000:
            yield " ".join(html.unescape(name).split())


def _json_times(articles: list[dict[str, Any]], key: str) -> list[Vote]:
    for article in articles:
        value = article.get(key)
        time = _read_loose_time(value) if isinstance(value, str) else None
        if time:
            return [Vote(time, "structured data", "stated", None, f"structured data {key}")]
    return []


def _is_person(value: str) -> bool:
    """Say whether a tag for the author holds a name, not an address."""
    return not re.match(r"(?i)https?:|www\.|@", value) and len(value) < 200


def _address(tree: Element, metas: dict[str, str]) -> str | None:
    """Return the page's own address, as it says it."""
    links = [element.get("href") for element in tree.iter("link") if (element.get("rel") or "").lower() == "canonical"]
    for candidate in (*links, metas.get("og:url")):
        if is_address(candidate):
            return str(candidate).strip()
    return None


def is_address(value: str | None) -> bool:
    """Say whether a text is the address of a page on the web."""
    try:
        parts = urlsplit((value or "").strip())
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False
