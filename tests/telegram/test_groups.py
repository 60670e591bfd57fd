"""A group over HTTP: silent unless called, no value of a file in public, nothing lost."""

import json
import re
from typing import Any

import pytest

from bot.engine import plan
from tests.engine import pictures
from tests.loopback import groups, markup
from tests.loopback.groups import Group
from tests.loopback.people import Person
from tests.loopback.server import drop, refuse
from tests.loopback.telegram import USERNAME, Call, Json, Refusal, Telegram
from tests.telegram.process import SECRETS, Process
from tests.telegram.test_dispatcher import CLEAN, DIRTY, PSD, is_a_clean_copy, page

# What stands in DIRTY's metadata: none of it may ever be read in a group.
VALUES = ("6,1754", "-6.1754", "106,8272", "106.8272", "Budi Santoso", "Monas", "Gambir", "Jakarta")
DATES = re.compile(r"\b20\d\d\b|\d{1,2}[.:]\d{2}\b")


@pytest.fixture
def ani(telegram: Telegram, bot: Process) -> Person:
    return Person(telegram)


@pytest.fixture
def budi(telegram: Telegram, bot: Process) -> Person:
    return Person(telegram)


@pytest.fixture
def group(telegram: Telegram, bot: Process) -> Group:
    return Group(telegram)


def guarded(group: Group, admin: Person, how: str) -> None:
    """Let an admin switch the guard on, as admins do."""
    group.admins.add(admin.id)
    group.bot_is_admin = group.may_delete = True
    panel = group.answer(group.text(admin, "/setelan"))
    set_to(group, admin, panel, f"atur:jaga:{how}")


def set_to(group: Group, admin: Person, panel: Call, button: str) -> None:
    before = len(group.calls("editMessageText"))
    group.tap(admin, button, panel.message)
    group.telegram.wait(lambda: len(group.calls("editMessageText")) > before, button)


def settled(group: Group, ani: Person) -> None:
    """Wait until the line has moved on: what was sent before is done."""
    other = Person(group.telegram)
    other.answer(other.file(DIRTY["png"]))
    group.answer(group.text(ani, f"/bantuan@{USERNAME}"))


def in_public(call: Call) -> str:
    """Return what everybody reads; assert that it tells nothing of the file."""
    text = markup.parsed(call.text)
    assert not [value for value in VALUES if value in text]
    assert not DATES.search(text), text
    return text


def labels(call: Call) -> list[str]:
    rows = json.loads(call.given["reply_markup"])["inline_keyboard"]
    return [button["text"] for row in rows for button in row]


def links(call: Call) -> list[str]:
    rows = json.loads(call.given.get("reply_markup", "{}")).get("inline_keyboard", [])
    return [button["url"] for row in rows for button in row if "url" in button]


@pytest.mark.parametrize("command", ["/bersihkan", f"/bersihkan@{USERNAME}", f"@{USERNAME} tolong"])
def test_a_file_that_is_pointed_at_comes_back_clean(
    group: Group, ani: Person, budi: Person, command: str
) -> None:
    sent = group.file(ani, DIRTY["jpg"])
    group.text(budi, command, to=sent)
    answer = group.answer(sent)
    is_a_clean_copy(answer, DIRTY["jpg"], "jpg")
    assert in_public(answer) == "Salinan ini bersih; gambarnya sama."
    assert len(group.said()) == 1


def test_a_file_is_inspected_by_kind_alone(group: Group, ani: Person) -> None:
    sent = group.file(ani, DIRTY["jpg"])
    group.text(ani, "/periksa", to=sent)
    answer = group.answer(sent)
    assert answer.method == "sendMessage"
    assert "lokasi" in in_public(answer)
    assert "nama pemilik" in in_public(answer)


def test_details_are_for_the_sender_alone_and_in_private(
    group: Group, ani: Person, budi: Person
) -> None:
    sent = group.file(ani, DIRTY["jpg"])
    group.text(budi, "/bersihkan", to=sent)
    (link,) = links(group.answer(sent))
    assert link.startswith(f"https://t.me/{USERNAME}?start=r-")
    token = link.partition("start=")[2]
    assert page("pintu_tertutup") in budi.answer(budi.text(f"/start {token}")).text
    assert page("pintu_tertutup") in ani.answer(ani.text(f"/start r-{'x' * 22}")).text
    told = markup.parsed(ani.answer(ani.text(f"/start {token}")).text)
    assert "6,1754° LS" in told


