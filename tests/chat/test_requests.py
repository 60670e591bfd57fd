"""What people write below a file is read as a request only where it is one."""

import pytest

from bot.chat.requests import Request, is_question, read_request
from bot.engine.choices import Choice

LOCATION = [
    "lokasi aja yg dihapus", "hapus lokasinya doang", "Lokasi saja", "cuma hapus lokasi",
    "gps nya aja ya", "buang GPS doang", "hanya lokasinya", "koordinatnya tok",
    "cuman lokasi yang dibuang", "only the location please", "remove location only",
    "just remove the location",
]  # fmt: skip
CREDIT = [
    "nama saya jangan dihapus", "jangan hapus nama saya", "nama gue jgn diapus",
    "simpan nama saya", "nama pembuatnya tetap ada ya", "hak cipta jangan dibuang",
    "kreditnya jangan ikut dihapus", "keep my name", "don't remove my name", "biarin namanya",
]  # fmt: skip
PIXELS = [
    "kayak screenshot aja", "bikin seperti tangkapan layar", "gambar ulang", "kaya ss dong",
    "pikselnya aja", "like a screenshot",
]  # fmt: skip
INSPECT = [
    "cek dulu aja", "cek aja", "periksa saja", "liat dulu", "jangan dibersihkan dulu",
    "cuma mau cek", "gak usah dibersihin",
    "tidak usah dibersihkan", "ndak perlu dibersihkan", "just check", "check only",
]  # fmt: skip
EVERYTHING = ["hapus semua", "semuanya dihapus ya", "remove everything"]
NONE = [
    "", None, "liburan ke Bali", "foto di lokasi syuting", "lokasinya jangan dihapus",
    "jangan hapus lokasinya", "hapus nama saya", "nama file jangan dihapus", "bukti dia mengancam",
    "nama dia Budi", "aman ga buat chatgpt?",
]  # fmt: skip


@pytest.mark.parametrize("caption", LOCATION)
def test_only_the_location_goes(caption: str) -> None:
    assert read_request(caption) == Request(Choice.LOCATION)


@pytest.mark.parametrize("caption", CREDIT)
def test_the_name_stays(caption: str) -> None:
    assert read_request(caption) == Request(Choice.CREDIT)


@pytest.mark.parametrize("caption", PIXELS)
def test_the_picture_is_drawn_anew(caption: str) -> None:
    assert read_request(caption) == Request(Choice.PIXELS)


@pytest.mark.parametrize("caption", INSPECT)
def test_the_file_is_only_read(caption: str) -> None:
    assert read_request(caption) == Request(inspect_only=True)


@pytest.mark.parametrize("caption", EVERYTHING)
def test_everything_goes(caption: str) -> None:
    assert read_request(caption) == Request(Choice.EVERYTHING)


@pytest.mark.parametrize("caption", NONE)
def test_what_is_no_request_changes_nothing(caption: str | None) -> None:
    assert read_request(caption) == Request()


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("aman ga buat chatgpt?", True),
        ("aman buat chatgpt", True),
        ("Gimana cara matikan riwayat", True),
        ("liburan", False),
        ("", False),
        (None, False),
    ],
)
def test_a_question_is_known_by_its_mark_or_its_first_word(
    caption: str | None, expected: bool
) -> None:
    assert is_question(caption) is expected
