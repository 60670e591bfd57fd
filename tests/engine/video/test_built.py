"""Films as cameras write them and FFmpeg does not; and those that are refused, by name."""

import struct
import zlib

import pytest

from bot.engine import clean, inspect, plan
from bot.engine.blocks import exif
from bot.engine.errors import Damaged, Feature, Unsupported
from bot.engine.model import Caution, Kind, Position
from tests.engine.video.built import Track, film, full, picture, sound, u32
from tests.engine.video.films import SECRET, box

VIDEO = Track()
SPOKEN = Track(sound(b"twos"), (b"\5" * 64, b"\6" * 64), b"soun")
WAY = Track(box(b"text", bytes(6), b"\0\1", bytes(40)), (b"\0\x1d" + SECRET,), b"text")
HIDDEN = Track(picture(b"mebx"), (SECRET,), b"meta")
THUMBNAIL = b"\xff\xd8\xff\xe1\0\x22Exif\0\0" + exif.orientation_block(6) + b"\xff\xd9"
SMALL = (b"\1" * 9, b"\2" * 4, b"\3" * 15)


def coded(data: bytes) -> bytes:
    """Return all kept samples."""
    return b"".join(plan(data).coded())


def samples(*tracks: Track) -> bytes:
    longest = max(len(track.samples) for track in tracks)
    turns = (t.samples[turn : turn + 1] for turn in range(longest) for t in tracks)
    return b"".join(sample for turn in turns for sample in turn)


PLAYED = {
    "as it is": film(VIDEO),
    "sound": film(VIDEO, SPOKEN),
    "words between samples": film(VIDEO, SPOKEN, gap=SECRET),
    "64 bits": film(VIDEO, SPOKEN, wide=True, gap=SECRET),
    "a subtitle that tells the way": film(VIDEO, SPOKEN, WAY),
    "a track of metadata": film(HIDDEN, VIDEO, SPOKEN),
    "no brands": film(VIDEO, SPOKEN, ftyp=b""),
    "an unknown brand": film(VIDEO, SPOKEN, ftyp=box(b"ftyp", b"XAVC\0\0\2\0mp42" + SECRET[:8])),
    "samples alike": film(VIDEO, SPOKEN._replace(sizes=full(b"stsz", u32(64, 2)))),
}
each_played = pytest.mark.parametrize("data", PLAYED.values(), ids=PLAYED)


@each_played
def test_samples_are_kept_and_nothing_else(data: bytes) -> None:
    once = clean(data)
    assert coded(once) == coded(data)
    assert coded(once) in {samples(VIDEO), samples(VIDEO, SPOKEN)}
    assert SECRET not in once
    assert b"Budi" not in once
    assert b"XAVC" not in once
    assert clean(once) == once


@pytest.mark.parametrize(
    ("bits", "told"),
    [(4, b"\x94\xf0"), (8, b"\x09\x04\x0f"), (16, b"\0\x09\0\x04\0\x0f")],
)
def test_small_tables_of_sizes_are_read(bits: int, told: bytes) -> None:
    small = VIDEO._replace(samples=SMALL, sizes=full(b"stz2", u32(bits, 3), told))
    assert coded(clean(film(small))) == b"".join(SMALL)


def test_sound_that_a_table_only_counts_is_measured_by_its_description() -> None:
    plain = Track(sound(b"sowt"), (b"\5" * 64,), b"soun", full(b"stsz", u32(1, 16)))
    stsc = full(b"stsc", u32(1, 1, 1, 1)), full(b"stsc", u32(1, 1, 16, 1))
    assert coded(clean(film(plain).replace(*stsc))) == b"\5" * 64
    packets = struct.pack(">4I", 64, 34, 68, 2)
    ima = Track(sound(b"ima4", packets, version=1), (b"\5" * 68,), b"soun")
    counted = ima._replace(sizes=full(b"stsz", u32(1, 64)))
    stsc = full(b"stsc", u32(1, 1, 1, 1)), full(b"stsc", u32(1, 1, 64, 1))
    assert coded(clean(film(counted).replace(*stsc))) == b"\5" * 68


