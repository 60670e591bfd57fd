"""Whose note it is: by its first bytes, else by the Make that the block names."""

from typing import NamedTuple

from bot.engine.blocks.makernotes import tables, unusual
from bot.engine.blocks.makernotes.layouts import Layout, either, fuji, in_block, in_note, stream
from bot.engine.blocks.makernotes.values import Tag, Tags, text_after, text_at, utf16_at
from bot.engine.model import Kind


class Maker(NamedTuple):
    """A maker's way of writing notes."""

    name: str
    layout: Layout | None = None  # none: nobody can read it
    tags: Tags = ()
    below: tuple[tuple[int, Tags], ...] = ()  # directories that a tag points at
    record: Tags = ()  # at fixed places of the note itself; the tag numbers mean nothing


OLYMPUS = (tables.OLYMPUS, ((0x2010, tables.OLYMPUS_EQUIPMENT), (0x2020, tables.OLYMPUS_CAMERA)))
NIKON = (tables.NIKON, ((0x0011, tables.NIKON_PREVIEW),))
DJI_RECORD = (Tag(0, "SensorID", Kind.UNIQUE_ID, text_after(b"sensor_id:")),)
PHASE_ONE_RECORD = (
    Tag(0, "SerialNumber", Kind.SERIAL, unusual.phase_one_text(0x0102)),
    Tag(0, "LensModel", Kind.LENS, unusual.phase_one_text(0x0412)),
    Tag(0, "Software", Kind.SOFTWARE, unusual.phase_one_text(0x0203)),
)
HP_RECORD = (Tag(0, "SerialNumber", Kind.SERIAL, text_after(b"serial number:")),)

