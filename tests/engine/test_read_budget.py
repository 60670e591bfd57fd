"""A file's metadata is read up to a limit; past it, it is counted, and dropped all the same."""

import zlib

import pytest

from bot.engine import clean, limits, plan
from bot.engine.model import Kind
from tests.engine.pictures import CLEAN, SECRET, chunk, insert, riff_chunk, segment, sub_blocks

BLOCK = b"SCREENSHOT" * 6000
XMP = b'<x xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>x</d:title></x>'
MANY = limits.READ_BUDGET // len(BLOCK) + 40
FULL = {
    "jpeg": insert(CLEAN["jpeg"], 2, segment(0xFE, BLOCK) * MANY + segment(0xFE, SECRET)),
    "png": insert(
        CLEAN["png"], 33, chunk(b"tEXt", b"x\0" + BLOCK) * MANY + chunk(b"tEXt", b"y\0" + SECRET)
    ),
    "png packed": insert(
        CLEAN["png"],
        33,
        chunk(b"zTXt", b"x\0\0" + zlib.compress(BLOCK)) * MANY
        + chunk(b"zTXt", b"y\0\0" + zlib.compress(SECRET)),
    ),
    "webp": CLEAN["webp"][:4]
    + b"\xff\xff\xff\x7fWEBP"
    + CLEAN["webp"][12:]
    + riff_chunk(b"XMP ", XMP + bytes(60_000)) * MANY,
    "gif": insert(
        CLEAN["gif"],
        CLEAN["gif"].index(b"\x2c\0\0\0\0"),
        (b"\x21\xfe" + sub_blocks(BLOCK)) * MANY,
    ),
}


@pytest.mark.parametrize("name", FULL)
def test_what_is_past_the_room_is_counted_and_dropped(name: str) -> None:
    findings = plan(FULL[name]).findings
    unread = [f for f in findings if f.kind is Kind.UNKNOWN and f.value != 1]
    assert len(findings) - len(unread) >= MANY - 60, len(findings)
    assert 30 <= len(unread) <= 60
    assert clean(FULL[name]) == CLEAN[name.split()[0]]


def test_a_text_that_fits_what_is_left_is_read() -> None:
    told = [f.value for f in plan(FULL["jpeg"]).findings]
    assert SECRET.decode("latin-1") in told


def test_no_limit_of_zero_reaches_zlib_which_takes_it_for_none() -> None:
    bomb = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(20_000_000)))
    findings = plan(insert(CLEAN["png"], 33, bomb * 6)).findings
    assert [f.kind for f in findings][-2:] == [Kind.UNKNOWN] * 2
