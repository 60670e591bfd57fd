"""The menu of settings below one message: admins change a group's, everybody their own.

A button carries the new value, so that a button of an old message sets what it shows, and never
the opposite of what was set since.
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
from bot.chat.settings import (
    LANGUAGES,
    QUIET_HOURS,
    ZONES,
    GroupSettings,
    Guard,
    PersonSettings,
)
from bot.engine.choices import Choice
from bot.wording import Wording
from bot.wording.catalogue import mark

GROUP, PERSON, DATA = "atur:", "aku:", "data:"  # how a button's data begins
PREFIXES = (GROUP, PERSON, DATA)
GUARDS = {
    Guard.OFF: mark("Guard: off"),
    Guard.WARN: mark("Guard: warn"),
    Guard.REPLACE: mark("Guard: replace"),
}
CHOICES = {
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
SELECTED = "• "


def on_settings(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return the settings of the group or the person."""
    address = event.address
    html, keyboard = _menu(address, wording, context)
    return (SendMessage(address, html, keyboard, silent=address.is_public),)


def on_leave(event: CommandSent, wording: Wording, _: Context) -> tuple[Action, ...]:
    """Return how to leave a group: a last message, and its data are erased."""
    chat_id = event.address.chat_id
    goodbye = SendMessage(event.address, wording.page("pergi"), silent=True)
    return goodbye, EraseData(chat_id), LeaveGroup(chat_id)


