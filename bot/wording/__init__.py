"""Words: reports and replies become Indonesian. Every sentence lies in locales/, none here.

Texts for Telegram are its HTML with the tags b, i and code; whatever a file says stands
inside code, escaped, so that it can be neither a tag, nor a link, nor a mention.
"""

from collections.abc import Sequence
from datetime import date

from bot.advisor import Classification
from bot.engine.errors import Feature
from bot.report import Receipt, Report
from bot.wording import (
    advice,
    albums,
    answers,
    caption,
    details,
    films,
    groups,
    markup,
    names,
    numbers,
)
from bot.wording import receipt as proofs
from bot.wording.advice import Advice
from bot.wording.card import Words, words
from bot.wording.catalogue import Catalogue, mark
from bot.wording.quiz import Quiz, read_quiz

__all__ = ["Wording"]


COPY = mark("clean-photo")
CHOSEN = {
    "location": mark("Copy without the location."),
    "credit": mark("Copy with the maker's name."),
    "pixels": mark("Copy like a screenshot."),
}


class Wording:
    """One language, ready to speak.

    Raises FileNotFoundError where the language has no compiled catalogue.
    """

    def __init__(self, language: str = "id") -> None:
        self._catalogue = Catalogue(language)
        self.say = self._catalogue.say

    def caption(
        self,
        report: Report,
        clean_size: int | None = None,
        evidence: bool = False,
        forwarded: bool = False,
    ) -> str:
        """Return what goes with a clean copy of `clean_size` bytes: HTML, 1024 units at most.

        Where the original may be `evidence`, or its message was `forwarded`, it says so.
        """
        return caption.cleaned(self._catalogue, report, clean_size, evidence, forwarded)

    def album(self, lines: Sequence[albums.Line]) -> str:
        """Return one report of files that were sent at once: HTML, 1024 units at most."""
        return albums.told(self._catalogue, lines)

    def public_report(self, report: Report) -> str:
        """Return what a file tells where others read along: kinds alone, HTML."""
        return groups.inspected(self._catalogue, report)

    def public_copy(self, report: Report, alone: bool, forwarded: bool) -> str:
        """Return what goes with a clean copy where others read along: kinds alone, HTML.

        `alone` where the file is one of an album that is not seen.
        """
        return groups.cleaned(self._catalogue, report, alone, forwarded)

    def warning(self, reports: Sequence[Report]) -> str:
        """Return one quiet sentence about files that tell a place or a person: HTML."""
        return groups.warning(self._catalogue, reports)

    def instead(self, reports: Sequence[Report]) -> str:
        """Return what goes with copies that stand in for their originals: HTML."""
        return groups.instead(self._catalogue, reports)

    def sender(self, name: str, words: str, html: str) -> str:
        """Return who sent what a copy stands in for, and the words that came with it: HTML.

        It is longer than a caption may be where those words leave no room.
        """
        return groups.sender(self._catalogue, name, words, html)

    def repeated(self, html: str) -> str:
        """Return an answer that may have been given already, and says so where there is room."""
        return caption.repeated(self._catalogue, html)

    def already_clean(self, report: Report) -> str:
        """Return what is said of a file that needs no cleaning: HTML."""
        return caption.already_clean(self._catalogue, report)

    def only_read(self, report: Report, kind: str, what: Feature | None) -> str:
        """Return what a file tells, and why there is no clean copy: HTML, 1024 units at most."""
        return caption.only_read(self._catalogue, report, self.refusal(kind, what))

    def details(self, report: Report) -> list[str]:
        """Return all findings as HTML messages, each of 3500 units at most."""
        return details.messages(self._catalogue, report)

    def plain_report(self, report: Report) -> str:
        """Return what a file tells, for a terminal."""
        return markup.plain(caption.told(self._catalogue, report))

    def topics(self, report: Report) -> str:
        """Return what a file tells about, in a few words. Plain text."""
        return details.topics(self._catalogue, report)

    def cautions(self, report: Report) -> tuple[str, ...]:
        """Return what shows and is missing from a clean copy, a sentence each. Plain text."""
        return caption.cautions(self._catalogue, report)

    def copy_name(self, report: Report) -> str:
        """Return what a clean copy is called, without a suffix. Plain text."""
        return films.say(self._catalogue, report, COPY).lower()

    def chosen(self, choice: str) -> str:
        """Return what goes with the copy of a choice: HTML."""
        return self.say(CHOSEN[choice])

    def card(self, report: Report) -> Words:
        """Return what is written on a report's card."""
        return words(self._catalogue, report)

    def receipt(self, receipt: Receipt) -> str:
        """Return a receipt as a text document."""
        return proofs.text(self._catalogue, receipt)

    def refusal(self, kind: str, what: Feature | None = None) -> str:
        """Return why a file is refused: plain text. Both arguments are EngineError's."""
        return names.refusal(self._catalogue, kind, what)

    def page(self, name: str, **values: str) -> str:
        """Return a page of `locales/*/pages` as HTML, its values escaped.

        Raises FileNotFoundError where there is no such page.
        """
        told = {"formats": names.formats(self._catalogue), **values}
        escaped = {key: markup.escaped(value) for key, value in told.items()}
        page = self._catalogue.page(name)
        parts = [f"<b>{page.title}</b>", page.body.format(**escaped)]
        if page.checked_on:
            checked = self.say("Facts checked on {date}.", date=self.date(page.checked_on))
            parts.append(f"<i>{checked}</i>")
        return "\n\n".join(parts)

    def page_plain(self, name: str, **values: str) -> str:
        """Return a page for a terminal."""
        return markup.plain(self.page(name, **values))

    def quiz(self) -> Quiz:
        """Return the questions of the check before an upload, their answers and the verdicts."""
        return read_quiz(self._catalogue)

    def topic(self, name: str, today: date) -> Advice:
        """Return what the advisor says on a topic; old facts say so.

        Raises FileNotFoundError where there is no such topic.
        """
        return advice.topic(self._catalogue, name, today)

    def service(self, name: str, today: date) -> Advice:
        """Return a service's card; an old one says so.

        Raises FileNotFoundError where there is no such service.
        """
        return advice.service(self._catalogue, name, today)

    def fact(self, service: str, key: str, today: date) -> str:
        """Return one fact of a service's card as HTML: advice.QUESTIONS lists the keys.

        Raises FileNotFoundError where there is no such service, KeyError for an unknown key.
        """
        return advice.fact(self._catalogue, service, key, today)

    def answer(self, heard: Classification, today: date) -> Advice:
        """Return what the advisor says to what it heard; old facts say so."""
        return answers.answer(self._catalogue, heard, today)

    def title(self, topic: str) -> str:
        """Return what a topic is called: plain text.

        Raises FileNotFoundError where there is none.
        """
        return self._catalogue.text("topics", topic)[0]["title"]

    def answer_plain(self, heard: Classification, today: date) -> str:
        """Return the first part of an answer for a terminal."""
        return markup.plain(self.answer(heard, today).first)

    def plain(self, html: str) -> str:
        """Return HTML of ours as plain text."""
        return markup.plain(html)

    def size(self, count: int) -> str:
        """Return a number of bytes: "2,1 MB"."""
        return numbers.size(self._catalogue.language, count)

    def date(self, iso: str) -> str:
        """Return a moment or a day: "Rabu, 10 September 2025 pukul 14.03 WIB"."""
        return numbers.date(self._catalogue, iso)

    def description(self) -> str:
        """Return what an empty chat shows before the first message: 512 characters at most."""
        return self.say(names.DESCRIPTION)

    def short_description(self) -> str:
        """Return what the bot's profile shows: 120 characters at most."""
        return self.say(names.SHORT_DESCRIPTION)
