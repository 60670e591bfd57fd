"""Log lines: no token, no words of others, no traceback."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ops.logs import RedactingFormatter, redact

TOKEN = "123456789:AAsecret-token_0123456789abcdefghi"
OTHER = "987654321:BBsecret-token_0123456789abcdefghi"


def line(name: str, message: str, error: BaseException | None = None, as_json: bool = False) -> str:
    info = (type(error), error, None) if error else None
    record = logging.LogRecord(name, logging.ERROR, "f.py", 1, message, None, info)
    record.facts = {"bytes": 7}
    return RedactingFormatter(TOKEN, as_json).format(record)


@given(st.text(), st.text(), st.sampled_from([TOKEN, OTHER, f"bot{TOKEN}", "bot1:x"]))
def test_no_text_carries_a_token_out(before: str, after: str, token: str) -> None:
    assert TOKEN not in redact(f"{before} {token} {after}", TOKEN)
    assert "secret" not in redact(f"{token} .", TOKEN)


@pytest.mark.parametrize("token", [TOKEN, OTHER])
def test_a_url_keeps_only_its_shape(token: str) -> None:
    told = line("bot.telegram", f"GET https://api.telegram.org/bot{token}/getMe")
    assert told.endswith("GET https://api.telegram.org/bot<token>/getMe bytes=7")


def test_the_words_of_libraries_are_not_told() -> None:
    told = line("telegram.ext", "update {'text': 'rahasia'}", ValueError("rahasia"))
    assert told.endswith("ERROR telegram.ext: ValueError bytes=7")


def test_of_an_error_the_class_is_told_alone() -> None:
    assert line("bot.x", "update", ValueError("rahasia")).endswith(
        "ERROR update: ValueError bytes=7"
    )


def test_what_is_no_token_stays() -> None:
    assert redact("Cleaned JPEG 123456 bytes 07:40:42 127.0.0.1:8081", TOKEN).count("<") == 0


@given(st.text())
def test_for_programs_a_line_is_json(message: str) -> None:
    told = line("bot.x", message.replace("%", ""), as_json=True)
    assert "\n" not in told
    found = json.loads(told)
    assert (found["level"], found["bytes"]) == ("ERROR", 7)
    assert found["time"].startswith("20")
