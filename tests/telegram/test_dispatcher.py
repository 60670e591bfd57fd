"""The whole line: somebody sends, the real process answers over HTTP, once."""

import io
import json
import threading
from collections.abc import Callable
from pathlib import Path

import piexif
import pytest
from PIL import Image

from bot.engine import plan
from bot.engine.model import HARMLESS, Kind
from bot.report.receipt import check_claims, parse_receipt
from tests.engine import pictures
from tests.loopback import markup
from tests.loopback.people import Person
from tests.loopback.server import Flood, block, break_down, drop, listening, refuse
from tests.loopback.telegram import DOWNLOAD, Call, Json, Telegram
from tests.telegram.process import SECRETS, Process

SECRET = pictures.SECRET.decode()
NAME = "IMG_20250910_140312.jpg"  # the phone's name of the original: a date
EXIF = pictures.exif_block(6)

TIFF = EXIF[6:]
CLEAN = pictures.CLEAN
DIRTY = {
    "jpg": pictures.insert(CLEAN["jpeg"], 2, pictures.segment(0xE1, EXIF)),
    "png": pictures.insert(CLEAN["png"], 33, pictures.chunk(b"eXIf", TIFF)),
    "webp": CLEAN["webp"] + b"behind " + pictures.SECRET,
    "gif": CLEAN["gif-animated"][:-1] + b"\x21\xfe" + pictures.sub_blocks(pictures.SECRET) + b";",
}
PSD = b"8BPS" + bytes(500)
PAGES = {
    "/start": "mulai",
    "/start rincian": "mulai",
    "/START@jejak_uji_bot": "mulai",
    "/bantuan": "bantuan",
    "/help": "bantuan",
    "/tips": "tips",
    "/privasi": "privasi",
    "/darurat": "darurat",
    "/hukum": "hukum",
    "/hapus": "perintah_asing",
    "/": "perintah_asing",
}
PHOTO_SIZE: Json = {"file_id": "p", "file_unique_id": "p", "width": 90, "height": 60}
CLIP: Json = {"file_id": "v", "file_unique_id": "v", "duration": 3}
MEDIA_KINDS: dict[str, dict[str, object]] = {
    "foto_terkompresi": {"photo": [PHOTO_SIZE], "caption": "/start"},
    "stiker": {
        "sticker": {**PHOTO_SIZE, "type": "regular", "is_animated": False, "is_video": False}
    },
    "video": {"video": {**PHOTO_SIZE, **CLIP}},
    "suara": {"voice": CLIP},
    "kontak_lokasi": {"location": {"latitude": -6.1754, "longitude": 106.8272}},
}


@pytest.fixture(scope="module")
def everybody() -> list[Person]:
    return []


@pytest.fixture
def person(telegram: Telegram, bot: Process, everybody: list[Person]) -> Person:
    everybody.append(Person(telegram))
    return everybody[-1]


def page(name: str) -> str:
    """Return the first line of a page, as its file has it."""
    text = (Path(__file__).parents[2] / f"locales/id/pages/{name}.md").read_text("utf-8")
    return text.split("title: ")[1].splitlines()[0]


def is_a_clean_copy(answer: Call, original: bytes, extension: str) -> None:
    assert answer.method == "sendDocument"
    assert answer.file
    assert answer.file.name == f"foto-bersih-{answer.answers}.{extension}"
    assert answer.given["disable_content_type_detection"] == "true"
    before, after = plan(original), plan(answer.file.data)
    assert after.already_clean
    assert b"".join(after.coded()) == b"".join(before.coded())
    assert pictures.SECRET not in answer.file.data


@pytest.mark.parametrize("extension", DIRTY)
def test_a_dirty_photo_comes_back_clean_with_a_report(person: Person, extension: str) -> None:
    sent = person.file(DIRTY[extension], NAME)
    answer = person.answer(sent)
    is_a_clean_copy(person.copy(sent), DIRTY[extension], extension)
    assert answer.method == "sendMessage"
    assert "Telegram sudah menerima file aslinya" in answer.text
    assert "rincian" in answer.given["reply_markup"]


def test_it_is_seen_before_it_is_answered(person: Person) -> None:
    sent = person.file(DIRTY["jpg"])
    person.copy(sent)
    done = [c.method for c in person.telegram.calls if c.chat == person.id]
    assert done == ["setMessageReaction", "sendChatAction", "sendMessage", "sendDocument"]


