"""One language's sentences and pages, from locales/.

Spec: GNU gettext, MO files. A page is a text with a head of `name: value` lines.
"""

import gettext
from dataclasses import dataclass
from typing import BinaryIO

BOT = __file__[: -len("/wording/catalogue.py")]
HOMES = (f"{BOT}/locales", f"{BOT}/../locales")  # in an installed package; beside a checkout's


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
        with _opened(f"{language}/LC_MESSAGES/bot.mo") as compiled:
            self._sentences = gettext.GNUTranslations(compiled)

    def say(self, msgid: str, **values: object) -> str:
        """Return a sentence with its `{name}` places filled; values are taken as they are."""
        return self._sentences.gettext(msgid).format(**values)

    def page(self, name: str) -> Page:
        """Return a page.

        Raises FileNotFoundError where there is none.
        """
        told, body = self.text("pages", name)
        sources = tuple(word for word in told.get("sources", "").split(", ") if word)
        return Page(told["title"], body, sources, told.get("checked_on", ""))

    def text(self, folder: str, name: str) -> tuple[dict[str, str], str]:
        """Return the head of a text of `folder`, without its empty values, and its body.

        Raises FileNotFoundError where there is none; a name is never a path.
        """
        if not name.isidentifier():
            raise FileNotFoundError(name)
        return self.document(f"{folder}/{name}")

    def document(self, path: str) -> tuple[dict[str, str], str]:
        """Return the head of a file below this language's folder, and its body.

        Raises FileNotFoundError where there is none.
        """
        with _opened(f"{self.language}/{path}.md") as file:
            _, head, body = file.read().decode().split("---\n", 2)
        values = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        return values, body.strip()


def _opened(name: str) -> BinaryIO:
    """Open a file of locales/; importlib.resources would take longer than reading it."""
    try:
        return open(f"{HOMES[0]}/{name}", "rb")  # noqa: PTH123 - pathlib is of the world
    except FileNotFoundError:
        return open(f"{HOMES[1]}/{name}", "rb")  # noqa: PTH123
