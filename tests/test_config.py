"""The configuration: what wins, what is refused, and that the token never shows."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import TELEGRAM, Config, ConfigError, load_config

TOKEN = "123456:AAtest-token_0123456789"
words = st.text(st.characters(codec="utf-8", exclude_characters="\r\n'\""))


def dotenv(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.write_bytes(text.encode())
    return file


@given(st.dictionaries(st.sampled_from(["SAPUJEJAK_TOKEN", "SAPUJEJAK_API_URL"]), words))
def test_any_value_is_taken_or_refused_by_name(environ: dict[str, str]) -> None:
    try:
        config = load_config(environ)
    except ConfigError as error:
        named = {error.name}
    else:
        named = set()
        assert not {*config.token, *config.api_url} & {*" \n?#"}
    assert named <= environ.keys()


def test_without_a_word_there_is_no_token() -> None:
    config = load_config({"HOME": "/home/budi"})
    assert (config.token, config.api_url) == ("", TELEGRAM)
    assert config.database_url == "sqlite:////home/budi/.local/state/sapujejak/jobs.sqlite"
    assert load_config({"SAPUJEJAK_TOKEN": "  "}, Path("no such file")).token == ""


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
    assert load_config({}, dotenv(tmp_path, line)).token == TOKEN


def test_the_environment_wins(tmp_path: Path) -> None:
    file = dotenv(tmp_path, "SAPUJEJAK_TOKEN=1:file\nSAPUJEJAK_API_URL=http://file:1/")
    config = load_config({"SAPUJEJAK_TOKEN": TOKEN}, file)
    assert (config.token, config.api_url) == (TOKEN, "http://file:1")


def test_names_of_a_later_day_are_no_errors(tmp_path: Path) -> None:
    file = dotenv(tmp_path, "SAPUJEJAK_WEBHOOK_URL=https://x.id/\nOTHER=1")
    assert load_config({"SAPUJEJAK_REDIS": "yes"}, file).token == ""


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
    with pytest.raises(ConfigError) as refused:
        load_config({name: value})
    assert refused.value.name == name
    assert value not in str(refused.value)


def test_the_token_is_in_no_repr() -> None:
    assert TOKEN not in f"{Config(TOKEN)} {Config(TOKEN)!r}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "push"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgresql://host:port/jobs"),
        ("DATABASE_URL", "sqlite://jobs"),
        ("LISTEN", "8080"),
        ("REPLICA_ID", "a/b"),
        ("WEBHOOK_SECRET", "two words"),
        ("API_LOCAL", "maybe"),
        ("WEBHOOK_URL", "ftp://x"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config({f"SAPUJEJAK_{name}": value})
    assert caught.value.name == f"SAPUJEJAK_{name}"


@pytest.mark.parametrize("missing", ["WEBHOOK_URL", "WEBHOOK_SECRET"])
def test_a_webhook_needs_its_address_and_its_secret(missing: str) -> None:
    variables = {
        "SAPUJEJAK_MODE": "webhook",
        "SAPUJEJAK_WEBHOOK_URL": "https://x.id/telegram",
        "SAPUJEJAK_WEBHOOK_SECRET": "s",
    }
    assert load_config(variables).listen == "127.0.0.1:8080"
    with pytest.raises(ConfigError, match=missing):
        load_config(
            {name: value for name, value in variables.items() if not name.endswith(missing)}
        )


def test_no_secret_shows() -> None:
    variables = {"SAPUJEJAK_DATABASE_URL": "postgresql://bot:word@db/jobs"}
    assert "word" not in repr(load_config(variables))


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////var/lib/jobs.sqlite",
        "sqlite:///jobs.sqlite",
        "postgresql://bot:kata%40sandi@db:5432/jobs?sslmode=require",
        "postgres://db/jobs",
        "postgresql://postgres:@/jobs?host=/run/postgresql",
        "postgresql://bot@[::1]:5432/jobs",
    ],
)
def test_addresses_of_both_kinds_are_taken(url: str) -> None:
    assert load_config({"SAPUJEJAK_DATABASE_URL": url}).database_url == url