def test_a_place_and_a_name_are_told(person: Person) -> None:
    told = markup.parsed(person.answer(person.file(DIRTY["jpg"])).text)
    assert "6,1754° LS" in told
    assert "Budi Santoso" in told


def test_a_clean_photo_is_not_sent_back(person: Person) -> None:
    answer = person.answer(person.file(CLEAN["jpeg"]))
    assert answer.method == "sendMessage"
    assert "sudah bersih" in answer.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PSD, "PSD"),
        (DIRTY["jpg"][:200], "rusak"),
        (b"%PDF-1.7 " + bytes(300), "PDF"),
        (b"halo", "tidak mengenali"),
        (b"", "tidak mengenali"),
    ],
)
def test_what_cannot_be_cleaned_is_named(person: Person, data: bytes, words: str) -> None:
    answer = person.answer(person.file(data))
    assert answer.method == "sendMessage"
    assert words in answer.text


def test_a_large_file_is_not_even_asked_for(person: Person, telegram: Telegram) -> None:
    document = person.document(CLEAN["jpeg"], NAME, size=DOWNLOAD + 1)
    asked = telegram.tried.count("getFile")
    assert page("terlalu_besar") in person.answer(person.send(document=document)).text
    assert telegram.tried.count("getFile") == asked


@pytest.mark.parametrize("sent", [1000, None], ids=["a lie", "nothing"])
@pytest.mark.parametrize("told", [DOWNLOAD + 1, 1000], ids=["by getFile", "by nobody"])
def test_a_file_larger_than_told_is_refused(person: Person, told: int, sent: int | None) -> None:
    document = person.document(CLEAN["jpeg"] + bytes(DOWNLOAD), NAME, size=told)
    del document["file_size"]
    more = {} if sent is None else {"file_size": sent}
    answer = person.answer(person.send(document=document | more))
    assert page("terlalu_besar") in answer.text


def test_a_file_as_large_as_telegram_allows_is_cleaned(person: Person) -> None:
    dirty = DIRTY["jpg"] + bytes(DOWNLOAD - len(DIRTY["jpg"]))
    is_a_clean_copy(person.copy(person.file(dirty)), dirty, "jpg")


def test_an_album_of_compressed_photos_is_answered_once(person: Person) -> None:
    album = {"photo": [PHOTO_SIZE], "media_group_id": str(person.telegram.number())}
    first = person.send(**album)
    rest = [person.message(**album), person.message(**album, caption="liburan")]
    for message in rest:
        person.telegram.arrive({"message": message})
    assert page("foto_terkompresi") in person.answer(first).text
    other = person.send(photo=[PHOTO_SIZE], media_group_id=str(person.telegram.number()))
    person.answer(other)  # the line moved on
    assert not [c for m in rest for c in person.answers(m["message_id"])]


def album(person: Person, *files: bytes) -> list[int]:
    """Send files at once; each is a message of its own."""
    number = str(person.telegram.number())
    documents = [person.document(data, NAME) for data in files]
    return [person.send(document=d, media_group_id=number) for d in documents]


def test_an_album_of_files_is_answered_at_once_and_in_order(person: Person) -> None:
    first, *others = album(person, DIRTY["png"], DIRTY["jpg"], DIRTY["gif"])
    person.telegram.wait(lambda: len(person.answers(first)) == 4)
    report, *answers = person.answers(first)
    assert "3 file" in report.text
    assert not any(answer.text for answer in answers)
    person.sent = [n for n in person.sent if n not in others]
    assert {call.method for call in answers} == {"sendMediaGroup"}
    for number, answer, name in zip((first, *others), answers, ("png", "jpg", "gif"), strict=True):
        assert answer.file
        assert answer.file.name == f"foto-bersih-{number}.{name}"
        assert b"".join(plan(answer.file.data).coded()) == b"".join(plan(DIRTY[name]).coded())
        assert plan(answer.file.data).already_clean


def test_a_bad_file_of_an_album_holds_up_none(person: Person) -> None:
    good, *others = album(person, DIRTY["png"], PSD, CLEAN["gif"])
    answer = person.answer(good)
    is_a_clean_copy(person.copy(good), DIRTY["png"], "png")
    person.sent = [n for n in person.sent if n not in others]  # one report of all
    assert "3 file, 1 membawa" in answer.text
    assert "File 2: Jenis PSD" in answer.text
    assert "🟢 File 3: sudah bersih" in answer.text


