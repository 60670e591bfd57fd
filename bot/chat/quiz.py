"""The one-minute check before a photo is uploaded: five taps, and a verdict with its reasons.

All that was answered stands in the button itself: a letter a question. The verdict is that of
the worst answer; one more risk never makes it milder.
"""

from typing import NamedTuple

from bot.chat.actions import (
    Action,
    AnswerCallback,
    CallbackButton,
    EditMessage,
    Keyboard,
    SendMessage,
)
from bot.chat.context import Context
from bot.chat.events import ButtonTapped, CommandSent
from bot.wording import Wording
from bot.wording.catalogue import mark

PREFIX = "cek:"


class Answer(NamedTuple):
    """A button's words, how bad it is (0 to 2), and why."""

    label: str
    level: int
    reason: str = ""


class Question(NamedTuple):
    """One of the five."""

    words: str
    answers: tuple[Answer, ...]


QUESTIONS = (
    Question(mark("1 of 5. Which file will you upload?"), (
        Answer(mark("The clean copy"), 0),
        Answer(mark("The original"), 1, mark("Send the original to me as a file first.")),
        Answer(mark("I do not know"), 1, mark("Send the original to me as a file first.")),
    )),
    Question(mark("2 of 5. What is in the picture?"), (
        Answer(mark("Things, food, scenery"), 0),
        Answer(mark("People"), 0),
        Answer(mark("A home, a school, a plate"), 1, mark("Crop what shows where you live.")),
        Answer(mark("KTP, a card, a document"), 2, mark("Never upload cards or documents.")),
    )),
    Question(mark("3 of 5. Whose face?"), (
        Answer(mark("No face"), 0),
        Answer(mark("Mine"), 1, mark("A face cannot be changed like a password.")),
        Answer(mark("Others, they agreed"), 1, mark("Ask again what for: a yes is for one use.")),
        Answer(mark("Others, not asked"), 2, mark("Ask the people in the photo first.")),
        Answer(mark("A child"), 2, mark("Do not upload children who can be recognised.")),
    )),
    Question(mark("4 of 5. Which service?"), (
        Answer(mark("Official, I read its policy"), 0),
        Answer(mark("Official, not read yet"), 1, mark("Look at /layanan for what it keeps.")),
        Answer(mark("A site from a link"), 2, mark("Use only the official site or app.")),
    )),
    Question(mark("5 of 5. Its training switch?"), (
        Answer(mark("Off already"), 0),
        Answer(mark("Not yet"), 1, mark("Turn training off first: it counts from then on.")),
        Answer(mark("There is none"), 1, mark("Without a switch, take it as used for training.")),
    )),
)  # fmt: skip
VERDICTS = (
    mark("Go ahead. The risk is small."),
    mark("Almost. Do this first:"),
    mark("Do not upload it yet:"),
)
AGAIN = mark("Check again")
LETTERS = "abcdefgh"


def on_quiz_command(event: CommandSent, wording: Wording, _: Context) -> tuple[Action, ...]:
    """Return the first question."""
    return (SendMessage(event.address, *asked("", wording)),)


def on_quiz_button(event: ButtonTapped, wording: Wording, _: Context) -> tuple[Action, ...]:
    """Return the next question or the verdict; nothing, where it carries no answers of ours."""
    state = event.data.removeprefix(PREFIX)
    if event.address is None:
        return ()
    try:
        html, keyboard = verdict(state, wording) or asked(state, wording)
    except KeyError:
        return ()
    return AnswerCallback(event.query_id), EditMessage(event.address, keyboard, html)


def level(state: str) -> int:
    """Return how bad the answers so far are."""
    return max((answer.level for answer in _given(state)), default=0)


def asked(state: str, wording: Wording) -> tuple[str, Keyboard]:
    """Return the next question, and a row for each of its answers."""
    question = QUESTIONS[len(_given(state))]
    rows = tuple(
        (CallbackButton(f"{PREFIX}{state}{letter}", wording.say(answer.label)),)
        for letter, answer in zip(LETTERS, question.answers, strict=False)
    )
    return f"<b>{wording.say(question.words)}</b>", rows


def verdict(state: str, wording: Wording) -> tuple[str, Keyboard] | None:
    """Return the verdict where all was answered, the worst reason first.

    Raises KeyError for what is no state.
    """
    given = _given(state)
    if len(given) < len(QUESTIONS):
        return None
    worst = sorted((answer for answer in given if answer.reason), key=lambda a: -a.level)
    reasons = dict.fromkeys(wording.say(answer.reason) for answer in worst)
    rows = [f"<b>{wording.say(VERDICTS[level(state)])}</b>", *(f"• {why}" for why in reasons)]
    return "\n".join(rows), ((CallbackButton(PREFIX, wording.say(AGAIN)),),)


def _given(state: str) -> list[Answer]:
    """Return the answers that a state holds; raises KeyError for what is no state."""
    if len(state) > len(QUESTIONS):
        raise KeyError(state)
    told = []
    for question, letter in zip(QUESTIONS, state, strict=False):
        number = LETTERS.find(letter)
        if not 0 <= number < len(question.answers):
            raise KeyError(state)
        told.append(question.answers[number])
    return told