@pytest.mark.parametrize(
    "text", ["halo semua", "ada bot di sini?", "/start", "/bersihkan@other_bot"]
)
def test_who_does_not_call_is_not_answered(group: Group, ani: Person, text: str) -> None:
    group.bot_is_admin = True  # it hears everything
    sent = group.file(ani, DIRTY["jpg"])
    said = group.text(ani, text, to=sent)
    settled(group, ani)
    assert not group.answers(said)
    assert not group.answers(sent)
    assert len(group.said()) == 1  # to whom it was asked in `settled`
    assert not group.calls("setMessageReaction")


def test_a_call_without_a_file_is_told_how(group: Group, ani: Person) -> None:
    assert page("balas_file") in group.answer(group.text(ani, "/bersihkan")).text
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 60}]
    compressed = group.post(ani, photo=photo)
    assert page("foto_grup") in group.answer(group.text(ani, "/bersihkan", to=compressed)).text


def test_a_question_by_name_is_answered_on_one_screen(group: Group, ani: Person) -> None:
    asked = group.text(ani, f"@{USERNAME} cara matikan riwayat chatgpt gimana?")
    answer = group.answer(asked)
    assert "Improve the model" in answer.text
    ours = {"message_id": answer.message, "date": 1, "chat": group.chat, "from": group.telegram.bot}
    follow = group.text(ani, "kalau gemini?", to=ours)
    assert "Keep Activity" in group.answer(follow).text


def test_a_bare_name_gets_help(group: Group, ani: Person) -> None:
    assert page("bantuan_grup") in group.answer(group.text(ani, f"@{USERNAME}")).text


def test_long_answers_are_for_the_private_chat(group: Group, ani: Person) -> None:
    for command in ("/layanan", "/cek", "/tips"):
        answer = group.answer(group.text(ani, command))
        assert links(answer)[0].startswith(f"https://t.me/{USERNAME}?start=")
    ani.answer(ani.text("/start cek"))
    assert "ChatGPT" in ani.answer(ani.text("/start layanan")).given["reply_markup"]
    assert page("tips") in ani.answer(ani.text("/start tips")).text


def test_one_file_of_an_album_says_that_the_others_are_not_seen(group: Group, ani: Person) -> None:
    sent = group.file(ani, DIRTY["jpg"], media_group_id="9")
    group.text(ani, "/bersihkan", to=sent)
    assert "yang lain tidak terlihat" in in_public(group.answer(sent))


def test_what_was_forwarded_says_so(group: Group, ani: Person) -> None:
    origin = {"type": "user", "date": 1, "sender_user": ani.person}
    sent = group.file(ani, DIRTY["jpg"], forward_origin=origin)
    group.text(ani, "/bersihkan", to=sent)
    assert "terusan" in in_public(group.answer(sent))


@pytest.mark.parametrize("data", [PSD, CLEAN["jpeg"], b"%PDF-1.7 " + bytes(300)])
def test_what_is_clean_or_cannot_be_cleaned_is_said(group: Group, ani: Person, data: bytes) -> None:
    sent = group.file(ani, data)
    group.text(ani, "/bersihkan", to=sent)
    answer = group.answer(sent)
    assert answer.method == "sendMessage"
    assert in_public(answer)


def test_hello_is_said_once_and_to_no_joiner(group: Group, ani: Person, telegram: Telegram) -> None:
    group.join(ani)
    telegram.wait(lambda: bool(group.said()), "hello")
    group.bot_is_admin = True
    group.post(ani, new_chat_members=[ani.person])
    settled(group, ani)
    hello, _ = group.said()
    assert page("halo_grup") in hello.text
    assert "/keluar" in hello.text
    assert "message_id" not in hello.given.get("reply_parameters", "")


