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
from bot.chat.context import QUIET, ZONES, Context, GroupSettings, Guard, PersonSettings
from bot.chat.effects import EraseData, LeaveGroup, SaveSettings
from bot.chat.events import Address, ButtonTapped, CommandSent
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
LANGUAGES = {"id": "Indonesia", "en": "English"}
SETTINGS = mark("Settings")
NO_QUIET, QUIET_FROM = mark("Quiet hours: none"), mark("Quiet: {begin}.00-{end}.00")
HERE, NOT_HERE = mark("This topic: I may speak"), mark("This topic: silent")
DONE, ERASE, SAVE_AS = mark("Done"), mark("Erase all"), mark("Save as a file")
ADMINS_ONLY = mark("Only admins can change this.")
NEEDS_SIGHT = mark("First make me an admin: Telegram shows me no files otherwise.")
NEEDS_DELETION = mark("First make me an admin with the right to delete messages.")
ERASED = mark("All erased.")
ON = "• "


def on_settings(event: CommandSent, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Return the settings of the group or the person."""
    if event.address.is_public and not known.is_admin:
        return (SendMessage(event.address, wording.say(ADMINS_ONLY), silent=True),)
    html, keyboard = _panel(event.address, wording, known)
    return (SendMessage(event.address, html, keyboard, silent=event.address.is_public),)


def on_leave(event: CommandSent, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Leave the group where an admin says so."""
    if not known.is_admin:
        return (SendMessage(event.address, wording.say(ADMINS_ONLY), silent=True),)
    chat = event.address.chat_id
    return (
        SendMessage(event.address, wording.page("pergi"), silent=True),
        EraseData(chat),
        LeaveGroup(chat),
    )


def on_data(event: CommandSent, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Return what is kept of a person or a group, and the ways to have it or to erase it."""
    if event.address.is_public and not known.is_admin:
        return (SendMessage(event.address, wording.say(ADMINS_ONLY), silent=True),)
    keyboard = (
        (CallbackButton(f"{DATA}simpan", wording.say(SAVE_AS)),),
        (CallbackButton(f"{DATA}hapus", wording.say(ERASE)),),
    )
    page = wording.page(
        "data_grup" if event.address.is_public else "data_saya", files=str(known.files_this_hour)
    )
    return (SendMessage(event.address, page, keyboard, silent=event.address.is_public),)


def hello(at: Address, wording: Wording) -> tuple[SendMessage]:
    """Return what is said once, when the bot was added to a group."""
    button = CallbackButton(f"{GROUP}buka", f"⚙️ {wording.say(SETTINGS)}")
    return (SendMessage(at, wording.page("halo_grup"), ((button,),), silent=True),)


def on_panel_button(event: ButtonTapped, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Return what to do about a button of the settings; none for what is no button of them."""
    at = event.address
    if at is None or (event.data.startswith(GROUP) and not at.is_public):
        return ()
    if at.is_public and not known.is_admin:
        return (AnswerCallback(event.query_id, wording.say(ADMINS_ONLY)),)
    kind, _, value = event.data.partition(":")
    if f"{kind}:" == DATA:
        return _on_data_button(event, at, value, wording, known)
    what, _, new = value.partition(":")
    if what == "selesai":
        page = wording.page("halo_grup" if at.is_public else "data_tersimpan")
        opened = (
            ((CallbackButton(f"{GROUP}buka", f"⚙️ {wording.say(SETTINGS)}"),),)
            if at.is_public
            else ()
        )
        return AnswerCallback(event.query_id), EditMessage(at, opened, page)
    if what == "buka":
        return AnswerCallback(event.query_id), EditMessage(at, *_turned(_panel(at, wording, known)))
    return _changed(event, at, what, new, wording, known)


def _changed(
    event: ButtonTapped, at: Address, what: str, new: str, wording: Wording, known: Context
) -> tuple[Action, ...]:
    """Save one new value and show the settings as they are now."""
    told: GroupSettings | PersonSettings | None
    if at.is_public:
        if lacking := _lacking(what, new, known):
            return (AnswerCallback(event.query_id, wording.say(lacking)),)
        told = _group_with(known.group, what, new)
    else:
        told = _person_with(known.person, what, new)
    if told is None:
        return ()
    after = (
        replace(known, group=told)
        if isinstance(told, GroupSettings)
        else replace(known, person=told)
    )
    if what == "bahasa":
        wording = Wording(new)
    shown = EditMessage(at, *_turned(_panel(at, wording, after)))
    return AnswerCallback(event.query_id), SaveSettings(at.chat_id, told), shown


def _lacking(what: str, new: str, known: Context) -> str | None:
    """Return which right is missing for what an admin wants."""
    if what == "jaga" and new == Guard.REPLACE and not known.rights.can_delete:
        return NEEDS_DELETION
    if what == "jaga" and new == Guard.WARN and not known.rights.can_see_files:
        return NEEDS_SIGHT
    return None


def _group_with(group: GroupSettings, what: str, new: str) -> GroupSettings | None:
    match what:
        case "jaga" if new in tuple(Guard):
            return replace(group, guard=Guard(new))
        case "tenang" if new in QUIET:
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


def _panel(at: Address, wording: Wording, known: Context) -> tuple[str, Keyboard]:
    if not at.is_public:
        return wording.page("setelan"), _own(wording, known.person)
    return wording.page("setelan_grup"), _groups(at, wording, known.group)


def _groups(at: Address, wording: Wording, group: GroupSettings) -> Keyboard:
    say = wording.say
    guards = [(Guard(g), say(words)) for g, words in GUARDS.items()]
    begin, _, end = group.quiet.partition("-")
    quiet = say(QUIET_FROM, begin=begin, end=end) if begin else say(NO_QUIET)
    rows = [
        *((_choice(f"{GROUP}jaga:{g}", words, g is group.guard),) for g, words in guards),
        (
            CallbackButton(f"{GROUP}tenang:{_next(QUIET, group.quiet)}", quiet),
            CallbackButton(f"{GROUP}zona:{_next(ZONES, group.zone)}", group.zone),
        ),
    ]
    if at.thread_id is not None:
        here = not group.topics or at.thread_id in group.topics
        rows.append(
            (CallbackButton(f"{GROUP}topik:{at.thread_id}", say(HERE if here else NOT_HERE)),)
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
    event: ButtonTapped, at: Address, value: str, wording: Wording, known: Context
) -> tuple[Action, ...]:
    if value == "simpan":
        kept = asdict(known.group if at.is_public else known.person) | {
            "files": known.files_this_hour
        }
        told = json.dumps(kept, indent=1, ensure_ascii=False)
        return AnswerCallback(event.query_id), SendTextFile(at, wording.say("my-data.json"), told)
    if value == "hapus":
        shown = EditMessage(at, (), wording.page("data_terhapus"))
        return AnswerCallback(event.query_id, wording.say(ERASED)), EraseData(at.chat_id), shown
    return ()
