"""One language's sentences and pages, from locales/.

Spec: GNU gettext, MO files. A page is a text with a head of `name: value` lines.
"""

import gettext
from dataclasses import dataclass
from typing import BinaryIO

BOT = __file__[: -len("/wording/catalogue.py")]
FOLDERS = (f"{BOT}/locales", f"{BOT}/../locales")  # of an installed package; of a checkout


@dataclass(frozen=True, slots=True)
class Page:
    """A long text in Telegram's HTML, the sources of its facts, and when they were checked."""

    title: str
    body: str
    sources: tuple[str, ...]
    checked_on: str  # ISO 8601, or "" where it states no facts about others


def mark(msgid: str) -> str:
    """Return the msgid unchanged: pybabel extracts the arguments of calls of this name."""
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
        """Return a sentence with its `{name}` fields filled; values are not escaped."""
        return self._sentences.gettext(msgid).format(**values)

    def page(self, name: str) -> Page:
        """Return a page.

        Raises FileNotFoundError where there is none.
        """
        head, body = self.text("pages", name)
        sources = tuple(filter(None, head.get("sources", "").split(", ")))
        return Page(head["title"], body, sources, head.get("checked_on", ""))

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
    """Open a file of locales/; importing importlib.resources takes longer than reading it."""
    try:
        return open(f"{FOLDERS[0]}/{name}", "rb")  # noqa: PTH123 - pure code imports no pathlib
    except FileNotFoundError:
        return open(f"{FOLDERS[1]}/{name}", "rb")  # noqa: PTH123 - as above
