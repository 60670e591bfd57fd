"""The settings: what wins, what is refused, and that the token never shows."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import TELEGRAM, BadSetting, Settings, load

TOKEN = "123456:AAtest-token_0123456789"
words = st.text(st.characters(codec="utf-8", exclude_characters="\r\n'\""))


def dotenv(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.write_bytes(text.encode())
    return file


@given(st.dictionaries(st.sampled_from(["SAPUJEJAK_TOKEN", "SAPUJEJAK_API_URL"]), words))
def test_any_value_is_taken_or_refused_by_name(environ: dict[str, str]) -> None:
    try:
        settings = load(environ)
    except BadSetting as error:
        named = {error.name}
    else:
        named = set()
        assert not {*settings.token, *settings.api_url} & {*" \n?#"}
    assert named <= environ.keys()


def test_without_a_word_there_is_no_token() -> None:
    assert load({}) == Settings("", TELEGRAM)
    assert load({"SAPUJEJAK_TOKEN": "  "}, Path("no such file")).token == ""


@pytest.mark.parametrize(
    "line",
    [
        f"SAPUJEJAK_TOKEN={TOKEN}",
        f'SAPUJEJAK_TOKEN="{TOKEN}"',
        f"export SAPUJEJAK_TOKEN = '{TOKEN}'  # from @BotFather",
        f"  SAPUJEJAK_TOKEN={TOKEN} # from @BotFather",
        f"# SAPUJEJAK_TOKEN=1:other\r\nSAPUJEJAK_TOKEN={TOKEN}\r\nnot a pair\r\n",
        f"\ufeffSAPUJEJAK_TOKEN={TOKEN}",
    ],
)
def test_a_file_may_hold_the_token(tmp_path: Path, line: str) -> None:
    assert load({}, dotenv(tmp_path, line)).token == TOKEN


def test_the_environment_wins(tmp_path: Path) -> None:
    file = dotenv(tmp_path, "SAPUJEJAK_TOKEN=1:file\nSAPUJEJAK_API_URL=http://file:1/")
    settings = load({"SAPUJEJAK_TOKEN": TOKEN}, file)
    assert settings == Settings(TOKEN, "http://file:1")


def test_names_of_a_later_day_are_no_errors(tmp_path: Path) -> None:
    file = dotenv(tmp_path, "SAPUJEJAK_WEBHOOK_URL=https://x.id/\nOTHER=1")
    assert load({"SAPUJEJAK_REDIS": "yes"}, file) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAPUJEJAK_TOKEN", "123:a/../getMe"),
        ("SAPUJEJAK_TOKEN", "123:a b"),
        ("SAPUJEJAK_TOKEN", "123:ä"),
        ("SAPUJEJAK_API_URL", "api.telegram.org"),
        ("SAPUJEJAK_API_URL", "ftp://api.telegram.org"),
        ("SAPUJEJAK_API_URL", "https://x.id/?a=b"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load({name: value})
    assert refused.value.name == name
    assert value not in str(refused.value)


def test_the_token_is_in_no_repr() -> None:
    assert TOKEN not in f"{Settings(TOKEN)} {Settings(TOKEN)!r}"