def test_sound_with_a_floating_rate_is_kept() -> None:
    numbers = u32(0x10000, 72) + struct.pack(">d", 192000) + u32(6, 0x7F000000, 24, 12, 18, 1)
    entry = box(b"lpcm", bytes(6), b"\0\1\0\2\0\0appl\0\3\0\x10\xff\xfe\0\0", numbers)
    spoken = Track(entry, (b"\5" * 36,), b"soun")
    assert struct.pack(">d", 192000) in clean(film(spoken))


REFUSED = {
    "encrypted video": film(Track(picture(b"encv"))),
    "MOV that points at other files": film(Track(dref=full(b"alis", b"Budi's disk"))),
    "compressed MOV": film(VIDEO, more=box(b"cmov", box(b"dcom", b"Budi"))),
    "video whose samples overlap": film(VIDEO).replace(u32(50, 40, 30), u32(50, 60, 30)),
    "DV video": film(Track(picture(b"dvc "))),
}


@pytest.mark.parametrize(("name", "data"), REFUSED.items(), ids=REFUSED)
def test_what_we_cannot_clean_is_refused_by_its_name(name: str, data: bytes) -> None:
    with pytest.raises(Unsupported) as refusal:
        plan(data)
    codec = "DV" if name == "DV video" else None
    assert refusal.value.what == Feature(name, is_video=True, codec=codec)


def squeezed(data: bytes) -> bytes:
    """Return a film whose own box is packed, as QuickTime did until 2005."""
    at = data.index(b"moov") - 4
    moov = zlib.compress(data[at:])
    held = box(b"cmvd", u32(len(data) - at), moov)
    return data[:at] + box(b"moov", box(b"cmov", box(b"dcom", b"zlib"), held))


def test_a_packed_film_is_told_and_cleaned_as_one_that_is_not() -> None:
    data = film(VIDEO, SPOKEN, more=box(b"udta", box(b"\xa9mak", b"\0\4\0\0Sony")), gap=SECRET)
    before = plan(squeezed(data))
    assert before.findings == plan(data).findings
    assert clean(squeezed(data)) == clean(data)


