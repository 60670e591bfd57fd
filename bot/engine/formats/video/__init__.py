"""MP4 and QuickTime films: tracks that are seen or heard stay, what is said beside them goes.

Spec: ISO/IEC 14496-12 (boxes), 14496-14 (MP4), 14496-15 (H.264, H.265); QuickTime File Format;
3GPP TS 26.244 (3GP).

    movie fragments                  the film's tracks, and what its fragments describe
    sample_entries codec_boxes       sample descriptions: which codec, and its settings
    sample_tables media_ranges       where samples are in the file, and which bytes of them are kept
    sample_filters                   which bytes of one sample a decoder needs
    headers write write_fragments    the boxes of the clean copy
    split                            the file as parts
    findings user_data metadata_boxes timed_metadata places    what the dropped parts reveal
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.engine.formats.isobmff.boxes import brands
from bot.engine.formats.video import findings, sample_entries, split
from bot.engine.model import Caution, Finding, Part, whole
from bot.engine.reference import Reference

OTHERS = frozenset({  # brands of box files that are no films
    b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs",
    b"mif1", b"mif2", b"msf1", b"miaf", b"crx ", b"jp2 ", b"jpx ", b"jpm ", b"jxl ",
    b"mjp2", b"j2ki", b"j2is", b"jpgs", b"jpeg", b"unif",
})  # fmt: skip
QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")  # films older than brands


@dataclass(eq=False)
class Video:
    """A kind of film, told by its major brand: the container is the same."""

    NAME: str
    EXTENSION: str
    majors: tuple[bytes, ...]  # none: what is not of the other kinds

    def matches(self, head: bytes) -> bool:
        """Tell whether a file that starts with `head` is ours."""
        if head[4:8] in QUICKTIME:
            return b"qt  " in self.majors
        if head[:2] != b"\0\0":  # no list of brands is that long: a word, or another type's magic
            return False
        major = (brands(head) or (b"",))[0]
        if self.majors:
            return major in self.majors
        return bool(major) and major not in OTHERS | NAMED

    def split(self, data: memoryview, reference: Reference) -> Iterator[Part]:
        """Yield every byte of the file once, in order, as named parts."""
        return split.split(data, reference)

    def rebuild(self, parts: Sequence[Part]) -> Iterator[Part | bytes]:
        """Yield the clean film: kept samples as they are, everything else written anew."""
        return split.rebuild(parts)

    def coded(self, parts: Sequence[Part]) -> Iterator[memoryview]:
        """Yield the samples, in order."""
        return split.coded(parts)

    def read(self, parts: Sequence[Part]) -> Iterator[Finding]:
        """Say what the parts that must go would have told a stranger; never raise."""
        yield from findings.read(split.film(parts), whole(parts), parts)

    def cautions(self, parts: Sequence[Part]) -> Iterator[Caution]:
        """Tell a film that was cut short."""
        if split.film(parts).cut:
            yield Caution.ENDS_EARLY

    def dimensions(self, parts: Sequence[Part]) -> tuple[int, int] | None:
        """Return width and height of the first picture track, before any rotation."""
        for track in split.film(parts).tracks:
            if not track.sound:
                return sample_entries.size(track.entries[0])
        return None


MOV = Video("MOV", "mov", (b"qt  ",))
THREE_GP = Video(
    "3GP", "3gp",
    (b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3gp8", b"3gp9", b"3gr6", b"3gs6", b"3ge6", b"3gg6",
     b"3g2a", b"3g2b", b"3g2c"),
)  # fmt: skip
M4V = Video("M4V", "m4v", (b"M4V ", b"M4VH", b"M4VP"))
M4A = Video("M4A", "m4a", (b"M4A ", b"M4B "))
NAMED = frozenset({*MOV.majors, *THREE_GP.majors, *M4V.majors, *M4A.majors})
MP4 = Video("MP4", "mp4", ())
FILMS = (MOV, THREE_GP, M4V, M4A, MP4)
