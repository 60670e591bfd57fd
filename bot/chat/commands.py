"""Every command of the bot, declared once.

What answers a command, Telegram's menus, the deep links that lead to a command, and the rights
and counts that have to be looked up before it is answered: all are read from this table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.chat import advice, groups, quiz, settings_menu
from bot.chat.actions import Action, Clean, Inspect, SendMessage
from bot.chat.context import Context
from bot.chat.effects import FollowDeepLink
from bot.chat.events import CommandSent
from bot.chat.pages import page_message
from bot.wording import Wording
from bot.wording.catalogue import mark

Handler = Callable[[CommandSent, Wording, Context], tuple[Action, ...]]

# Every bot has these; in a group they count only with this bot's name behind them.
# https://core.telegram.org/bots/features#global-commands
GLOBAL_NAMES = frozenset({"start", "help"})


class Menu(Enum):
    """A list of commands that Telegram shows: in private chats, in groups, to a group's admins."""

    PRIVATE = 1
    GROUP = 2
    ADMINS = 3


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its names, what answers it in which chat, and what it needs.

    Where it has no handler it is unknown, and where it has no label no menu shows it.
    """

    name: str
    private: Handler | None = None
    group: Handler | None = None
    private_label: str = ""
    group_label: str = ""
    aliases: tuple[str, ...] = ()
    admins_only: bool = False  # of a group or channel; in a private chat anybody may
    needs_usage: bool = False  # how many files were processed is looked up
    file_task: type[Clean] | type[Inspect] | None = None  # for the file that it replies to

    @property
    def is_linkable(self) -> bool:
        """Return whether a deep link may open it: it shows a page, and nothing of one's own."""
        return self.private is not None and not self.admins_only


def find_command(name: str) -> Command | None:
    """Return the command with a name or an alias, in small letters."""
    return BY_NAME.get(name)


def menu_of(menu: Menu, wording: Wording) -> tuple[tuple[str, str], ...]:
    """Return (name, label) of the commands in a menu, in its order."""
    if menu is Menu.PRIVATE:
        labels = [(c.name, c.private_label) for c in COMMANDS]
    else:
        is_admin = menu is Menu.ADMINS
        labels = [(c.name, c.group_label) for c in COMMANDS if is_admin or not c.admins_only]
    return tuple((name, wording.say(label)) for name, label in labels if label)


def on_command(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return the answer to a command; admins are answered also where the bot may not speak."""
    address, command = event.address, find_command(event.name) or UNKNOWN
    needs_admin = address.is_public and command.admins_only
    if not needs_admin and not context.may_speak(address.thread_id):
        return ()
    handler = command.group if address.is_public else command.private
    if handler is None:
        return (page_message(address, "perintah_asing", wording),)
    if needs_admin and not context.is_admin:
        return (SendMessage(address, wording.say(settings_menu.ADMINS_ONLY), silent=True),)
    return handler(event, wording, context)


def _page(name: str) -> Handler:
    """Return a handler that shows a page."""

    def show(event: CommandSent, wording: Wording, _: Context) -> tuple[Action, ...]:
        return (page_message(event.address, name, wording),)

    return show


def _linked_page(name: str) -> Handler:
    """Return a handler that shows a page, and below it a button to the same command in private."""

    def show(event: CommandSent, wording: Wording, _: Context) -> tuple[Action, ...]:
        page = page_message(event.address, name, wording)
        keyboard = groups.private_link(event.name, wording)
        return (SendMessage(event.address, page.html, keyboard),)

    return show


def _start(event: CommandSent, wording: Wording, _: Context) -> tuple[Action, ...]:
    if event.token:
        return (FollowDeepLink(event.address, event.token, event.sender_id),)
    return (page_message(event.address, "mulai", wording),)


def _tips(event: CommandSent, wording: Wording, _: Context) -> tuple[Action, ...]:
    page = page_message(event.address, "tips", wording)
    return (SendMessage(event.address, page.html, advice.tips_menu(wording)),)


def _group_service(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return a service's card; where none is named, its choice is for the private chat."""
    if not event.service:
        return _linked_page("di_pribadi")(event, wording, context)
    html = wording.service(event.service, context.today).first
    return (SendMessage(event.address, html, groups.private_link(event.name, wording)),)


COMMANDS = (  # in the order of the menus
    Command(
        "bersihkan",
        group_label=mark("Clean the file you reply to"),
        file_task=Clean,
    ),
    Command(
        "periksa",
        group_label=mark("Tell what the file you reply to carries"),
        file_task=Inspect,
    ),
    Command(
        "start",
        private=_start,
        group=_page("bantuan_grup"),
        private_label=mark("Start here"),
    ),
    Command(
        "bantuan",
        private=_page("bantuan"),
        group=_page("bantuan_grup"),
        private_label=mark("How to send a photo"),
        group_label=mark("How to use me in a group"),
        aliases=("help",),
    ),
    Command(
        "tips",
        private=_tips,
        group=_linked_page("tips_grup"),
        private_label=mark("Sharing photos safely"),
    ),
    Command(
        "cek",
        private=quiz.on_quiz_command,
        group=_linked_page("di_pribadi"),
        private_label=mark("A check before you upload"),
    ),
    Command(
        "layanan",
        private=advice.on_services_command,
        group=_group_service,
        private_label=mark("What AI services do with photos"),
    ),
    Command(
        "privasi",
        private=_page("privasi"),
        group=_linked_page("privasi"),
        private_label=mark("What happens to your photo"),
    ),
    Command(
        "darurat",
        private=_page("darurat"),
        group=_linked_page("darurat"),
        private_label=mark("Your photo was abused"),
    ),
    Command(
        "hukum",
        private=_page("hukum"),
        group=_linked_page("hukum"),
        private_label=mark("Laws that protect your photos"),
    ),
    Command(
        "setelan",
        private=settings_menu.on_settings,
        group=settings_menu.on_settings,
        private_label=mark("Your settings"),
        group_label=mark("Settings of the group"),
        admins_only=True,
    ),
    Command(
        "hapusdata",
        private=settings_menu.on_data,
        group=settings_menu.on_data,
        private_label=mark("What I keep of you, and erasing it"),
        group_label=mark("What I keep of this group, and erasing it"),
        admins_only=True,
        needs_usage=True,
    ),
    Command(
        "keluar",
        group=settings_menu.on_leave,
        group_label=mark("I leave this group"),
        admins_only=True,
    ),
)
UNKNOWN = Command("")
BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}
