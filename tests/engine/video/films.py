"""Films that FFmpeg wrote, and boxes put into them."""

import io
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import av
import numpy as np

SECRET = b"-6.1754,106.8272 Budi Santoso"
WIDE, HIGH, FRAMES, RATE = 64, 48, 12, 12


class Recipe(NamedTuple):
    """How FFmpeg is to write a film."""

    video: str | None = "libx264"
    audio: str | None = None
    form: str = "mp4"
    options: tuple[tuple[str, str], ...] = ()
    pixels: str = "yuv420p"
    coder: tuple[tuple[str, str], ...] = ()


@cache
def film(recipe: Recipe) -> bytes:
    """Return a film of noise that moves, a second long."""
    out = io.BytesIO()
    with av.open(out, "w", format=recipe.form, options=dict(recipe.options)) as container:
        container.metadata["title"] = SECRET.decode()
        coders = dict(recipe.coder)
        seen = (
            container.add_stream(recipe.video, rate=RATE, options=coders) if recipe.video else None
        )
        heard = None
        if recipe.audio:
            heard = container.add_stream(recipe.audio, rate=48000, layout="stereo")
        if seen:
            _pictures(container, seen, recipe.pixels)
        if heard:
            _sound(container, heard)
    return out.getvalue()


def _pictures(container: Any, stream: Any, pixels: str) -> None:
    stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, pixels
    noise = np.random.default_rng(7).integers(0, 255, (HIGH, WIDE * 2, 3), dtype=np.uint8)
    for number in range(FRAMES):
        picture = noise[:, number : number + WIDE].copy()
        for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
            container.mux(packet)
    container.mux(stream.encode())


def _sound(container: Any, stream: Any) -> None:
    form = stream.format.name
    tone = (np.sin(np.arange(48000) / 20) * 9000).astype(np.int16)
    both = np.repeat(tone, 2).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
    fifo = av.AudioFifo()
    for part in av.AudioResampler(form, "stereo", 48000).resample(frame):
        fifo.write(part)
    while (piece := fifo.read(stream.frame_size or 1024, partial=True)) is not None:
        container.mux(stream.encode(piece))
    container.mux(stream.encode())


class Look(NamedTuple):
    """What a player makes of a film: each stream's packets in time, and its frames."""

    streams: tuple[tuple[object, ...], ...]
    frames: tuple[tuple[object, ...], ...]


def look(data: bytes) -> Look:
    """Decode every picture and every sound with FFmpeg."""
    with av.open(io.BytesIO(data), "r") as container:
        seen = [s for s in container.streams if s.type in {"video", "audio"}]
        streams = tuple(_stream(stream) for stream in seen)
    frames: list[tuple[object, ...]] = []
    for number in range(len(seen)):
        with av.open(io.BytesIO(data), "r") as container:
            chosen = [s for s in container.streams if s.type in {"video", "audio"}][number]
            frames += [_frame(number, frame) for frame in container.decode(chosen)]
    return Look(streams, tuple(frames))


def _stream(stream: Any) -> tuple[object, ...]:
    context = stream.codec_context
    shape = (context.width, context.height) if stream.type == "video" else context.layout.name
    return stream.type, context.name, shape, stream.time_base, stream.duration


def _frame(number: int, frame: Any) -> tuple[object, ...]:
    array = frame.to_ndarray(format="rgba64le") if hasattr(frame, "width") else frame.to_ndarray()
    turned = getattr(frame, "rotation", 0)
    return number, frame.pts, turned, array.shape, hash(array.tobytes())


def box(kind: bytes, *pieces: bytes) -> bytes:
    """Return a box."""
    body = b"".join(pieces)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def insert(data: bytes, path: bytes, extra: bytes) -> bytes:
    """Put a box at the end of each box of this path, such as b"moov/trak"; behind all for b"".

    Where that moves samples that lie behind it, the tables are set right.
    """
    if not path:
        return data + extra
    out, moved = _grown(data, path.split(b"/"), extra)
    return _shifted(out, moved, len(extra) if path.startswith(b"moof") else 0)


def boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of each box."""
    while start < end:
        size = int.from_bytes(data[start : start + 4], "big")
        yield data[start + 4 : start + 8], start, start + size
        start += size


HEADS = {b"stsd": 8, b"avc1": 78, b"hev1": 78, b"hvc1": 78, b"jpeg": 78, b"mp4a": 28, b"sowt": 28}


def _grown(data: bytes, path: list[bytes], extra: bytes) -> tuple[bytes, int]:
    """Return the boxes with one more in each of those that the path names, and how many bytes."""
    out, more = b"", 0
    for kind, start, end in boxes(data, 0, len(data)):
        body, grown = data[start + 8 : end], 0
        if kind == path[0] or path[0] == b"*":
            skip = HEADS.get(kind, 0)
            inner, grown = body[skip:] + extra, len(extra)
            if path[1:]:
                inner, grown = _grown(body[skip:], path[1:], extra)
            body = body[:skip] + inner
        out += box(kind, body)
        more += grown
    return out, more


def _shifted(data: bytes, moved: int, inside: int) -> bytes:
    """Return a film whose samples lie further behind by what was put before them."""
    out = bytearray(data)
    at = data.find(b"trun") if inside else -1
    while at >= 0:
        old = int.from_bytes(data[at + 12 : at + 16], "big")
        out[at + 12 : at + 16] = (old + inside).to_bytes(4, "big")
        at = data.find(b"trun", at + 4)
    for found in re.finditer(rb"(....)stco....(....)", data, re.DOTALL):
        size, count = (int.from_bytes(number, "big") for number in found.groups())
        for at in range(found.end(), found.end() + 4 * count if size == 16 + 4 * count else 0, 4):
            old = int.from_bytes(data[at : at + 4], "big")
            out[at : at + 4] = (old + moved).to_bytes(4, "big")
    return bytes(out)