SIGNATURES = (
    (b"Apple iOS\0", Maker("Apple", in_note(14), tables.APPLE)),
    (b"Nikon\0\2", Maker("Nikon", stream(10), *NIKON)),
    (b"Nikon\0\1", Maker("Nikon", in_block(8), tables.NIKON)),
    (b"FUJIFILM", Maker("Fujifilm", fuji, tables.FUJIFILM)),
    (b"GENERALE", Maker("General Imaging", fuji, tables.FUJIFILM)),
    (b"OLYMPUS\0", Maker("Olympus", in_note(12), *OLYMPUS)),
    (b"OM SYSTEM\0", Maker("OM System", in_note(16), *OLYMPUS)),
    (b"OLYMP\0", Maker("Olympus", in_block(8), *OLYMPUS)),
    (b"EPSON\0", Maker("Epson", in_block(8), *OLYMPUS)),
    (b"MINOL\0", Maker("Minolta", in_block(8), *OLYMPUS)),
    (b"CAMER\0", Maker("Minolta", in_block(8), *OLYMPUS)),
    (b"+M+M", Maker("Minolta")),
    (b"MLY0", Maker("Minolta")),
    (b"Panasonic\0", Maker("Panasonic", in_block(12), tables.PANASONIC)),
    (b"MKE", Maker("Panasonic")),
    (b"LEICA CAMERA AG\0", Maker("Leica", in_block(18), tables.PANASONIC)),
    (b"LEICA\0\0\0", Maker("Leica", in_block(8), tables.LEICA_M8)),
    (b"LEICA0", Maker("Leica", in_note(8), below=((0x3100, tables.LEICA_M9),))),
    (b"LEICA\0\x08\0", Maker("Leica", in_block(8), tables.LEICA)),
    (b"LEICA\0\x09\0", Maker("Leica", in_block(8), tables.LEICA)),
    (b"LEICA", Maker("Leica", in_note(8), tables.LEICA)),
    (b"SONY DSC \0", Maker("Sony", in_block(12), tables.SONY)),
    (b"SONY CAM \0", Maker("Sony", in_block(12), tables.SONY)),
    (b"SONY MOBILE", Maker("Sony", in_block(12), tables.SONY)),
    (b"\0\0SONY PIC\0", Maker("Sony", in_block(12), tables.SONY)),
    (b"SONY PI", Maker("Sony")),
    (b"PREMI\0", Maker("Sony")),
    (b"VHAB     \0", Maker("Hasselblad", in_block(12), tables.SONY)),
    (b"SEMC MS\0", Maker("Sony Ericsson")),
    (b"AOC\0", Maker("Pentax", in_block(6), tables.PENTAX)),
    (b"PENTAX \0", Maker("Pentax", in_note(10), tables.PENTAX)),
    (b"S1\0\0\0\0\0\0", Maker("Pentax")),
    (b"RICOH\0II", Maker("Ricoh", in_note(8), tables.PENTAX)),
    (b"RICOH\0MM", Maker("Ricoh", in_note(8), tables.PENTAX)),
    (b"Ricoh", Maker("Ricoh", in_block(8), tables.RICOH)),
    (b"RICOH", Maker("Ricoh", in_block(8), tables.RICOH)),
    (b"QVC\0", Maker("Casio", in_block(6), tables.CASIO)),
    (b"DCI\0", Maker("Casio", in_block(6), tables.CASIO)),
    (b"MOT\0", Maker("Motorola", in_note(8), tables.MOTOROLA)),
    (b"STMN", Maker("Samsung")),
    (b"SIGMA\0", Maker("Sigma", in_block(10), tables.SIGMA)),
    (b"FOVEON\0", Maker("Sigma", in_block(10), tables.SIGMA)),
    (b"SANYO\0", Maker("Sanyo")),
    (b"KYOCERA", Maker("Kyocera")),
    (b"JVC ", Maker("JVC")),
    (b"GE\0\0", Maker("General Imaging")),
    (b"GENIC\0", Maker("General Imaging")),
    (b"KDK", Maker("Kodak")),
    (b"HDRP", Maker("Google")),
    (b"[ae_dbg_info:", Maker("DJI", record=DJI_RECORD)),
    (b"IIII\4\0", Maker("HP", record=HP_RECORD)),
    (b"IIII\6\0", Maker("HP", record=HP_RECORD)),
    (b"610", Maker("HP", record=HP_RECORD)),
    (b"Hewlett-Packard", Maker("HP")),
    (b"Vivitar", Maker("Vivitar")),
    (b"IIII\2\0", Maker("Kodak")),
    (b"IIII\3\0", Maker("Kodak")),
    (b"IIII", Maker("Phase One", record=PHASE_ONE_RECORD)),
    (b"MMMM", Maker("Phase One", record=PHASE_ONE_RECORD)),
    (
        b"RECONYXH2\0",
        Maker(
            "Reconyx",
            record=(
                Tag(0, "SerialNumber", Kind.SERIAL, utf16_at(0x7E, 30)),
                Tag(0, "UserLabel", Kind.TEXT, text_at(0x68, 22)),
            ),
        ),
    ),
    (
        b"RECONYXUF\0",
        Maker(
            "Reconyx",
            record=(
                Tag(0, "SerialNumber", Kind.SERIAL, text_at(0x4B, 15)),
                Tag(0, "UserLabel", Kind.TEXT, text_at(0x5A, 21)),
            ),
        ),
    ),
    (
        b"RECONYXMF\0",
        Maker(
            "Reconyx",
            record=(
                Tag(0, "SerialNumber", Kind.SERIAL, utf16_at(0x8C, 30)),
                Tag(0, "UserLabel", Kind.TEXT, text_at(0x76, 22)),
            ),
        ),
    ),
    (
        b"RECONYXHF4K\0",
        Maker(
            "Reconyx",
            record=(
                Tag(0, "SerialNumber", Kind.SERIAL, text_at(0x84, 15)),
                Tag(0, "UserLabel", Kind.TEXT, text_at(0x51, 51)),
            ),
        ),
    ),
    (
        b"\x01\xf1",
        Maker(
            "Reconyx",
            record=(
                Tag(0, "SerialNumber", Kind.SERIAL, utf16_at(0x2A, 30)),
                Tag(0, "UserLabel", Kind.TEXT, text_at(0x56, 22)),
            ),
        ),
    ),
)

