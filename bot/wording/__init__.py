"""Reports, refusals and advice in a person's language. All sentences lie in locales/.

Texts for Telegram are its HTML with the tags b, i and code. Values from files are escaped and
inside a code tag: they cannot become tags, links or mentions.
"""

from collections.abc import Sequence
from datetime import date

from bot.advisor import Classification
from bot.engine.choices import Choice
from bot.engine.errors import Feature
from bot.report import Receipt, Report
from bot.wording import (
    advice,
    caption,
    details,
    formatting,
    labels,
    markup,
    summaries,
)
from bot.wording.advice import Advice
from bot.wording.caption import CardText
from bot.wording.catalogue import Catalogue, mark
from bot.wording.quiz import Quiz, read_quiz
from bot.wording.receipt import receipt_text
from bot.wording.video import say_about

__all__ = ["Wording"]


COPY_NAMES = {
    "everything": mark("clean-photo"),
    "location": mark("photo-without-location"),
    "credit": mark("photo-with-name"),
    "pixels": mark("redrawn-photo"),
}


class Wording:
    """All texts in one language, an ISO 639-1 code.

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
        """Return the caption of a clean copy of `clean_size` bytes: HTML, 1024 units at most.

        It says so where the original may be `evidence`, or its message was `forwarded`.
        """
        return caption.cleaned(self._catalogue, report, clean_size, evidence, forwarded)

    def album(self, entries: Sequence[summaries.AlbumEntry]) -> str:
        """Return one report of an album's files: HTML, 1024 units at most."""
        return summaries.album_report(self._catalogue, entries)

    def public_report(self, report: Report) -> str:
        """Return a report for a group, which names only kinds of traces: HTML."""
        return summaries.public_report(self._catalogue, report)

    def public_copy(self, report: Report, is_album_part: bool, is_forwarded: bool) -> str:
        """Return the caption of a clean copy for a group, which names only kinds: HTML.

        `is_album_part` is for a file whose album's other files are not seen.
        """
        return summaries.public_copy(self._catalogue, report, is_album_part, is_forwarded)

    def warning(self, reports: Sequence[Report]) -> str:
        """Return one sentence that warns a group of files with private traces: HTML."""
        return summaries.warning(self._catalogue, reports)

    def with_sender(self, name: str, text: str) -> str:
        """Return a replacement's caption: its sender's name and the original's text: HTML.

        `name` and `text` are plain; the caption may be longer than Telegram allows.
        """
        return summaries.with_sender(self._catalogue, name, text)

    def repeated(self, html: str) -> str:
        """Return an answer that says it may be a repetition, where there is space: HTML."""
        return caption.repeated(self._catalogue, html)

    def already_clean(self, report: Report) -> str:
        """Return the answer about a file that needs no cleaning: HTML."""
        return caption.already_clean(self._catalogue, report)

    def only_read(self, report: Report, kind: str, what: Feature | None) -> str:
        """Return a file's report, and why there is no clean copy: HTML, 1024 units at most."""
        return caption.only_read(self._catalogue, report, self.refusal(kind, what))

    def details(self, report: Report) -> list[str]:
        """Return all findings as HTML messages, each of 3500 units at most."""
        return details.messages(self._catalogue, report)

    def plain_report(self, report: Report) -> str:
        """Return a file's report for a terminal: plain text."""
        return markup.plain(caption.report_text(self._catalogue, report))

    def topics(self, report: Report) -> str:
        """Return the labels of a report's topics, joined by commas: plain text."""
        return details.topics(self._catalogue, report)

    def cautions(self, report: Report) -> tuple[str, ...]:
        """Return what visibly differs in a clean copy: plain sentences."""
        return caption.cautions(self._catalogue, report)

    def copy_name(self, report: Report, choice: str = "everything") -> str:
        """Return the file name of a copy made by a choice, without a suffix: plain text."""
        return say_about(self._catalogue, report, COPY_NAMES[choice]).lower()

    def choice_caption(self, choice: Choice) -> str:
        """Return the caption of a copy made by a choice other than "everything": HTML."""
        return self.say(caption.CHOICE_CAPTIONS[choice])

    def card(self, report: Report) -> CardText:
        """Return what is written on a report's card: plain text."""
        return caption.card_text(self._catalogue, report)

    def receipt(self, receipt: Receipt) -> str:
        """Return a receipt as a text document."""
        return receipt_text(self._catalogue, receipt)

    def refusal(self, kind: str, what: Feature | None = None) -> str:
        """Return why a file is refused: plain text. Both arguments are EngineError's."""
        return labels.refusal(self._catalogue, kind, what)

    def page(self, name: str, **values: str) -> str:
        """Return a page of `locales/*/pages` as HTML, its values escaped.

        Raises FileNotFoundError where there is no such page.
        """
        fields = {"formats": labels.format_names(self._catalogue), **values}
        escaped = {key: markup.escaped(value) for key, value in fields.items()}
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
        """Return the advisor's text on a topic, with a warning where its facts are old.

        Raises FileNotFoundError where there is no such topic.
        """
        return advice.topic(self._catalogue, name, today)

    def service(self, name: str, today: date) -> Advice:
        """Return a service's card, with a warning where it is old.

        Raises FileNotFoundError where there is no such service.
        """
        return advice.service(self._catalogue, name, today)

    def fact(self, service: str, key: str, today: date) -> str:
        """Return one fact of a service's card as HTML: advice.QUESTIONS lists the keys.

        Raises FileNotFoundError where there is no such service, KeyError for an unknown key.
        """
        return advice.fact(self._catalogue, service, key, today)

    def answer(self, classification: Classification, today: date) -> Advice:
        """Return the answer to a question, with a warning where its facts are old."""
        return advice.answer(self._catalogue, classification, today)

    def title(self, topic: str) -> str:
        """Return a topic's title: plain text.

        Raises FileNotFoundError where there is none.
        """
        return self._catalogue.text("topics", topic)[0]["title"]

    def answer_plain(self, classification: Classification, today: date) -> str:
        """Return the first part of an answer for a terminal: plain text."""
        return markup.plain(self.answer(classification, today).first)

    def plain(self, html: str) -> str:
        """Return HTML of ours as plain text."""
        return markup.plain(html)

    def size(self, count: int) -> str:
        """Return a number of bytes: "2,1 MB"."""
        return formatting.format_size(self._catalogue.language, count)

    def date(self, iso: str) -> str:
        """Return an ISO 8601 date in words: "Rabu, 10 September 2025 pukul 14.03 WIB"."""
        return formatting.format_date(self._catalogue, iso)

    def description(self) -> str:
        """Return what an empty chat shows before the first message: 512 characters at most."""
        return self.say(labels.DESCRIPTION)

    def short_description(self) -> str:
        """Return what the bot's profile shows: 120 characters at most."""
        return self.say(labels.SHORT_DESCRIPTION)
