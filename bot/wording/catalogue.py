"""One language's sentences and pages, from locales/.

Spec: GNU gettext, MO files. A page is a text with a head of `name: value` lines.
"""

import gettext
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Page:
    """A long text in Telegram's HTML, where its facts come from, and the day they were checked."""

    title: str
    body: str
    sources: tuple[str, ...]
    checked_on: str  # ISO 8601, or "" where it states no facts about others


def mark(msgid: str) -> str:
    """Return a sentence as it is: the mark by which the catalogue's tools find it."""
    return msgid


class Catalogue:
    """The sentences and pages of one language.

    Raises FileNotFoundError where the compiled catalogue is missing.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._folder = _locales().joinpath(language)
        with self._folder.joinpath("LC_MESSAGES", "bot.mo").open("rb") as compiled:
            self._sentences = gettext.GNUTranslations(compiled)

    def say(self, msgid: str, **values: object) -> str:
        """Return a sentence with its `{name}` places filled; values are taken as they are."""
        return self._sentences.gettext(msgid).format(**values)

    def page(self, name: str) -> Page:
        """Return a page.

        Raises FileNotFoundError where there is none.
        """
        text = self._folder.joinpath("topics", f"{name}.md").read_text("utf-8")
        _, head, body = text.split("---\n", 2)
        told = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        sources = tuple(word for word in told.get("sources", "").split(", ") if word)
        return Page(told["title"], body.strip(), sources, told.get("checked_on", ""))


def _locales() -> Traversable:
    """Return the folder of all languages: inside an installed package, beside a checkout's."""
    package = files("bot")
    inside = package.joinpath("locales")
    return inside if inside.is_dir() else package.joinpath("..", "locales")
