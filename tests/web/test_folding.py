"""Messages that templates say as they are: in every language the same as if they were translated one by one."""

from __future__ import annotations

import gettext

import pytest
from jinja2 import DictLoader, Environment

from placet.web.folding import folding_extension

TEXTS = {
    "in force": "in Kraft",
    "<b>now</b>": "<b>jetzt</b>",
    "100% sure": "zu 100% sicher",
    "%% of it": "%% davon",
    "odd {{ braces }}": "{% seltsam %}",
    "two": "{{ zwei }}",
    "quoted": "\"so\" & 'so'",
    "": "the head of the catalogue",
}


class Catalogue(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return TEXTS.get(message, message)


def environment(*extensions: object, **texts: str) -> Environment:
    made = Environment(
        loader=DictLoader(texts), autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"]
    )
    made.install_gettext_callables(Catalogue().gettext, Catalogue().ngettext, newstyle=True)
    for extension in extensions:
        made.add_extension(extension)
    return made


@pytest.mark.parametrize("message", ["in force", "<b>now</b>", "%% of it", "two", "quoted", "not in it"])
def test_a_folded_message_reads_as_one_that_is_looked_up(message: str) -> None:
    source = (
        f'{{% if true %}}\n  {{{{ _("{message}") }}}}\n{{% endif %}}\n<a title="{{{{ _(\'{message}\') }}}}">'
        f'{{{{ _("{message}") }}}}{{{{ _("%(one)s of it", one=1) }}}}</a>\n'
    )
    looked_up = environment(page=source).get_template("page").render()
    folded = environment(folding_extension(Catalogue()), page=source)
    assert folded.get_template("page").render() == looked_up
    assert TEXTS.get(message, message).replace("%%", "%") in looked_up


def test_a_message_is_not_looked_up_any_more_once_its_template_is_compiled() -> None:
    made = environment(folding_extension(Catalogue()), page='{{ _("in force") }}')
    page = made.get_template("page")
    made.globals["gettext"] = made.globals["_"] = None
    assert page.render() == "in Kraft"


def test_what_could_be_read_as_a_template_is_left_alone() -> None:
    extension = folding_extension(Catalogue())(environment())
    for message in ("100% sure", "odd {{ braces }}", "two", ""):
        source = f'{{{{ _("{message}") }}}}'
        assert extension.preprocess(source, None) == source
