"""Fixed messages of the templates, translated when a template is compiled and not each time it is filled in."""

from __future__ import annotations

import gettext
import re

from jinja2.ext import Extension

_MESSAGE = re.compile(r"""\{\{ _\((?:"([^"\\\n]*)"|'([^'\\\n]*)')\) \}\}""")
_SPECIAL = re.compile(r"[%{}\n]")


def folding_extension(catalogue: gettext.NullTranslations) -> type[Extension]:
    """Return an extension that puts the messages of one language into the templates' text.

    Only a message that stands alone as `{{ _("…") }}` is put there; one with something to fill in stays as it is.

    Example:
        >>> from jinja2 import Environment
        >>> environment = Environment(extensions=[folding_extension(gettext.NullTranslations())])
        >>> environment.from_string('<b>{{ _("in force") }}</b>').render()
        '<b>in force</b>'
    """

    class Folding(Extension):  # type: ignore[misc]  # a library without types here
        def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
            return _MESSAGE.sub(_folded, source)

    def _folded(found: re.Match[str]) -> str:
        message = found[1] if found[1] is not None else found[2]
        translated = catalogue.gettext(message) if message else ""
        # What could be read as something else than text, or break the count of lines, is left to be filled in.
        return found[0] if not translated or _SPECIAL.search(message + translated) else translated

    return Folding