def test_an_admin_makes_it_leave_and_nobody_else(
    group: Group, ani: Person, budi: Person, telegram: Telegram
) -> None:
    group.admins.add(ani.id)
    assert "Hanya admin" in group.answer(group.text(budi, "/keluar")).text
    assert not group.calls("leaveChat")
    assert page("pergi") in group.answer(group.text(ani, "/keluar")).text
    telegram.wait(lambda: bool(group.calls("leaveChat")), "leave")


def test_settings_are_for_admins_anonymous_ones_too(
    group: Group, ani: Person, budi: Person, telegram: Telegram
) -> None:
    group.admins.add(ani.id)
    assert "Hanya admin" in group.answer(group.text(budi, "/setelan")).text
    assert "Ganti" in group.answer(group.text(ani, "/setelan")).text
    anonymous = {"id": groups.ANONYMOUS, "is_bot": True, "first_name": "Group"}
    hidden: Json = {"sender_chat": group.chat, "from": anonymous}
    panel = group.answer(group.text(budi, "/setelan", **hidden))
    assert "jaga:ganti" in panel.given["reply_markup"]
    query = group.tap(budi, "atur:jaga:ganti", panel.message)
    assert "Hanya admin" in toast(telegram, query)
    query = group.tap(ani, "atur:jaga:ganti", panel.message)
    assert "izin menghapus" in toast(telegram, query)  # it is no admin itself


def toast(telegram: Telegram, query: str) -> str:
    def found() -> list[Call]:
        return [c for c in telegram.calls if c.given.get("callback_query_id") == query]

    telegram.wait(lambda: bool(found()), query)
    return found()[0].text


def test_a_newcomer_finds_the_guard_below_the_hello(group: Group, ani: Person) -> None:
    group.admins.add(ani.id)
    group.join(ani)
    group.telegram.wait(lambda: bool(group.said()), "hello")
    (hello,) = group.said()
    assert "atur:buka" in hello.given["reply_markup"]
    set_to(group, ani, hello, "atur:buka")
    panel = group.calls("editMessageText")[-1]
    assert "Ingatkan" in panel.text
    group.bot_is_admin = True
    set_to(group, ani, hello, "atur:jaga:ingatkan")
    assert "• Penjaga: ingatkan" in labels(group.calls("editMessageText")[-1])
    sent = group.file(ani, DIRTY["jpg"])
    assert "lokasi" in in_public(group.answer(sent))


def test_the_guard_warns_in_one_quiet_sentence(group: Group, ani: Person, budi: Person) -> None:
    guarded(group, ani, "ingatkan")
    harmless = group.file(budi, CLEAN["png"])
    broken = group.file(budi, PSD)
    sent = group.file(budi, DIRTY["jpg"])
    warning = group.answer(sent)
    assert warning.method == "sendMessage"
    assert warning.given["disable_notification"] == "true"
    assert "\n" not in in_public(warning)
    assert links(warning)
    settled(group, ani)
    assert not group.answers(harmless)
    assert not group.answers(broken)
    assert not group.calls("deleteMessage")
    assert not group.calls("sendChatAction")


def test_the_guard_replaces_and_the_sender_and_his_words_stay(
    group: Group, ani: Person, budi: Person
) -> None:
    guarded(group, ani, "ganti")
    sent = group.file(budi, DIRTY["jpg"], caption="ini <rumah> kita")
    answer = group.answer(sent)
    is_a_clean_copy(answer, DIRTY["jpg"], "jpg")
    group.telegram.wait(lambda: bool(group.calls("deleteMessage")), "the original stays")
    (signed,) = group.calls("editMessageCaption")
    told = in_public(signed)
    assert budi.person["first_name"] in told
    assert "ini <rumah> kita" in told
    (deleted,) = group.calls("deleteMessage")
    assert int(deleted.given["message_id"]) == sent["message_id"]
    order = [c.method for c in group.telegram.calls if c.chat == group.id]
    assert order.index("editMessageCaption") < order.index("deleteMessage")


