"""The table of commands: what the menus list, who may, and what each kind of chat answers."""

from dataclasses import replace
from datetime import date

import pytest

from bot.chat import on_event
from bot.chat.actions import Clean, Inspect, SendMessage
from bot.chat.commands import BY_NAME, COMMANDS, GLOBAL_NAMES, Command, Menu, find_command, menu_of
from bot.chat.context import Context
from bot.chat.events import Address, CommandSent
from bot.chat.settings import GroupSettings
from bot.wording import Wording

WORDING = Wording()
CONTEXT = Context(date(2026, 11, 27))
HOME, GROUP = Address(7, 1), Address(-100, 1, 6)

MENUS = {
    Menu.PRIVATE: "start bantuan tips cek layanan privasi darurat hukum setelan hapusdata",
    Menu.GROUP: "bersihkan periksa bantuan",
    Menu.ADMINS: "bersihkan periksa bantuan setelan hapusdata keluar",
}
admins_only = pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c.admins_only], ids=lambda c: c.name
)
answered = pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c.file_task is None], ids=lambda c: c.name
)


@pytest.mark.parametrize("menu", Menu)
def test_a_menu_lists_its_commands_in_order(menu: Menu) -> None:
    listed = menu_of(menu, WORDING)
    assert [name for name, _ in listed] == MENUS[menu].split()
    for name, label in listed:  # https://core.telegram.org/bots/api#botcommand
        assert name.isascii()
        assert 3 <= len(label) <= 256


def test_no_name_is_declared_twice() -> None:
    assert len(BY_NAME) == sum(1 + len(command.aliases) for command in COMMANDS)
    assert find_command("help") is find_command("bantuan")
    assert find_command("hapus") is None


@admins_only
def test_who_is_no_admin_is_refused_in_a_group(command: Command) -> None:
    event = CommandSent(GROUP, command.name, sender_id=7)
    (refusal,) = on_event(event, WORDING, CONTEXT)
    assert isinstance(refusal, SendMessage)
    assert refusal.html == "Hanya admin yang bisa mengatur ini."
    assert refusal.silent
    actions = on_event(event, WORDING, replace(CONTEXT, is_admin=True))
    assert actions
    assert refusal not in actions


@answered
def test_where_the_bot_may_not_speak_only_admins_are_answered(command: Command) -> None:
    context = replace(CONTEXT, group=GroupSettings(topics=(5,)))
    actions = on_event(CommandSent(GROUP, command.name), WORDING, context)
    assert bool(actions) is command.admins_only


@answered
def test_a_command_is_unknown_where_it_has_no_handler(command: Command) -> None:
    context = replace(CONTEXT, is_admin=True)
    for address, handler in ((HOME, command.private), (GROUP, command.group)):
        (unknown,) = on_event(CommandSent(address, ""), WORDING, context)
        actions = on_event(CommandSent(address, command.name), WORDING, context)
        assert (unknown in actions) is (handler is None)


def test_what_a_command_needs_is_declared() -> None:
    assert {c.name: c.file_task for c in COMMANDS if c.file_task} == {
        "bersihkan": Clean,
        "periksa": Inspect,
    }
    assert [c.name for c in COMMANDS if c.needs_usage] == ["hapusdata"]
    assert [c.name for c in COMMANDS if c.admins_only] == ["setelan", "hapusdata", "keluar"]
    assert {"start", "help"} == GLOBAL_NAMES


def test_a_deep_link_opens_pages_and_nothing_of_ones_own() -> None:
    linkable = {command.name for command in COMMANDS if command.is_linkable}
    assert " ".join(sorted(linkable)) == "bantuan cek darurat hukum layanan privasi start tips"
