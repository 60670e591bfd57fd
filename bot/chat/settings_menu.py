"""Settings below one message: admins change a group's, everybody their own.

What a button carries is the new value, so that a message of yesterday's cannot undo today's.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace

from bot.chat.actions import (
    Action,
    AnswerCallback,
    CallbackButton,
    EditMessage,
    Keyboard,
    SendMessage,
    SendTextFile,
)
from bot.chat.context import Context
from bot.chat.effects import EraseData, LeaveGroup, SaveSettings
from bot.chat.events import Address, ButtonTapped, CommandSent
from bot.chat.settings import LANGUAGES, QUIET_HOURS, ZONES, GroupSettings, Guard, PersonSettings
from bot.engine.choices import Choice
from bot.wording import Wording
from bot.wording.catalogue import mark

GROUP, OWN, DATA = "atur:", "aku:", "data:"
PREFIXES = (GROUP, OWN, DATA)
GUARDS = {
    Guard.OFF: mark("Guard: off"),
    Guard.WARN: mark("Guard: warn"),
    Guard.REPLACE: mark("Guard: replace"),
}
WAYS = {
    Choice.EVERYTHING: mark("Remove all"),
    Choice.LOCATION: mark("Only the location"),
    Choice.CREDIT: mark("Keep the maker's name"),
    Choice.PIXELS: mark("Like a screenshot"),
}
SETTINGS = mark("Settings")
NO_QUIET, QUIET_FROM = mark("Quiet hours: none"), mark("Quiet: {begin}.00-{end}.00")
HERE, NOT_HERE = mark("This topic: I may speak"), mark("This topic: silent")
DONE, ERASE, SAVE_AS = mark("Done"), mark("Erase all"), mark("Save as a file")
ADMINS_ONLY = mark("Only admins can change this.")
NEEDS_SIGHT = mark("First make me an admin: Telegram shows me no files otherwise.")
NEEDS_DELETION = mark("First make me an admin with the right to delete messages.")
ERASED = mark("All erased.")
ON = "• "


def on_settings(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return the settings of the group or the person."""
    if event.address.is_public and not context.is_admin:
        return (SendMessage(event.address, wording.say(ADMINS_ONLY), silent=True),)
    html, keyboard = _panel(event.address, wording, context)
    return (SendMessage(event.address, html, keyboard, silent=event.address.is_public),)