def test_a_sender_may_decline_for_his_own_files(
    group: Group, ani: Person, budi: Person, telegram: Telegram
) -> None:
    guarded(group, ani, "ganti")
    copy = group.answer(group.file(budi, DIRTY["jpg"]))
    group.telegram.wait(lambda: bool(group.calls("deleteMessage")))
    rows = json.loads(group.calls("editMessageCaption")[0].given["reply_markup"])
    (button,) = [
        b["callback_data"] for row in rows["inline_keyboard"] for b in row if "callback_data" in b
    ]
    assert "hanya untuk pengirim" in toast(telegram, group.tap(ani, button, copy.message))
    assert "tidak saya ganti" in toast(telegram, group.tap(budi, button, copy.message))
    kept = group.file(budi, DIRTY["png"])
    replaced = group.file(ani, DIRTY["png"])
    group.answer(replaced)
    settled(group, ani)
    assert not group.answers(kept)


@pytest.mark.parametrize("method", ["sendDocument", "editMessageCaption"])
def test_where_anything_fails_the_original_stays(
    group: Group, ani: Person, budi: Person, telegram: Telegram, method: str
) -> None:
    guarded(group, ani, "ganti")
    telegram.fail(method, refuse)
    group.file(budi, DIRTY["jpg"])
    telegram.wait(lambda: not telegram.faults, method)
    settled(group, ani)
    assert not group.calls("deleteMessage")


def test_an_original_that_is_gone_is_not_shown_again(
    group: Group, ani: Person, budi: Person, telegram: Telegram
) -> None:
    guarded(group, ani, "ganti")
    with telegram.changed:
        sent = group.file(budi, DIRTY["jpg"])
        telegram.delete(sent["message_id"])
    settled(group, ani)
    assert not group.answers(sent)


def test_without_the_right_to_delete_the_guard_only_warns(
    group: Group, ani: Person, budi: Person
) -> None:
    guarded(group, ani, "ganti")
    group.may_delete = False
    sent = group.file(budi, DIRTY["jpg"])
    assert group.answer(sent).method == "sendMessage"


def album(group: Group, by: Person, *files: bytes, **more: Any) -> list[Json]:
    number = str(group.telegram.number())
    return [group.file(by, data, media_group_id=number, **more) for data in files]


def test_an_album_is_warned_of_once(group: Group, ani: Person, budi: Person) -> None:
    guarded(group, ani, "ingatkan")
    first, second, third = album(group, budi, CLEAN["png"], DIRTY["jpg"], DIRTY["png"])
    assert "2 dari file ini" in in_public(group.answer(second))
    settled(group, ani)
    assert not group.answers(first)
    assert not group.answers(third)


def test_an_album_is_replaced_as_one_and_only_what_was_dirty(
    group: Group, ani: Person, budi: Person
) -> None:
    guarded(group, ani, "ganti")
    one, two, three = album(group, budi, DIRTY["jpg"], CLEAN["png"], DIRTY["png"])
    group.telegram.wait(lambda: len(group.calls("deleteMessage")) == 2, "album")
    copies = group.answers(one)
    assert [c.method for c in copies] == ["sendMediaGroup"] * 2
    assert [plan(c.file.data).already_clean for c in copies if c.file] == [True, True]
    deleted = {int(c.given["message_id"]) for c in group.calls("deleteMessage")}
    assert deleted == {one["message_id"], three["message_id"]}
    assert not group.answers(two)


def test_an_album_with_words_inside_is_not_replaced(
    group: Group, ani: Person, budi: Person
) -> None:
    guarded(group, ani, "ganti")
    first, *_ = album(group, budi, DIRTY["jpg"], DIRTY["png"], caption="kata")
    assert group.answer(first).method == "sendMessage"
    settled(group, ani)
    assert not group.calls("deleteMessage")


def test_quiet_hours_and_their_zone_are_set(group: Group, ani: Person) -> None:
    group.admins.add(ani.id)
    panel = group.answer(group.text(ani, "/setelan"))
    for button in ("atur:tenang:21-5", "atur:zona:WITA"):
        set_to(group, ani, panel, button)
    assert "Tenang: 21.00\N{EN DASH}5.00" in labels(group.calls("editMessageText")[-1])
    assert "WITA" in labels(group.calls("editMessageText")[-1])


