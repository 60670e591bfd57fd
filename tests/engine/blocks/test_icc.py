"""ICC: colours exact, words gone."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageCms

from bot.engine.blocks import icc
from bot.engine.model import Finding, Kind
from tests.engine.look import through
from tests.engine.pictures import SECRET, SRGB

SPACES = ["sRGB", "LAB", "XYZ"]


def profile(*tags: tuple[bytes, bytes], version: int = 2, space: bytes = b"GRAY") -> bytes:
    """The smallest profile there is: a grey curve, plus whatever the test adds."""
    table, body = b"", b""
    tags = ((b"kTRC", b"curv" + bytes(4) + struct.pack(">I", 0)), *tags)
    start = 132 + 12 * len(tags)
    for tag, data in tags:
        table += struct.pack(">4sII", tag, start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(
        ">I4sB3x4s4s4s", start + len(body), b"appl", version, b"mntr", space, b"XYZ "
    )
    head = head.ljust(36, b"\0") + b"acsp" + b"APPL" + bytes(4) + b"SAMS" + b"S24F"
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


TEXT = b"text" + bytes(4) + SECRET + b"\0"


def test_colours_are_those_of_the_original_to_an_independent_engine() -> None:
    clean = icc.sanitise(SRGB)
    assert clean is not None
    assert through(clean) == through(SRGB)


@pytest.mark.parametrize("version", [2, 4])
@pytest.mark.parametrize("tag", [b"desc", b"cprt", b"dmnd", b"vcgt", b"mmod", b"priv"])
def test_words_and_private_tags_go(tag: bytes, version: int) -> None:
    clean = icc.sanitise(profile((tag, TEXT), version=version))
    assert clean is not None
    assert SECRET not in clean
    assert b"APPL" not in clean
    assert b"SAMS" not in clean


def test_bytes_behind_a_number_go() -> None:
    point = b"XYZ " + SECRET[:4] + struct.pack(">3i", 1, 2, 3) + SECRET
    clean = icc.sanitise(profile((b"wtpt", point)))
    assert clean is not None
    assert SECRET[:4] not in clean


@given(st.lists(st.tuples(st.sampled_from([b"wtpt", b"desc", b"A2B0", b"chad"]), st.binary())))
def test_any_profile_is_sanitised_for_good_or_dropped(tags: list[tuple[bytes, bytes]]) -> None:
    once = icc.sanitise(profile(*tags))
    assert once is None or icc.sanitise(once) == once


@given(st.binary(), st.integers(0, 400))
def test_any_bytes_are_read_in_silence(noise: bytes, at: int) -> None:
    data = SRGB[:at] + noise + SRGB[at + len(noise) :]
    assert all(isinstance(finding, Finding) for finding in icc.read(data))
    icc.sanitise(data)


def test_a_sanitised_profile_tells_nothing_but_that_it_is_there() -> None:
    clean = icc.sanitise(SRGB)
    assert clean is not None
    assert [finding.kind for finding in icc.read(clean)] == [Kind.BLOCK]


def test_a_profile_tells_its_words() -> None:
    told = {finding.label: finding.value for finding in icc.read(profile((b"cprt", TEXT)))}
    assert told["copyright"] == SECRET.decode()
    assert told["manufacturer"] == "SAMS"


def test_shared_curves_stay_shared() -> None:
    clean = icc.sanitise(SRGB)
    assert clean is not None
    assert len(clean) <= len(SRGB)


@pytest.mark.parametrize("name", SPACES)
def test_what_lcms_writes_is_still_a_profile_to_it(name: str) -> None:
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()  # type: ignore[arg-type]
    clean = icc.sanitise(made)
    assert clean is None or ImageCms.ImageCmsProfile(io.BytesIO(clean)).profile.version >= 2


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        SRGB[:100],
        SRGB[:36] + b"xxxx" + SRGB[40:],
        SRGB[:12] + b"link" + SRGB[16:],
        profile((b"rXYZ", b"XYZ " + bytes(4))),
        profile((b"A2B0", b"mft1" + bytes(4) + b"\xff\xff\xff" + bytes(60))),
        SRGB[:128] + b"\xff\xff\xff\xff" + SRGB[132:],
    ],
    ids=range(7),
)
def test_what_cannot_be_parsed_is_dropped(broken: bytes) -> None:
    assert icc.sanitise(broken) is None


@pytest.mark.parametrize("intent", range(4))
def test_the_rendering_intent_stays(intent: int) -> None:
    dirty = profile()
    clean = icc.sanitise(dirty[:64] + struct.pack(">I", intent) + dirty[68:])
    assert clean is not None
    assert struct.unpack_from(">I", clean, 64) == (intent,)