KODAK = Maker("Kodak", unusual.kodak_directory, unusual.KODAK_TAGS, unusual.KODAK_SUBDIRECTORIES)

# Notes without a signature, and makers whose notes nobody has taken apart.
MAKES = (
    ("apple", Maker("Apple")),
    ("asahi", Maker("Pentax")),
    ("asus", Maker("ASUS")),
    ("blackberry", Maker("BlackBerry")),
    ("canon", Maker("Canon", in_block(0), tables.CANON)),
    ("casio", Maker("Casio")),
    ("dji", Maker("DJI", in_block(0), tables.DJI)),
    ("eastman kodak", KODAK),
    ("flir", Maker("FLIR")),
    ("fuji", Maker("Fujifilm")),
    ("google", Maker("Google")),
    ("gopro", Maker("GoPro")),
    ("hasselblad", Maker("Hasselblad", in_block(0), tables.DJI)),  # its drones are DJI's
    ("hewlett-packard", Maker("HP")),
    ("hmd", Maker("HMD")),
    ("honor", Maker("Honor")),
    ("htc", Maker("HTC")),
    ("huawei", Maker("Huawei")),
    ("infinix", Maker("Infinix")),
    ("insta360", Maker("Insta360")),
    ("itel", Maker("itel")),
    ("jk imaging", KODAK),
    ("kodak", KODAK),
    ("konica", Maker("Minolta", in_block(0), tables.MINOLTA)),
    ("leica", Maker("Leica")),
    ("lenovo", Maker("Lenovo")),
    ("lg", Maker("LG")),
    ("meizu", Maker("Meizu")),
    ("microsoft", Maker("Microsoft")),
    ("minolta", Maker("Minolta", in_block(0), tables.MINOLTA)),
    ("motorola", Maker("Motorola")),
    ("nokia", Maker("Nokia")),
    ("nothing", Maker("Nothing")),
    ("nikon", Maker("Nikon", in_block(0), *NIKON)),
    ("nintendo", Maker("Nintendo", in_block(0), tables.NINTENDO)),
    ("olympus", Maker("Olympus")),
    ("oneplus", Maker("OnePlus")),
    ("oppo", Maker("OPPO")),
    ("panasonic", Maker("Panasonic")),
    ("parrot", Maker("Parrot")),
    ("pentax", Maker("Pentax")),
    ("realme", Maker("realme")),
    ("reconyx", Maker("Reconyx")),
    ("ricoh", Maker("Ricoh")),
    ("samsung", Maker("Samsung", either, tables.SAMSUNG)),
    ("sanyo", Maker("Sanyo")),
    ("sharp", Maker("Sharp")),
    ("sony", Maker("Sony", in_block(0), tables.SONY)),
    ("tecno", Maker("Tecno")),
    ("vivo", Maker("vivo")),
    ("xiaomi", Maker("Xiaomi")),
    ("zte", Maker("ZTE")),
)


def find(note: bytes, make: str, model: str = "") -> Maker:
    """Return whose note starts with `note`; unknown where neither tells."""
    maker = _maker(note, make)
    if maker.name == "Kodak":
        return maker._replace(record=unusual.kodak_record(note))
    if maker.tags is tables.SONY:
        return maker._replace(tags=(*maker.tags, *unusual.sony_tags(model)))
    return maker


def _maker(note: bytes, make: str) -> Maker:
    for signature, maker in SIGNATURES:
        if note.startswith(signature):
            return maker
    folded = make.casefold()
    for prefix, maker in MAKES:
        if folded.startswith(prefix):
            return maker
    return Maker("unknown")