def test_a_topic_that_is_not_chosen_hears_nothing(telegram: Telegram, ani: Person) -> None:
    forum = Group(telegram, forum=True)
    forum.admins.add(ani.id)
    here: Json = {"message_thread_id": 5, "is_topic_message": True}
    panel = forum.answer(forum.text(ani, "/setelan", **here))
    assert panel.given["message_thread_id"] == "5"
    whole = {"message_id": panel.message, "date": 1, "chat": forum.chat, **here}
    told = {"id": "q5", "from": ani.person, "chat_instance": "1", "data": "atur:topik:5"}
    telegram.arrive({"callback_query": {**told, "message": whole}})
    telegram.wait(lambda: bool(forum.calls("editMessageText")), "topic")
    there: Json = {"message_thread_id": 6, "is_topic_message": True}
    silent = forum.text(ani, "/tips", **there)
    answer = forum.answer(forum.text(ani, "/tips", **here))
    assert answer.given["message_thread_id"] == "5"
    assert not forum.answers(silent)


def test_a_group_that_moves_keeps_its_settings(
    telegram: Telegram, ani: Person, budi: Person
) -> None:
    old, new = Group(telegram, "group"), Group(telegram)
    guarded(old, ani, "ingatkan")
    new.admins.add(ani.id)
    new.bot_is_admin = True
    old.post(ani, migrate_to_chat_id=new.id)
    settled(new, ani)
    assert "lokasi" in new.answer(new.file(budi, DIRTY["jpg"])).text


def test_who_removes_it_is_forgotten(group: Group, ani: Person, budi: Person) -> None:
    guarded(group, ani, "ingatkan")
    group.remove(ani)
    group.join(ani)
    settled(group, ani)
    sent = group.file(budi, DIRTY["jpg"])
    settled(group, ani)
    assert not group.answers(sent)


def test_an_edited_message_counts_where_its_file_changed(
    group: Group, ani: Person, budi: Person
) -> None:
    guarded(group, ani, "ingatkan")
    sent = group.file(budi, CLEAN["png"])
    group.edit(sent, caption="hanya kata")
    settled(group, ani)
    assert not group.answers(sent)
    group.edit(sent, document=budi.document(DIRTY["jpg"], "b.jpg"))
    assert "lokasi" in group.answer(sent).text


def test_a_channel_is_guarded_too(telegram: Telegram, ani: Person) -> None:
    channel = Group(telegram, "channel")
    panel = channel.answer(channel.text(ani, "/setelan"))
    channel.admins.add(ani.id)
    set_to(channel, ani, panel, "atur:jaga:ingatkan")
    warning = channel.answer(channel.file(ani, DIRTY["jpg"]))
    assert "lokasi" in in_public(warning)
    assert not links(warning)  # no person sent it


def no_rights_for_files() -> None:
    raise Refusal(400, "Bad Request: not enough rights to send documents to the chat")


def muted() -> None:
    raise Refusal(400, "Bad Request: not enough rights to send text messages to the chat")


def kicked() -> None:
    raise Refusal(403, "Forbidden: bot was kicked from the supergroup chat")


def test_who_forbids_files_is_told_so_in_words(
    group: Group, ani: Person, telegram: Telegram
) -> None:
    telegram.fail("sendDocument", no_rights_for_files)
    sent = group.file(ani, DIRTY["jpg"])
    called = group.text(ani, "/bersihkan", to=sent)
    assert page("tanpa_hak_file") in group.answer(called).text


@pytest.mark.parametrize("fault", [muted, kicked])
def test_who_cannot_be_heard_is_left_alone(
    group: Group, ani: Person, telegram: Telegram, fault: object
) -> None:
    telegram.fail("sendMessage", fault)  # type: ignore[arg-type]
    asked = group.text(ani, "/bantuan")
    telegram.wait(lambda: not telegram.faults)
    settled(group, ani)
    assert not group.answers(asked)


def test_a_broken_line_costs_no_answer(group: Group, ani: Person, telegram: Telegram) -> None:
    telegram.fail("getFile", drop)
    sent = group.file(ani, DIRTY["jpg"])
    group.text(ani, "/bersihkan", to=sent)
    is_a_clean_copy(group.answer(sent), DIRTY["jpg"], "jpg")


def test_the_language_of_a_group_is_its_own(group: Group, ani: Person) -> None:
    group.admins.add(ani.id)
    panel = group.answer(group.text(ani, "/setelan"))
    set_to(group, ani, panel, "atur:bahasa:en")
    assert "How to use me" in group.answer(group.text(ani, "/bantuan")).text


