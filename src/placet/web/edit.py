"""Edit a file of a rulebook: checked and compared before anything is written, saved whole or not at all, undone."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
from starlette.responses import RedirectResponse

from placet.diagnostics import Diagnostic
from placet.diagnostics.codes import CODES
from placet.diagnostics.position import Lines
from placet.language import Draft as Instead
from placet.language import Loaded, load_rulebook
from placet.language.words import WORDS
from placet.show.answer_json import Json
from placet.web.check import placed, with_addresses
from placet.web.edit_diff import chunks_of, has_marks, merged, rows_between
from placet.web.edit_effect import Effect, effect_of
from placet.web.edit_files import (
    MOST_LETTERS,
    NotWritten,
    Open,
    digest_of,
    editable_files,
    open_file,
    plain,
    write_file,
)
from placet.web.edit_kept import Kept, begin, copy_rulebook, home_of
from placet.web.languages import N_
from placet.web.openapi import RULEBOOK, Operation, Parameter
from placet.web.pages import Page, View
from placet.web.passages import things_of
from placet.web.refusals import Refused
from placet.web.visit import Visit
from placet.web.worlds import World

MOST_BYTES = 4_000_000
"""How large a text that is sent may be: a letter takes at most four bytes, and a few lines go with it."""

MOST_SHOWN = 12
"""How many kept texts are listed."""

MOST_NAMES = 5000
"""How many names are offered for completion."""

_SAVING = threading.Lock()


class Edit(msgspec.Struct, frozen=True):
    """An edit as it stands: the file on disk, the text in the page, and the digest of the text it began from."""

    file: Open
    kept: Kept
    text: str
    base: str

    @property
    def is_changed(self) -> bool:
        """Whether the page has another text than the disk."""
        return self.text != self.file.text

    @property
    def is_conflict(self) -> bool:
        """Whether the file was changed on disk since the edit began."""
        return self.base != self.file.digest and self.is_changed


class Checked(msgspec.Struct, frozen=True):
    """What the checker says of a text in its place.

    `shown` is the file's name in messages; `has_marks` says that two sides of a conflict still stand in the text.
    """

    loaded: Loaded
    shown: str
    has_marks: bool = False

    @property
    def errors(self) -> int:
        """How many of the messages are errors."""
        return sum(one.severity == "error" for one in self.loaded.diagnostics)

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing that must not be saved."""
        return not self.errors and not self.has_marks


def edit_page(visit: Visit) -> View:
    """Show a file to be edited, or take what was typed."""
    if visit.form is not None:
        return _take(visit)
    if visit.param("file") is None:
        return View(reply=RedirectResponse(visit.address("text"), 303))
    file, kept = _opened(visit)
    draft = kept.draft()
    version = visit.param("version")
    if version is not None:
        text = kept.version(version)
        if text is None:
            raise Refused(N_("there is no such version any more"), N_("Open the file without `version`."), status=404)
        edit = Edit(file, kept, text, file.digest)
    elif draft is not None and draft.text != file.text:
        edit = Edit(file, kept, draft.text, draft.base)
    else:
        edit = Edit(file, kept, file.text, file.digest)
    begin(file.text)
    told: dict[str, Any] = {"draft": draft if version is None and edit.is_changed else None, "put_back": version}
    saved = visit.param("saved")
    if saved is not None and any(one.id == saved for one in kept.versions()):
        told["saved"] = saved
    return _show(visit, edit, with_check=visit.choice("check", ("yes",)) is not None, **told)