BROKEN = {
    "a packed film in another": squeezed(squeezed(film(VIDEO))),
    "a packed film that breaks off": squeezed(film(VIDEO)).replace(b"zlib\0", b"zlib\1"),
    "samples in another box": film(VIDEO, more=box(b"free", bytes(99))).replace(
        b"mdat", b"free", 1
    ),
    "no tables": film(VIDEO).replace(b"stsz", b"junk"),
    "letters in a matrix": film(VIDEO).replace(u32(65536, 0, 0, 0), b"Budi was"[:4] + bytes(12)),
    "words among times": film(VIDEO, more=b"").replace(u32(1, 3, 1000), u32(1, 3) + b"Budi"),
    "no film": film(VIDEO).replace(b"moov", b"junk"),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_film_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        plan(data)


def test_a_film_cut_short_keeps_its_whole_samples() -> None:
    short = clean(film(VIDEO))[:-5]
    assert plan(short).cautions == (Caution.ENDS_EARLY,)
    assert coded(clean(short)) == b"\1" * 50 + b"\2" * 40


def unit(kind: int, body: bytes) -> bytes:
    return u32(len(body) + 1) + bytes([kind]) + body


def test_notes_of_the_coder_go_and_sizes_follow() -> None:
    sets = b"\1\x64\0\x1f\xff\xe1\0\4\x67\x64\0\x1f\1\0\4\x68\xeb\xe3\xcb\xfd\xf8\xf8\0"
    note = unit(6, b"\5\x2d" + bytes(16) + SECRET + b"\x80")
    frame, other = unit(0x65, b"\x88" * 30), unit(0x41, b"\x9a" * 20)
    track = Track(picture(b"avc1", box(b"avcC", sets)), (note + frame, other + note, note + other))
    once = clean(film(track))
    assert coded(once) == frame + other + other
    assert u32(0, 3, 35, 25, 25) in once
    notes = [f.value for f in inspect(film(track)).findings if f.label == "note between samples"]
    assert any(SECRET.decode() in str(value) for value in notes)


def test_a_picture_all_around_stays_one() -> None:
    xml = b"<rdf><GSpherical:Spherical>true</GSpherical:Spherical><GSpherical:StereoMode>top-bottom"
    xml += b"</GSpherical:StereoMode><GSpherical:StitchingSoftware>" + SECRET
    kind = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")
    once = clean(film(VIDEO._replace(more=box(b"uuid", kind, xml))))
    assert b"top-bottom" in once
    assert SECRET not in once


def test_a_way_in_subtitles_is_told() -> None:
    line = b"[latitude: -6.1754] [longitude: 106.8272]"
    track = WAY._replace(samples=(len(line).to_bytes(2, "big") + line,))
    findings = inspect(film(VIDEO, track)).findings
    assert Position(-6.1754, 106.8272) in [finding.value for finding in findings]


def test_a_way_of_a_camera_is_told() -> None:
    scale, point = struct.pack(">5i", 10**7, 10**7, 1000, 1, 1), (-61754000, 1068272000, 9000, 0, 0)
    gopro = b"SCALl\4\0\5" + scale + b"GPS5l\x14\0\1" + struct.pack(">5i", *point)
    camm = b"\0\0\5\0" + struct.pack("<3d", -6.1754, 106.8272, 9)
    for kind, sample in ((b"gpmd", gopro), (b"camm", camm)):
        track = Track(box(kind, bytes(6), b"\0\1", bytes(4)), (sample,), b"meta")
        findings = inspect(film(VIDEO, track)).findings
        assert Position(-6.1754, 106.8272, 9) in [finding.value for finding in findings]


@pytest.mark.parametrize(
    ("field", "kind", "value"),
    [
        (box(b"\xa9xyz", b"\0\x12\x15\xc7-06.1754+106.8272/"), Kind.GPS_POSITION, None),
        (box(b"\xa9mak", b"\0\4\0\0Sony"), Kind.MAKE, "Sony"),
        (box(b"\xa9mod", b"\0\5\0\0ILCE7"), Kind.MODEL, "ILCE7"),
        (box(b"\xa9day", b"\0\x0a\0\x002024-03-02"), Kind.DATETIME, "2024-03-02"),
        (box(b"FIRM", b"HD8.01.01.60"), Kind.SOFTWARE, "HD8.01.01.60"),
        (box(b"CAME", b"\xca\xfe"), Kind.SERIAL, "cafe"),
        (full(b"loci", b"\x15\xc7Monas\0\0", struct.pack(">3i", 0, 65536, 0)), Kind.PLACE, "Monas"),
        (full(b"titl", b"\x15\xc7Ulang tahun\0"), Kind.TEXT, "Ulang tahun"),
        (box(b"thmb", bytes(4), THUMBNAIL), Kind.THUMBNAIL, len(THUMBNAIL) + 4),
        (box(b"abcd", b"Budi Santoso"), Kind.TEXT, "Budi Santoso"),
        (box(b"abcd", b"\xff\xfe\xfd"), Kind.UNKNOWN, 3),
    ],
)
def test_user_data_is_told(field: bytes, kind: Kind, value: object) -> None:
    told = inspect(film(VIDEO, more=box(b"udta", field))).findings
    found = [finding.value for finding in told if finding.kind is kind]
    assert found
    assert value is None or value in found
    assert clean(film(VIDEO, more=box(b"udta", field))) == clean(film(VIDEO))


def test_dates_count_from_1904_and_some_from_1970() -> None:
    data = film(VIDEO)
    new, old = u32(3_800_000_000, 1_700_000_000), u32(1, 2, 1000, 3000, 65536)
    told = inspect(data.replace(old, new + old[8:])).findings
    dates = {finding.label: finding.value for finding in told if finding.kind is Kind.DATETIME}
    assert dates["CreateDate"] == "2024-05-31T11:33:20"
    assert dates["ModifyDate"] == "2023-11-14T22:13:20"


def setup(coder: int, body: bytes) -> bytes:
    """Return a sound's entry with its coder and what that must know."""
    inner = bytes([coder, 0x15]) + bytes(11) + b"\5" + bytes([len(body)]) + body
    stream = b"\0\1\0\4" + bytes([len(inner)]) + inner + b"\6\1\2"
    return sound(b"mp4a", full(b"esds", b"\3" + bytes([len(stream)]) + stream))


@pytest.mark.parametrize(
    ("coder", "error"),
    [(0x40, Damaged), (0xDD, Unsupported)],  # AAC knows no such setup, Vorbis needs its comments
)
def test_a_long_setup_of_a_sound_is_refused(coder: int, error: type[Exception]) -> None:
    track = Track(setup(coder, bytes(80)), (b"\5" * 64,), b"soun")
    with pytest.raises(error):
        plan(film(VIDEO, track))
