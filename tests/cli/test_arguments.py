"""The command line: which command each spelling gives, and what is wrong use."""

from pathlib import Path

import pytest

from bot.cli.arguments import Ask, Clean, Command, Doctor, Inspect, Run, Verify, parse
from bot.engine.choices import Choice
from bot.wording import Wording

A, B, X = Path("a.jpg"), Path("b.jpg"), Path("x")


@pytest.mark.parametrize(
    ("argv", "command"),
    [
        ("run", Run(Path(".env"))),
        ("doctor", Doctor(Path(".env"))),
        ("doctor --env-file x", Doctor(X)),
        ("run --env-file x", Run(X)),
        ("inspect a.jpg", Inspect((A,), json=False)),
        ("inspect a.jpg --json b.jpg", Inspect((A, B), json=True)),
        ("inspect --json -- -a.jpg", Inspect((Path("-a.jpg"),), json=True)),
        ("verify a.jpg b.jpg x", Verify(A, B, X)),
        ("ask halo --json dunia", Ask(("halo", "dunia"), json=True)),
        ("ask -", Ask(("-",), json=False)),
        ("clean a.jpg", Clean((A,), None, None, False, False, Choice.EVERYTHING)),
        ("clean a.jpg --force -o x", Clean((A,), X, None, False, True, Choice.EVERYTHING)),
        (
            "clean a.jpg --json b.jpg --output-dir x --pixels",
            Clean((A, B), None, X, True, False, Choice.PIXELS),
        ),
        ("clean --only location a.jpg", Clean((A,), None, None, False, False, Choice.LOCATION)),
        ("clean a.jpg --keep=credit", Clean((A,), None, None, False, False, Choice.CREDIT)),
    ],
)
def test_each_command_has_its_own_fields(argv: str, command: Command) -> None:
    assert parse(argv.split(), Wording()) == command


@pytest.mark.parametrize(
    "argv",
    [
        "clean a.jpg --json b.jpg -o x",
        "clean a.jpg --fo",
        "clean --only",
        "inspect --json",
        "verify a.jpg b.jpg",
        "verify a.jpg b.jpg x a.jpg",
        "verify a.jpg b.jpg x --json",
        "ask --json",
        "ask halo --keep credit",
        "run --json",
        "doctor a.jpg",
    ],
)
def test_what_does_not_belong_to_a_command_is_wrong_use(
    argv: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(argv.split(), Wording())
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith(Wording().say("I do not understand this command."))


@pytest.mark.parametrize("argv", ["-h", "--help", "clean -h", "inspect a.jpg --help", "ask -h"])
def test_help_is_the_same_for_all_commands(argv: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(argv.split(), Wording())
    assert not stop.value.code
    assert capsys.readouterr().out.endswith(Wording().say("Help") + "\n")