def test_who_blocks_the_bot_is_left_alone(person: Person, telegram: Telegram) -> None:
    telegram.fail("sendMessage", block)
    blocked = person.message(text="/tips")
    telegram.arrive({"message": blocked})
    telegram.wait(lambda: not telegram.faults)
    assert page("tips") in person.answer(person.text("/tips")).text  # the line goes on
    assert not person.answers(blocked["message_id"])  # no apology: it would be blocked too


def test_no_answer_makes_telegram_fetch_a_page(person: Person) -> None:
    answer = person.answer(person.text("/start"))
    assert json.loads(answer.given["link_preview_options"]) == {"is_disabled": True}


@pytest.mark.parametrize("text", PAGES)
def test_a_text_gets_its_page(person: Person, text: str) -> None:
    assert page(PAGES[text]) in person.answer(person.text(text)).text


@pytest.mark.parametrize("name", MEDIA_KINDS)
def test_what_is_no_file_gets_its_page(person: Person, name: str) -> None:
    assert page(name) in person.answer(person.send(**MEDIA_KINDS[name])).text


def test_an_animation_is_a_video_unless_telegram_left_it_a_gif(person: Person) -> None:
    video = person.document(b"\0\0\0\x18ftypmp42", "a.mp4", mime="video/mp4")
    clip = {**PHOTO_SIZE, **CLIP}
    assert page("gif") in person.answer(person.send(document=video, animation=clip)).text
    gif = person.document(DIRTY["gif"], "a.gif", mime="image/gif")
    copy = person.copy(person.send(document=gif, animation=clip))
    is_a_clean_copy(copy, DIRTY["gif"], "gif")


def test_the_details_are_read_from_the_original_again(person: Person, telegram: Telegram) -> None:
    document = person.document(DIRTY["jpg"], NAME)
    original = person.message(document=document)
    query = person.tap("rincian", answer := telegram.number(), original)
    told = markup.parsed(person.answer(answer).text)
    assert "BodySerialNumber" in told
    assert any(c.given.get("callback_query_id") == query for c in telegram.calls)


def tapped(person: Person, button: str, data: bytes) -> Call:
    """Tap a button below the copy of a file, and return the answer."""
    original = person.message(document=person.document(data, NAME))
    person.tap(button, answer := person.telegram.number(), original)
    person.telegram.wait(lambda: bool(person.answers(answer)), button)
    (told,) = person.answers(answer)
    return told


def test_a_place_is_shown_on_telegrams_own_map(person: Person) -> None:
    pin = tapped(person, "peta", DIRTY["jpg"])
    assert pin.method == "sendLocation"
    assert float(pin.given["latitude"]) == pytest.approx(-6.1754, abs=1e-3)
    assert 0 < float(pin.given["horizontal_accuracy"]) <= 1500


def test_a_card_is_a_picture(person: Person) -> None:
    card = tapped(person, "kartu", DIRTY["jpg"])
    assert card.method == "sendPhoto"
    assert card.file
    with Image.open(io.BytesIO(card.file.data)) as picture:
        assert (picture.format, picture.width) == ("PNG", 720)


def test_a_receipt_holds_for_the_copy_that_was_sent(person: Person) -> None:
    copy = person.copy(person.file(DIRTY["jpg"])).file
    receipt = tapped(person, "bukti", DIRTY["jpg"]).file
    assert copy
    assert receipt
    assert receipt.name == "tanda-terima.txt"
    told = parse_receipt(receipt.data.decode())
    assert all(
        holds for _, holds in check_claims(told, memoryview(DIRTY["jpg"]), memoryview(copy.data))
    )


