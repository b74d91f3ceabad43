"""What templates say: `_("…")`, `ngettext("…", "…", n)` and `{% trans %}`. A phrase of the domain is translated wherever it
stands; `| words` does so where it is part of something, `| number` writes a number."""

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from webapp.domain.texts import Phrase
from webapp.words.saying import is_right_to_left, language, number, spoken, translate, written
from webapp.words.scripts import words_of_scripts


def register(app: Flask) -> None:
    """Teach the app's templates."""
    env = app.jinja_env
    env.policies["ext.i18n.trimmed"] = True
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        _=_gettext,
        gettext=_gettext,
        ngettext=_ngettext,
        language=language,
        is_right_to_left=is_right_to_left,
        words_of_scripts=words_of_scripts,
    )
    env.filters.update(words=translate, number=number)
    env.finalize = _finalize


def _finalize(value: object) -> object:
    return translate(value) if isinstance(value, Phrase) else value


@pass_context
def _gettext(context: Context, sentence: str, /, **values: object) -> str:
    if isinstance(sentence, Phrase):
        return translate(sentence)
    return _filled_in(context, spoken().one(sentence), values)


@pass_context
def _ngettext(context: Context, one: str, many: str, how_many: int, /, **values: object) -> str:
    return _filled_in(context, spoken().many(one, many, how_many), {"number": how_many, **values})


def _filled_in(context: Context, said: str, values: dict[str, object]) -> str:
    """Values are escaped, the sentence is not: it is ours, and may have tags."""
    return (Markup(said) if context.eval_ctx.autoescape else said) % written(values)  # noqa: S704 - our own sentences