def on_leave(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Leave the group where an admin says so."""
    if not context.is_admin:
        return (SendMessage(event.address, wording.say(ADMINS_ONLY), silent=True),)
    chat = event.address.chat_id
    return (
        SendMessage(event.address, wording.page("pergi"), silent=True),
        EraseData(chat),
        LeaveGroup(chat),
    )


def on_data(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what is kept of a person or a group, and the ways to have it or to erase it."""
    if event.address.is_public and not context.is_admin:
        return (SendMessage(event.address, wording.say(ADMINS_ONLY), silent=True),)
    keyboard = (
        (CallbackButton(f"{DATA}simpan", wording.say(SAVE_AS)),),
        (CallbackButton(f"{DATA}hapus", wording.say(ERASE)),),
    )
    page = wording.page(
        "data_grup" if event.address.is_public else "data_saya", files=str(context.files_this_hour)
    )
    return (SendMessage(event.address, page, keyboard, silent=event.address.is_public),)


def greet_group(address: Address, wording: Wording) -> tuple[SendMessage]:
    """Return what is said once, when the bot was added to a group."""
    button = CallbackButton(f"{GROUP}buka", f"⚙️ {wording.say(SETTINGS)}")
    return (SendMessage(address, wording.page("halo_grup"), ((button,),), silent=True),)


def on_panel_button(event: ButtonTapped, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about a button of the settings; none for what is no button of them."""
    address = event.address
    if address is None or (event.data.startswith(GROUP) and not address.is_public):
        return ()
    if address.is_public and not context.is_admin:
        return (AnswerCallback(event.query_id, wording.say(ADMINS_ONLY)),)
    kind, _, value = event.data.partition(":")
    if f"{kind}:" == DATA:
        return _on_data_button(event, address, value, wording, context)
    what, _, new = value.partition(":")
    if what == "selesai":
        page = wording.page("halo_grup" if address.is_public else "data_tersimpan")
        opened = (
            ((CallbackButton(f"{GROUP}buka", f"⚙️ {wording.say(SETTINGS)}"),),)
            if address.is_public
            else ()
        )
        return AnswerCallback(event.query_id), EditMessage(address, opened, page)
    if what == "buka":
        return AnswerCallback(event.query_id), EditMessage(
            address, *_turned(_panel(address, wording, context))
        )
    return _changed(event, address, what, new, wording, context)


def _changed(
    event: ButtonTapped, address: Address, what: str, new: str, wording: Wording, context: Context
) -> tuple[Action, ...]:
    """Save one new value and show the settings as they are now."""
    told: GroupSettings | PersonSettings | None
    if address.is_public:
        if lacking := _lacking(what, new, context):
            return (AnswerCallback(event.query_id, wording.say(lacking)),)
        told = _group_with(context.group, what, new)
    else:
        told = _person_with(context.person, what, new)
    if told is None:
        return ()
    after = (
        replace(context, group=told)
        if isinstance(told, GroupSettings)
        else replace(context, person=told)
    )
    if what == "bahasa":
        wording = Wording(new)
    shown = EditMessage(address, *_turned(_panel(address, wording, after)))
    return AnswerCallback(event.query_id), SaveSettings(address.chat_id, told), shown


def _lacking(what: str, new: str, context: Context) -> str | None:
    """Return which right is missing for what an admin wants."""
    if what == "jaga" and new == Guard.REPLACE and not context.rights.can_delete:
        return NEEDS_DELETION
    if what == "jaga" and new == Guard.WARN and not context.rights.can_see_files:
        return NEEDS_SIGHT
    return None


def _group_with(group: GroupSettings, what: str, new: str) -> GroupSettings | None:
    match what:
        case "jaga" if new in tuple(Guard):
            return replace(group, guard=Guard(new))
        case "tenang" if new in QUIET_HOURS:
            return replace(group, quiet=new)
        case "zona" if new in ZONES:
            return replace(group, zone=new)
        case "bahasa" if new in LANGUAGES:
            return replace(group, language=new)
        case "topik" if new.isdigit():
            topics = set(group.topics) ^ {int(new)}
            return replace(group, topics=tuple(sorted(topics)))
    return None


def _person_with(person: PersonSettings, what: str, new: str) -> PersonSettings | None:
    match what:
        case "cara" if new in tuple(Choice):
            return replace(person, choice=Choice(new))
        case "bahasa" if new in LANGUAGES:
            return replace(person, language=new)
    return None


def _panel(address: Address, wording: Wording, context: Context) -> tuple[str, Keyboard]:
    if not address.is_public:
        return wording.page("setelan"), _own(wording, context.person)
    return wording.page("setelan_grup"), _groups(address, wording, context.group)


def _groups(address: Address, wording: Wording, group: GroupSettings) -> Keyboard:
    say = wording.say
    guards = [(Guard(g), say(words)) for g, words in GUARDS.items()]
    begin, _, end = group.quiet.partition("-")
    quiet = say(QUIET_FROM, begin=begin, end=end) if begin else say(NO_QUIET)
    rows = [
        *((_choice(f"{GROUP}jaga:{g}", words, g is group.guard),) for g, words in guards),
        (
            CallbackButton(f"{GROUP}tenang:{_next(QUIET_HOURS, group.quiet)}", quiet),
            CallbackButton(f"{GROUP}zona:{_next(ZONES, group.zone)}", group.zone),
        ),
    ]
    if address.thread_id is not None:
        here = not group.topics or address.thread_id in group.topics
        rows.append(
            (CallbackButton(f"{GROUP}topik:{address.thread_id}", say(HERE if here else NOT_HERE)),)
        )
    rows += [_languages(GROUP, group.language), (CallbackButton(f"{GROUP}selesai", say(DONE)),)]
    return tuple(rows)


def _own(wording: Wording, person: PersonSettings) -> Keyboard:
    ways = (
        (_choice(f"{OWN}cara:{choice}", wording.say(words), choice is person.choice),)
        for choice, words in WAYS.items()
    )
    done = (CallbackButton(f"{OWN}selesai", wording.say(DONE)),)
    return *ways, _languages(OWN, person.language), done


def _languages(prefix: str, now: str) -> tuple[CallbackButton, ...]:
    return tuple(
        _choice(f"{prefix}bahasa:{code}", name, code == now) for code, name in LANGUAGES.items()
    )


def _choice(button: str, words: str, on: bool) -> CallbackButton:
    return CallbackButton(button, f"{ON if on else ''}{words}")


def _next(values: Iterable[str], now: str) -> str:
    order = tuple(values)
    return order[(order.index(now) + 1) % len(order)]


def _turned(panel: tuple[str, Keyboard]) -> tuple[Keyboard, str]:
    return panel[1], panel[0]


def _on_data_button(
    event: ButtonTapped, address: Address, value: str, wording: Wording, context: Context
) -> tuple[Action, ...]:
    if value == "simpan":
        kept = asdict(context.group if address.is_public else context.person) | {
            "files": context.files_this_hour
        }
        told = json.dumps(kept, indent=1, ensure_ascii=False)
        return AnswerCallback(event.query_id), SendTextFile(
            address, wording.say("my-data.json"), told
        )
    if value == "hapus":
        shown = EditMessage(address, (), wording.page("data_terhapus"))
        return (
            AnswerCallback(event.query_id, wording.say(ERASED)),
            EraseData(address.chat_id),
            shown,
        )
    return ()