@pytest.mark.parametrize("button", ["cara:tempat", "cara:nama", "cara:layar"])
def test_another_way_answers_the_original(person: Person, button: str) -> None:
    original = person.message(document=person.document(DIRTY["jpg"], NAME))
    person.tap(button, person.telegram.number(), original)
    answer = person.answer(original["message_id"])
    copy = person.copy(original["message_id"])
    assert copy.file
    assert "bersih" not in copy.file.name
    kinds = {finding.kind for finding in plan(copy.file.data).findings} - HARMLESS
    assert "digambar ulang" in answer.text.lower() or button != "cara:layar"
    assert Kind.GPS_POSITION not in kinds
    data = {"cara:tempat": "bukti:location", "cara:nama": "bukti:credit"}.get(button)
    assert (data is None) == ("bukti" not in answer.given.get("reply_markup", ""))
    if data:
        receipt = tapped(person, data, DIRTY["jpg"]).file
        assert receipt
        claims = parse_receipt(receipt.data.decode())
        views = memoryview(DIRTY["jpg"]), memoryview(copy.file.data)
        assert all(holds for _, holds in check_claims(claims, *views))
    assert (Kind.OWNER in kinds) is (button != "cara:layar")
    assert (Kind.SERIAL in kinds) is (button == "cara:tempat")


def test_the_other_ways_are_shown_on_the_same_message(person: Person) -> None:
    original = person.message(document=person.document(DIRTY["jpg"], NAME))
    person.tap("cara", answer := person.telegram.number(), original)
    edited = "editMessageReplyMarkup"
    person.telegram.wait(
        lambda: any(c.method == edited and c.chat == person.id for c in person.telegram.calls)
    )
    (call,) = (c for c in person.telegram.calls if c.method == edited and c.chat == person.id)
    assert int(call.given["message_id"]) == answer
    assert "cara:layar" in call.given["reply_markup"]


def test_a_question_is_answered_and_a_follow_up_keeps_the_thread(person: Person) -> None:
    first = person.answer(person.text("cara matikan riwayat di chatgpt gimana?")).text
    assert "ChatGPT" in first
    assert "Improve the model" in first
    then = person.answer(person.text("kalau gemini?")).text
    assert "Keep Activity" in then


def test_harm_is_refused_and_who_is_harmed_is_helped(person: Person) -> None:
    refused = person.answer(person.text("carikan alamat rumah cewek di foto ini dong")).text
    helped = person.answer(person.text("foto saya disebar mantan, saya takut")).text
    assert page_of("topics/tolak_bahaya") in refused
    assert page_of("topics/deepfake_korban") in helped


def test_the_check_ends_in_a_verdict_on_the_same_message(person: Person) -> None:
    first = person.answer(person.text("/cek"))
    assert "cek:a" in first.given["reply_markup"]
    person.tap("cek:aaaae", first.message, None)
    person.tap("cek:abdca", first.message, None)
    edited = "editMessageText"
    person.telegram.wait(lambda: edits(person, edited) != [], edited)
    assert "Jangan unggah dulu" in edits(person, edited)[-1].given["text"]


def edits(person: Person, method: str) -> list[Call]:
    calls = person.telegram.calls
    return [call for call in calls if call.method == method and call.chat == person.id]


def test_services_are_listed_and_named(person: Person) -> None:
    listed = person.answer(person.text("/layanan"))
    assert "layanan:chatgpt" in listed.given["reply_markup"]
    assert "Temporary Chat" in person.answer(person.text("/layanan chatgpt")).text
    card = tapped(person, "layanan:gemini", DIRTY["jpg"])
    assert "Gemini" in card.text


def page_of(name: str) -> str:
    text = (Path(__file__).parents[2] / f"locales/id/{name}.md").read_text("utf-8")
    return text.split("title: ")[1].splitlines()[0]


def test_what_no_tool_sees_is_listed(person: Person) -> None:
    assert page("periksa_foto") in tapped(person, "periksa", DIRTY["png"]).text


def test_a_telling_name_and_a_caption_that_speaks_of_proof_are_heard(
    person: Person,
) -> None:
    document = person.document(DIRTY["png"], "WhatsApp Image 2025-09-10 at 14.03.12.jpeg")
    told = person.answer(person.send(document=document, caption="bukti dia mengancam")).text
    assert "nama aplikasi" in told
    assert "/darurat" in told