def on_data(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what is stored of a person or a group, with buttons to save it or to erase it."""
    address = event.address
    keyboard = (
        (CallbackButton(f"{DATA}simpan", wording.say(SAVE_AS)),),
        (CallbackButton(f"{DATA}hapus", wording.say(ERASE)),),
    )
    name = "data_grup" if address.is_public else "data_saya"
    html = wording.page(name, files=str(context.files_this_hour))
    return (SendMessage(address, html, keyboard, silent=address.is_public),)


def greet_group(address: Address, wording: Wording) -> tuple[SendMessage]:
    """Return what is said once, when the bot was added to a group."""
    return (SendMessage(address, wording.page("halo_grup"), _opener(wording), silent=True),)


def on_settings_button(
    event: ButtonTapped, wording: Wording, context: Context
) -> tuple[Action, ...]:
    """Return what to do about a button of the settings; nothing where it is none of them."""
    address, release = event.address, AnswerCallback(event.query_id)
    if address is None or (event.data.startswith(GROUP) and not address.is_public):
        return ()
    if address.is_public and not context.is_admin:
        return (AnswerCallback(event.query_id, wording.say(ADMINS_ONLY)),)
    if event.data.startswith(DATA):
        return _on_data_button(event, address, wording, context)
    match event.data.split(":")[1:]:
        case ["selesai"] if address.is_public:
            return release, EditMessage(address, _opener(wording), wording.page("halo_grup"))
        case ["selesai"]:
            return release, EditMessage(address, (), wording.page("data_tersimpan"))
        case ["buka"]:
            html, keyboard = _menu(address, wording, context)
            return release, EditMessage(address, keyboard, html)
        case [name, value]:
            return _change(event, address, (name, value), wording, context)
    return ()


def _on_data_button(
    event: ButtonTapped, address: Address, wording: Wording, context: Context
) -> tuple[Action, ...]:
    match event.data.removeprefix(DATA):
        case "simpan":
            settings = context.group if address.is_public else context.person
            data = asdict(settings) | {"files": context.files_this_hour}
            text = json.dumps(data, indent=1, ensure_ascii=False)
            export = SendTextFile(address, wording.say("my-data.json"), text)
            return AnswerCallback(event.query_id), export
        case "hapus":
            erased = AnswerCallback(event.query_id, wording.say(ERASED))
            page = EditMessage(address, (), wording.page("data_terhapus"))
            return erased, EraseData(address.chat_id), page
    return ()


def _change(
    event: ButtonTapped,
    address: Address,
    setting: tuple[str, str],
    wording: Wording,
    context: Context,
) -> tuple[Action, ...]:
    """Save a setting, given as (name, new value), and show the menu as it is now."""
    if address.is_public and (lacking := _lacking_right(setting, context)):
        return (AnswerCallback(event.query_id, wording.say(lacking)),)
    settings: GroupSettings | PersonSettings | None
    if address.is_public:
        settings = group = _changed_group(context.group, *setting)
        context = replace(context, group=group or context.group)
    else:
        settings = person = _changed_person(context.person, *setting)
        context = replace(context, person=person or context.person)
    if settings is None:
        return ()
    if setting[0] == "bahasa":
        wording = Wording(settings.language)
    html, keyboard = _menu(address, wording, context)
    shown = EditMessage(address, keyboard, html)
    return AnswerCallback(event.query_id), SaveSettings(address.chat_id, settings), shown


def _lacking_right(setting: tuple[str, str], context: Context) -> str | None:
    """Return what to say where the bot lacks the right that a new setting needs."""
    if setting == ("jaga", Guard.REPLACE) and not context.rights.can_delete:
        return NEEDS_DELETION
    if setting == ("jaga", Guard.WARN) and not context.rights.can_see_files:
        return NEEDS_SIGHT
    return None


def _changed_group(group: GroupSettings, name: str, value: str) -> GroupSettings | None:
    """Return a group's settings with a new value; None where there is no such value."""
    match name:
        case "jaga" if value in tuple(Guard):
            return replace(group, guard=Guard(value))
        case "tenang" if value in QUIET_HOURS:
            return replace(group, quiet=value)
        case "zona" if value in ZONES:
            return replace(group, zone=value)
        case "bahasa" if value in LANGUAGES:
            return replace(group, language=value)
        case "topik" if value.isdigit():
            topics = set(group.topics) ^ {int(value)}
            return replace(group, topics=tuple(sorted(topics)))
    return None


def _changed_person(person: PersonSettings, name: str, value: str) -> PersonSettings | None:
    """Return a person's settings with a new value; None where there is no such value."""
    match name:
        case "cara" if value in tuple(Choice):
            return replace(person, choice=Choice(value))
        case "bahasa" if value in LANGUAGES:
            return replace(person, language=value)
    return None


def _menu(address: Address, wording: Wording, context: Context) -> tuple[str, Keyboard]:
    """Return the menu of the group or the person as HTML and buttons."""
    if address.is_public:
        return wording.page("setelan_grup"), _group_menu(address, wording, context.group)
    return wording.page("setelan"), _person_menu(wording, context.person)


def _group_menu(address: Address, wording: Wording, group: GroupSettings) -> Keyboard:
    say = wording.say
    begin, _, end = group.quiet.partition("-")
    quiet = say(QUIET_FROM, begin=begin, end=end) if begin else say(NO_QUIET)
    rows = [
        *((_option(f"{GROUP}jaga:{g}", say(GUARDS[g]), g is group.guard),) for g in GUARDS),
        (
            CallbackButton(f"{GROUP}tenang:{_next(QUIET_HOURS, group.quiet)}", quiet),
            CallbackButton(f"{GROUP}zona:{_next(ZONES, group.zone)}", group.zone),
        ),
    ]
    if address.thread_id is not None:
        is_on = not group.topics or address.thread_id in group.topics
        label = say(HERE if is_on else NOT_HERE)
        rows.append((CallbackButton(f"{GROUP}topik:{address.thread_id}", label),))
    rows += [_languages(GROUP, group.language), (CallbackButton(f"{GROUP}selesai", say(DONE)),)]
    return tuple(rows)


def _person_menu(wording: Wording, person: PersonSettings) -> Keyboard:
    choices = (
        (_option(f"{PERSON}cara:{choice}", wording.say(label), choice is person.choice),)
        for choice, label in CHOICES.items()
    )
    done = (CallbackButton(f"{PERSON}selesai", wording.say(DONE)),)
    return *choices, _languages(PERSON, person.language), done


def _opener(wording: Wording) -> Keyboard:
    """Return the button that opens a group's settings."""
    return ((CallbackButton(f"{GROUP}buka", f"⚙️ {wording.say(SETTINGS)}"),),)


def _languages(prefix: str, language: str) -> tuple[CallbackButton, ...]:
    return tuple(
        _option(f"{prefix}bahasa:{code}", name, code == language)
        for code, name in LANGUAGES.items()
    )


def _option(data: str, label: str, is_selected: bool) -> CallbackButton:
    return CallbackButton(data, f"{SELECTED if is_selected else ''}{label}")


def _next(values: Iterable[str], current: str) -> str:
    order = tuple(values)
    return order[(order.index(current) + 1) % len(order)]
