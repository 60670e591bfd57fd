"""/cek, the check before an upload: a question a tap, then a verdict with its reasons.

A button carries all answers so far, a letter each ("cek:ab": the first answer to question 1,
the second to question 2), so nothing is stored. The verdict is that of the worst answer: one
more risk never makes it milder. Questions and verdicts are in locales/*/quiz.md.
"""

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
from bot.wording.quiz import Answer, Question, Quiz

PREFIX = "cek:"
LETTERS = "abcdefgh"  # a question has no more answers


def on_quiz_command(event: CommandSent, wording: Wording, _: Context) -> tuple[Action, ...]:
    """Return the first question."""
    html, keyboard = quiz_screen("", wording.quiz())
    return (SendMessage(event.address, html, keyboard),)


def on_quiz_button(event: ButtonTapped, wording: Wording, _: Context) -> tuple[Action, ...]:
    """Return the next question or the verdict; nothing, where it carries no answers of ours."""
    if event.address is None:
        return ()
    try:
        html, keyboard = quiz_screen(event.data.removeprefix(PREFIX), wording.quiz())
    except KeyError:
        return ()
    return AnswerCallback(event.query_id), EditMessage(event.address, keyboard, html)


def quiz_screen(letters: str, quiz: Quiz) -> tuple[str, Keyboard]:
    """Return the next question, or the verdict where all are answered: HTML and its buttons.

    Raises KeyError where the letters are no answers of the quiz.
    """
    answers = chosen_answers(letters, quiz)
    if len(answers) < len(quiz.questions):
        return _question(letters, quiz.questions[len(answers)])
    return _verdict(answers, quiz)


def chosen_answers(letters: str, quiz: Quiz) -> list[Answer]:
    """Return the answers that letters stand for.

    Raises KeyError where there are more letters than questions, or one has no answer.
    """
    if len(letters) > len(quiz.questions):
        raise KeyError(letters)
    answers = []
    for question, letter in zip(quiz.questions, letters, strict=False):
        index = LETTERS.find(letter)
        if not 0 <= index < len(question.answers):
            raise KeyError(letters)
        answers.append(question.answers[index])
    return answers


def _question(letters: str, question: Question) -> tuple[str, Keyboard]:
    rows = tuple(
        (CallbackButton(f"{PREFIX}{letters}{letter}", answer.label),)
        for letter, answer in zip(LETTERS, question.answers, strict=False)
    )
    return f"<b>{question.text}</b>", rows


def _verdict(answers: list[Answer], quiz: Quiz) -> tuple[str, Keyboard]:
    """Return the verdict on the worst answer, and each reason once, the worst first."""
    worst_first = sorted(answers, key=lambda answer: -answer.level)
    reasons = dict.fromkeys(answer.reason for answer in worst_first if answer.reason)
    verdict = quiz.verdicts[worst_first[0].level]
    html = "\n".join([f"<b>{verdict}</b>", *(f"• {reason}" for reason in reasons)])
    return html, ((CallbackButton(PREFIX, quiz.again),),)