def test_a_caption_is_a_request_or_a_question(person: Person) -> None:
    document = person.document(DIRTY["jpg"], NAME)
    sent = person.send(document=document, caption="lokasi aja yg dihapus")
    copy = person.copy(sent).file
    assert copy
    assert copy.name == f"foto-tanpa-lokasi-{sent}.jpg"
    assert {f.kind for f in plan(copy.data).findings} & {Kind.OWNER, Kind.GPS_POSITION} == {
        Kind.OWNER
    }
    sent = person.send(document=document, caption="aman ga buat chatgpt?")
    person.telegram.wait(lambda: len(person.answers(sent)) == 3)
    person.sent.remove(sent)
    report, _, answer = person.answers(sent)
    assert "6,1754" in report.text
    assert "ChatGPT" in answer.text


def test_details_of_a_deleted_original_are_not_to_be_had(person: Person) -> None:
    person.tap("rincian", answer := person.telegram.number(), None)
    assert page("rincian_hilang") in person.answer(answer).text
    document = person.document(DIRTY["jpg"], NAME)
    del person.telegram.files[document["file_id"]]
    original = person.message(document=document)
    person.tap("rincian", answer := person.telegram.number(), original)
    assert page("rincian_hilang") in person.answer(answer).text


@pytest.mark.parametrize("data", ["", "rincian:1", "setuju"])
def test_a_strange_button_is_answered_politely(person: Person, data: str) -> None:
    telegram = person.telegram
    query = person.tap(data, telegram.number(), None)

    def answers() -> list[Call]:
        return [c for c in telegram.calls if c.given.get("callback_query_id") == query]

    telegram.wait(lambda: bool(answers()))
    assert page("bukan_untuk_saya") in answers()[0].text
    assert answers()[0].given["show_alert"] == "true"  # a toast is too short to be read
    assert len(answers()[0].text) <= 200


def test_a_group_that_does_not_call_hears_nothing(person: Person, telegram: Telegram) -> None:
    group = Person(telegram, "supergroup")
    for sent in (group.text("/start"), group.file(DIRTY["jpg"])):
        assert sent
    channel = group.message(text="halo")
    telegram.arrive({"channel_post": channel})
    person.answer(person.file(DIRTY["png"]))  # the line moved on
    assert not [c for c in telegram.calls if c.chat == -group.id]


def test_an_edited_message_is_not_answered_again(person: Person) -> None:
    message = person.message(text="/tips")
    person.telegram.arrive({"edited_message": message | {"edit_date": 1_764_000_001}})
    person.answer(person.file(DIRTY["png"]))
    assert not person.answers(message["message_id"])


def test_a_deleted_message_is_answered_all_the_same(person: Person, telegram: Telegram) -> None:
    message = person.message(document=person.document(DIRTY["png"], NAME))
    telegram.delete(message["message_id"])
    telegram.arrive({"message": message})
    is_a_clean_copy(person.copy(message["message_id"]), DIRTY["png"], "png")


@pytest.mark.parametrize("fault", [break_down, drop])
@pytest.mark.parametrize("method", ["getUpdates", "getFile", "file", "sendDocument"])
def test_a_fault_costs_time_not_the_answer(
    person: Person, telegram: Telegram, method: str, fault: Callable[[], None]
) -> None:
    telegram.fail(method, fault)
    is_a_clean_copy(person.copy(person.file(DIRTY["png"])), DIRTY["png"], "png")


def test_half_a_download_leaves_nothing_behind(person: Person, telegram: Telegram) -> None:
    telegram.fail("file", drop)
    assert "sudah bersih" in person.answer(person.file(CLEAN["png"])).text


@pytest.mark.parametrize("method", ["getUpdates", "getFile", "sendDocument"])
def test_a_flood_is_waited_out(person: Person, telegram: Telegram, method: str) -> None:
    telegram.fail(method, Flood(telegram, method))
    is_a_clean_copy(person.copy(person.file(DIRTY["png"])), DIRTY["png"], "png")


@pytest.mark.parametrize("fault", [refuse, break_down, drop])
@pytest.mark.parametrize("method", ["setMessageReaction", "sendChatAction"])
def test_a_missing_ornament_costs_nothing(
    person: Person, telegram: Telegram, method: str, fault: Callable[[], None]
) -> None:
    telegram.fail(method, fault)
    is_a_clean_copy(person.copy(person.file(DIRTY["png"])), DIRTY["png"], "png")


def test_what_cannot_be_fetched_is_a_trouble_of_ours(person: Person, telegram: Telegram) -> None:
    document = person.document(DIRTY["png"], NAME)
    del telegram.files[document["file_id"]]
    assert page("gangguan") in person.answer(person.send(document=document)).text