def check_text(visit: Visit) -> View:
    """Tell what the checker says of a text that is being typed, and keep it as a draft where that is wanted."""
    form = visit.form
    assert form is not None
    file, kept = _opened(visit)
    text = _typed(visit)
    is_kept: bool | None = None
    if _field(visit, "keep") == "yes":
        is_kept = _keep(Edit(file, kept, text, _field(visit, "base") or file.digest))
    checked = _check(visit, file, text)
    lines = Lines(text)
    messages: list[Json] = []
    for one in checked.loaded.diagnostics:
        span = one.span if one.span is not None and one.span.file == checked.shown else None
        messages.append(
            {
                "code": one.code,
                "severity": one.severity,
                # The checker speaks English; what a code tells is said in the reader's language beside it.
                "title": None if visit.language.code == "en" else visit.gettext(CODES[one.code]),
                "message": one.message,
                "help": one.help or None,
                "file": one.span.file if one.span is not None else None,
                "line": lines.position(span.start).line if span is not None else None,
                "start": span.start if span is not None else None,
                "end": span.end if span is not None else None,
            }
        )
    value: Json = {
        "diagnostics": messages,
        "errors": checked.errors,
        "has_marks": checked.has_marks,
        "kept": is_kept,
        "changed_on_disk": _field(visit, "base") not in ("", file.digest),
    }
    return View(value=value)


def words_page(visit: Visit) -> View:
    """List what can be written in a block: the words of the language, and every name with what it is."""
    world = visit.shown.world
    return View(value=_words(world))


def _words(world: World | None) -> Json:
    names: list[Json] = []
    if world is not None:
        things = things_of(world)
        # Of very many statements an editor could make no use, and they would be megabytes.
        left_out = {"reading"} if len(things) <= MOST_NAMES else {"reading", "statement", "source"}
        for (kind, name), thing in things.items():
            if kind not in left_out and len(names) < MOST_NAMES:
                title = getattr(thing, "title", "") or getattr(thing, "question", "") or getattr(thing, "text", "")
                names.append({"name": name, "kind": kind, "title": str(title)[:120]})
        names += [
            {"name": f"{party.id}.{office.id}", "kind": "office", "title": office.title}
            for party in world.book.parties.values()
            for office in party.offices
        ]
    words: list[Json] = [*sorted(WORDS)]
    return {"words": words, "names": names}


def _take(visit: Visit) -> View:
    """Take what a form sends: check it, save it, put it aside, or settle a conflict."""
    file, kept = _opened(visit)
    do = _field(visit, "do")
    if do == "copy":
        return _copy(visit, file)
    edit = Edit(file, kept, _typed(visit), _field(visit, "base") or file.digest)
    match do:
        case "discard" | "theirs":
            return _put_aside(visit, edit)
        case "mine" | "both":
            ancestor = kept.base(edit.base)
            if do == "both":
                text = merged(chunks_of(ancestor or "", edit.text, file.text))
                edit = msgspec.structs.replace(edit, text=text)
            return _look(visit, msgspec.structs.replace(edit, base=file.digest))
        case "save":
            return _save(visit, edit)
        case _check:
            return _look(visit, edit)


def _look(visit: Visit, edit: Edit) -> View:
    """Keep what was typed, and show what it comes to; at an address of its own where it could be kept."""
    if _keep(edit):
        on = _field(visit, "on")
        address = visit.address("edit", file=edit.file.place, check="yes", on=on)
        return View(reply=RedirectResponse(f"{address}#result", 303))
    return _show(visit, edit, with_check=True, not_kept=True)


def _save(visit: Visit, edit: Edit) -> View:
    is_kept = _keep(edit)
    told: dict[str, Any] = {"not_kept": not is_kept}
    if edit.is_conflict:
        return _show(visit, edit, status=409, with_check=False, **told)
    if not edit.is_changed:
        return View(reply=RedirectResponse(visit.address("edit", file=edit.file.place), 303))
    if _field(visit, "looked") != digest_of(edit.text):
        # Nothing is written that was not shown before: the same text, with what it changes.
        return _show(visit, edit, with_check=True, look_first=True, **told)
    checked = _check(visit, edit.file, edit.text)
    if not _may_save(visit, checked):
        return _show(visit, edit, status=422, with_check=True, refused=True, **told)
    with _SAVING:
        try:
            version = edit.kept.keep_version(edit.file.text, "saved")
        except OSError as error:
            reason = (error.strerror or "").lower()
            return _show(visit, edit, status=507, with_check=True, trouble="no-version", reason=reason, **told)
        try:
            write_file(edit.file, edit.text)
        except NotWritten as failed:
            if failed.why == "changed":
                edit = msgspec.structs.replace(edit, file=_opened(visit)[0])
                return _show(visit, edit, status=409, with_check=False, **told)
            status = 507 if failed.why == "full" else 500 if failed.why == "failed" else 409
            return _show(visit, edit, status=status, with_check=True, trouble=failed.why, reason=failed.reason, **told)
    _forget(edit.kept)
    visit.worlds.show(visit.request.path_params["rulebook"], now=True)
    return View(reply=RedirectResponse(visit.address("edit", file=edit.file.place, saved=version), 303))