def test_inline_cards_can_be_posted_anywhere(ani: Person, telegram: Telegram) -> None:
    def cards(query: str) -> list[Json]:
        number = str(telegram.number())
        told = {"id": number, "from": ani.person, "query": query, "offset": ""}
        telegram.arrive({"inline_query": told})

        def found() -> list[Call]:
            return [c for c in telegram.calls if c.given.get("inline_query_id") == number]

        telegram.wait(lambda: bool(found()), query)
        return list(json.loads(found()[0].given["results"]))

    (first, *_) = cards("tips lokasi")
    assert "lokasi" in first["input_message_content"]["message_text"].lower()
    assert len(cards("")) > 3
    assert any("ChatGPT" in card["title"] for card in cards("chatgpt aman ga"))


def test_a_person_sets_and_erases(ani: Person, telegram: Telegram) -> None:
    panel = ani.answer(ani.text("/setelan"))
    ani.tap("aku:cara:location", panel.message, None)
    telegram.wait(lambda: bool(edits(ani)), "settings")
    assert "• 📍 Lokasinya saja" in labels(edits(ani)[-1])
    sent = ani.file(DIRTY["jpg"])
    told = ani.answer(sent)
    assert "tempat" in told.text.lower() or "lokasi" in told.text.lower()
    copy = ani.copy(sent).file
    assert copy
    assert copy.name == f"foto-tanpa-lokasi-{sent}.jpg"
    gif = ani.copy(ani.file(DIRTY["gif"]))  # a format without that choice is cleaned wholly
    is_a_clean_copy(gif, DIRTY["gif"], "gif")
    data = ani.answer(ani.text("/hapusdata"))
    assert "(2)" in data.text
    ani.tap("data:simpan", data.message, None)
    telegram.wait(lambda: bool(ani.answers(data.message)), "export")
    (export,) = ani.answers(data.message)
    assert export.file
    assert json.loads(export.file.data)["choice"] == "location"
    ani.tap("data:hapus", data.message, None)
    telegram.wait(lambda: page("data_terhapus") in edits(ani)[-1].text, "erase")
    is_a_clean_copy(ani.copy(ani.file(DIRTY["jpg"])), DIRTY["jpg"], "jpg")


def edits(person: Person) -> list[Call]:
    calls = person.telegram.calls
    return [c for c in calls if c.method == "editMessageText" and c.chat == person.id]


def test_the_original_is_deleted_where_its_sender_wants_it(ani: Person, telegram: Telegram) -> None:
    original = ani.message(document=ani.document(DIRTY["jpg"], "a.jpg"))
    report = telegram.number()
    assert "Yakin?" in toast(telegram, ani.tap("hapus", report, original))
    query = ani.tap("hapus:ya", report, original)
    assert "sudah dihapus" in toast(telegram, query)
    assert {original["message_id"], report} <= telegram._gone
    query = ani.tap("hapus:ya", telegram.number(), original)
    assert "lebih dari dua hari" in toast(telegram, query)


def test_a_file_is_inspected_in_private_too(ani: Person) -> None:
    sent = ani.message(document=ani.document(DIRTY["jpg"], "a.jpg"))
    called = ani.message(text="/periksa", reply_to_message=sent)
    ani.telegram.arrive({"message": called})
    assert "6,1754° LS" in markup.parsed(ani.answer(sent["message_id"]).text)


def test_nothing_was_wrong_and_nothing_private_was_kept(bot: Process, telegram: Telegram) -> None:
    assert telegram.wrong == []
    assert bot.stop() == 0
    secrets = SECRETS | {groups.TITLE, *map(str, telegram.groups)}
    assert {secret for secret in secrets if secret in bot.log} == set()
    assert "Traceback" not in bot.log
    for path in (bot.home / ".local").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        kept = SECRETS | {groups.TITLE}
        assert {secret for secret in kept if secret.encode() in data} == set(), path.name


def test_the_values_that_are_looked_for_are_there() -> None:
    told = str(plan(DIRTY["jpg"]).findings)
    assert "6.1754" in told
    assert "Budi Santoso" in told
    assert pictures.SECRET.decode()