def test_a_trouble_of_ours_is_told_without_internals(person: Person, telegram: Telegram) -> None:
    telegram.fail("sendDocument", refuse)
    sent = person.file(DIRTY["png"])
    telegram.wait(lambda: len(person.answers(sent)) == 2)
    person.sent.remove(sent)
    _report, apology = person.answers(sent)
    assert page("gangguan") in apology.text
    assert "Bad Request" not in apology.text


def test_an_update_that_nobody_can_read_stops_no_other(person: Person) -> None:
    person.telegram.arrive({"message": {"text": SECRET, "chat": "none"}}, broken=True)
    assert page("tips") in person.answer(person.text("/tips")).text


def test_what_a_file_says_stays_text(person: Person) -> None:
    hostile = b'<b>&amp;</b><a href="tg://user?id=1">@x</a></code>&"'
    block = piexif.dump({"0th": {piexif.ImageIFD.Artist: hostile}})
    dirty = pictures.insert(CLEAN["jpeg"], 2, pictures.segment(0xE1, block))
    sent = person.file(dirty)
    answer = person.answer(sent)
    is_a_clean_copy(person.copy(sent), dirty, "jpg")
    assert "<a" not in answer.text
    assert "<b>&amp;</b>" in markup.parsed(answer.text)


def test_a_flood_of_files_is_answered_one_by_one(person: Person) -> None:
    for sent in [person.file(DIRTY["png"]) for _ in range(12)]:
        person.answer(sent)


def test_a_slow_file_holds_up_neither_words_nor_others(person: Person, telegram: Telegram) -> None:
    arrived = threading.Event()
    telegram.fail("file", arrived.wait)
    slow = person.file(DIRTY["png"])
    telegram.wait(lambda: not telegram.faults)
    person.answer(person.text("/tips"))
    other = Person(telegram)
    is_a_clean_copy(other.copy(other.file(DIRTY["jpg"])), DIRTY["jpg"], "jpg")
    assert not [c for c in person.answers(slow) if c.text]
    arrived.set()
    is_a_clean_copy(person.copy(slow), DIRTY["png"], "png")


def test_the_bot_introduces_itself_in_indonesian(bot: Process, telegram: Telegram) -> None:
    told = {call.method: call.given for call in telegram.calls}
    lists = [c.given["commands"] for c in telegram.calls if c.method == "setMyCommands"]
    assert ["privasi" in names for names in lists] == [True, False, False]
    assert ["bersihkan" in names for names in lists] == [False, True, True]
    assert ["keluar" in names for names in lists] == [False, False, True]
    assert 0 < len(told["setMyDescription"]["description"]) <= 512
    assert 0 < len(told["setMyShortDescription"]["short_description"]) <= 120
    assert "deleteWebhook" in told


def test_told_to_stop_it_ends_well_and_what_waits_is_answered_by_the_next(
    bot: Process, telegram: Telegram, everybody: list[Person]
) -> None:
    last = Person(telegram)
    everybody.append(last)
    sent = [last.file(DIRTY["png"]) for _ in range(5)]
    telegram.wait(lambda: bool(last.answers(sent[0])))
    assert bot.stop() == 0
    assert [path.name for path in bot.home.iterdir()] == [".local"]
    assert telegram.confirmed > max(last.sent)
    with listening(telegram) as url:
        again = Process(url, bot.home)
        try:
            for message in sent:
                last.answer(message)
            assert again.stop() == 0
        finally:
            again.end()
    for person in everybody:
        for message in person.sent:
            person.settled(message)
    assert telegram.wrong == []


def test_the_store_holds_no_secret_and_no_person(bot: Process) -> None:
    files = [path for path in (bot.home / ".local").rglob("*") if path.is_file()]
    assert any(path.name == "jobs.sqlite" for path in files)
    for path in files:
        data = path.read_bytes()
        assert {secret for secret in SECRETS if secret.encode() in data} == set(), path.name


def test_the_log_holds_no_secret_and_no_person(bot: Process, everybody: list[Person]) -> None:
    secrets = SECRETS
    secrets = secrets | {str(person.id) for person in everybody}
    assert {secret for secret in secrets if secret in bot.log} == set()
    assert "Cleaned JPEG" in bot.log
    assert "Traceback" not in bot.log