def _put_aside(visit: Visit, edit: Edit) -> View:
    """Go back to the file as it is on disk; what was typed is kept among the versions."""
    try:
        if edit.is_changed:
            edit.kept.keep_version(edit.text, "aside")
        edit.kept.drop_draft()
    except OSError as error:
        reason = (error.strerror or "").lower()
        return _show(visit, edit, status=507, with_check=False, trouble="no-version", reason=reason)
    return View(reply=RedirectResponse(visit.address("edit", file=edit.file.place), 303))


def _copy(visit: Visit, file: Open) -> View:
    """Copy the rulebook to where it can be written, and go on there."""
    name = visit.request.path_params["rulebook"]
    try:
        place = copy_rulebook(visit.worlds.folder(name), home_of(visit.settings))
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Refused(
            N_("the rulebook could not be copied: %(reason)s"), N_("Nothing was changed."), status=507, reason=reason
        ) from None
    return View(reply=RedirectResponse(visit.address(f"/{visit.worlds.add(place)}/edit", file=file.place), 303))


def _copied_to(visit: Visit) -> str:
    """Return where the rulebook lies if it is a copy that was made here to be worked on."""
    place = visit.worlds.folder(visit.request.path_params["rulebook"])
    return str(place) if place.parent == home_of(visit.settings) / "rulebooks" else ""


def _show(visit: Visit, edit: Edit, *, status: int = 200, with_check: bool, **told: Any) -> View:
    """Show the page of an edit.

    Args:
        visit: the request.
        edit: the edit.
        status: the status of the answer.
        with_check: whether to show what the checker says, the difference, and what it changes for whom.
        told: what else the template is told.
    """
    name = visit.request.path_params["rulebook"]
    file = edit.file
    context: dict[str, Any] = {
        "name": name,
        "file": file,
        "files": editable_files(visit.worlds, name),
        "text": edit.text,
        "base": edit.base,
        "is_changed": edit.is_changed,
        "digest": digest_of(edit.text),
        "line": visit.number("line", 0, 0, 10_000_000),
        "versions": [(one, visit.language.moment(one.at)) for one in edit.kept.versions()[:MOST_SHOWN]],
        "copy": _copied_to(visit),
        "draft": None,
        "put_back": None,
        "saved": None,
        "not_kept": False,
        "look_first": False,
        "refused": False,
        "trouble": "",
        "reason": "",
        "checked": None,
        "conflict": None,
        "errors": 0,
        "has_marks": False,
        "own_file": "",
        "diff": [],
        "effect": None,
        "on": None,
        "may_save": False,
    }
    if edit.is_conflict:
        ancestor = edit.kept.base(edit.base)
        chunks = chunks_of(ancestor if ancestor is not None else "", edit.text, file.text)
        context["conflict"] = {
            "chunks": [one for one in chunks if one.kind != "same"],
            "has_ancestor": ancestor is not None,
            "meets": sum(one.kind == "conflict" for one in chunks),
        }
    elif with_check:
        context |= _result(visit, edit)
    return View("edit.html", {**context, **told}, status=status)


def _result(visit: Visit, edit: Edit) -> dict[str, Any]:
    checked = _check(visit, edit.file, edit.text)
    texts = {**checked.loaded.texts, checked.shown: edit.text}
    rows = with_addresses(visit, placed(checked.loaded.diagnostics, texts))
    shown = visit.worlds.show(visit.request.path_params["rulebook"], now=True)
    effect: Effect | None = None
    on = visit.day("on") or visit.today
    if checked.loaded.rulebook is not None and shown.world is not None and edit.is_changed:
        effect = effect_of(visit, shown.world.book, checked.loaded.rulebook, on)
    return {
        "checked": rows,
        "errors": checked.errors,
        "has_marks": checked.has_marks,
        "own_file": checked.shown,
        "diff": rows_between(edit.file.text, edit.text),
        "effect": effect,
        "on": on,
        "may_save": edit.is_changed and not edit.file.why_not and _may_save(visit, checked),
    }


