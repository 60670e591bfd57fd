"""JPEG's tables: each must end where its segment ends, and serve a scan, or it hides something.

Spec: ITU-T T.81 §B.2.4 (DQT, DHT, DAC, DRI), §B.2.5 (DNL), §B.2.3 (which a scan uses).
"""

from collections.abc import Iterator, Sequence

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged
from bot.engine.model import Part, Role

DHT, DQT, DAC, DNL, DRI = 0xC4, 0xDB, 0xCC, 0xDC, 0xDD
NAMES = {DHT: "DHT", DQT: "DQT", DAC: "DAC", DNL: "DNL", DRI: "DRI"}
TABLES = {"DHT": "Huffman table", "DQT": "quantisation table"}  # segments that hold several
HEADER = 4  # marker and length before a segment's body

PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})  # frame markers, B.1.1.3
LOSSLESS = frozenset({0xC3, 0xC7, 0xCB, 0xCF})
ARITHMETIC = frozenset({0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})

Key = tuple[str, int]  # what a table is for: its name, its class and number


def parts(marker: int, start: int, raw: memoryview) -> Iterator[Part]:
    """Take a segment apart into its head and its tables.

    Raises Damaged where it holds anything but whole tables.
    """
    name = NAMES[marker]
    body = Cursor(raw, at=HEADER)
    if name not in TABLES:
        if body.left % 2 or (body.left != 2 and marker != DAC):
            raise Damaged(name)
        yield Part(name, start, raw, Role.STRUCTURE)
        return
    yield Part(name, start, raw[:HEADER], Role.PATCHED)
    while body.left:
        at = body.at
        head = body.u8()
        if head >> 4 > 1 or head & 15 > 3:
            raise Damaged(name)
        body.take(sum(body.take(16)) if marker == DHT else 128 if head >> 4 else 64)
        yield Part(TABLES[name], start + at, raw[at : body.at], Role.STRUCTURE)


def drop_unused(whole: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts again; a table that no scan uses before the next of its kind is dropped."""
    frame = next((part.raw for part in whole if part.name == "SOF"), memoryview(b""))
    needed: set[Key] = set()
    dead: set[int] = set()
    alive = 0  # tables kept of the segment whose head comes next
    for part in reversed(whole):
        if part.role is Role.PICTURE:
            needed |= set(_uses(part.raw, frame))
        elif part.name in TABLES:
            if not alive:
                dead.add(part.start)
            alive = 0
        elif (key := _key(part)) is None:
            continue
        elif key in needed:
            needed.discard(key)
            alive += part.name != "DRI"
        else:
            dead.add(part.start)
    for part in whole:
        gone = part.start in dead
        yield Part(part.name, part.start, part.raw, Role.DROPPED) if gone else part


def head(whole: Sequence[Part], number: int) -> bytes:
    """Return the marker and length of a segment whose dead tables are gone."""
    size = 2
    for part in whole[number + 1 :]:
        if part.name not in TABLES.values():
            break
        size += len(part.raw) if part.role is not Role.DROPPED else 0
    return bytes(whole[number].raw[:2]) + size.to_bytes(2, "big")


def _key(part: Part) -> Key | None:
    if part.name == "DRI":
        return part.name, 0
    if part.name == TABLES["DQT"]:
        return part.name, part.raw[0] & 15
    return (part.name, part.raw[0]) if part.name == TABLES["DHT"] else None


def _uses(scan: memoryview, frame: memoryview) -> Iterator[Key]:
    """Yield the tables that a scan decodes with, B.2.3."""
    coding = frame[1] if frame else 0
    quantisers = {frame[at]: frame[at + 2] for at in range(10, len(frame), 3)}
    count = scan[4]
    first = scan[5 + 2 * count]  # Ss: 0 where a scan codes DC coefficients
    yield "DRI", 0
    for at in range(5, 5 + 2 * count, 2):
        if coding not in LOSSLESS:
            yield TABLES["DQT"], quantisers.get(scan[at], 0)
        if coding in ARITHMETIC:
            continue
        if coding not in PROGRESSIVE or first == 0:
            yield TABLES["DHT"], scan[at + 1] >> 4
        if coding not in PROGRESSIVE | LOSSLESS or (coding in PROGRESSIVE and first):
            yield TABLES["DHT"], 0x10 | scan[at + 1] & 15