def _check(visit: Visit, file: Open, text: str) -> Checked:
    """Load the rulebook with a text in the place of a file."""
    name = visit.request.path_params["rulebook"]
    folder = visit.worlds.folder(name)
    world = visit.worlds.show(name).world
    trees = world.trees if world is not None else ()
    shown = next((tree.file for tree in trees if tree.place == file.place), str(file.path))
    if "\0" in text:
        fault = Diagnostic("E0105", "error", "the text has a character that is none", None, "Take it away.")
        return Checked(Loaded(None, (fault,), {}, ()), shown)
    given = str(folder) if folder.exists() else visit.worlds.given(name)
    loaded = load_rulebook(given, shipped=visit.settings.shipped, drafts=(Instead(shown, file.place, text),))
    return Checked(loaded, shown, has_marks(text))


def _may_save(visit: Visit, checked: Checked) -> bool:
    """Nothing with errors is saved, but for what mends some of those that the files on disk have already."""
    if checked.is_sound:
        return True
    shown = visit.worlds.show(visit.request.path_params["rulebook"], now=True)
    return not checked.has_marks and checked.errors < len(shown.errors)


def _opened(visit: Visit) -> tuple[Open, Kept]:
    name = visit.request.path_params["rulebook"]
    place = visit.param("file")
    if name in visit.worlds.names:
        # Who edits has to see at once what another program has just written.
        visit.worlds.show(name, now=True)
    visit.shown  # noqa: B018 - refuses a rulebook that is not served
    if place is None:
        raise Refused(N_("which file is to be edited?"), N_("Name it: `file=…`."))
    file = open_file(visit.worlds, name, place)
    return file, Kept(home_of(visit.settings), visit.worlds.folder(name), place)


def _typed(visit: Visit) -> str:
    text = plain(_field(visit, "text"))
    if len(text) > MOST_LETTERS:
        raise Refused(N_("the text is too long"), N_("Split the file."), status=413)
    # What no file can hold is shown as what it is: not a letter.
    return text.encode("utf-8", "replace").decode("utf-8")


def _field(visit: Visit, name: str) -> str:
    found = visit.form.get(name) if visit.form is not None else None
    return found if isinstance(found, str) else ""


def _keep(edit: Edit) -> bool:
    """Keep what was typed; say whether that could be done."""
    try:
        if edit.is_changed:
            edit.kept.keep_draft(edit.text, edit.base)
        else:
            edit.kept.drop_draft()
    except OSError:
        return False
    return True


def _forget(kept: Kept) -> None:
    try:
        kept.drop_draft()
    except OSError:
        # It is what was saved; the next look finds it equal to the file and shows no draft.
        return


_FILE = Parameter("file", "The file's name in the rulebook.")
_SENT: dict[str, Any] = {
    "schema": {
        "type": "object",
        "required": ["text"],
        "properties": {
            "text": {"type": "string", "description": "The text in the place of the file's own."},
            "base": {"type": "string", "description": "The digest of the text that the edit began from."},
            "keep": {"type": "string", "enum": ["yes", "no"], "description": "Whether to keep it as a draft."},
        },
    }
}
_FORM = {"multipart/form-data": _SENT, "application/x-www-form-urlencoded": _SENT}

PAGES = (
    Page("edit", "/{rulebook}/edit", edit_page, section="text", methods=("GET", "POST"), most_bytes=MOST_BYTES),
    Page(
        "edit-check",
        "/{rulebook}/edit/check",
        check_text,
        forms=("json",),
        methods=("POST",),
        most_bytes=MOST_BYTES,
        operation=Operation(
            "Tell what the checker says of a text in the place of a file; the file is not written.",
            (RULEBOOK, _FILE),
            body=_FORM,
        ),
    ),
    Page(
        "edit-words",
        "/{rulebook}/edit/words",
        words_page,
        forms=("json",),
        operation=Operation("List the words of the language and the names of a rulebook.", (RULEBOOK,)),
    ),
)
