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

from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine.formats.isobmff.boxes import brands
from bot.engine.formats.video import findings, sample_entries, split
from bot.engine.formats.video import movie as films
from bot.engine.formats.video.movie import Movie
from bot.engine.model import Caution, Finding, Part, Role
from bot.engine.reference import Reference

OTHERS = frozenset({  # brands of box files that are no films
    b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs",
    b"mif1", b"mif2", b"msf1", b"miaf", b"crx ", b"jp2 ", b"jpx ", b"jpm ", b"jxl ",
    b"mjp2", b"j2ki", b"j2is", b"jpgs", b"jpeg", b"unif",
})  # fmt: skip
QUICKTIME = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")  # films older than brands


@dataclass(eq=False)
class Video:
    """A kind of film, known by its major brand: the container is the same."""

    NAME: str
    EXTENSION: str
    majors: tuple[bytes, ...]  # none: what is not of the other kinds

    def matches(self, head: bytes) -> bool:
        """Return whether a file that starts with `head` is ours."""
        if head[4:8] in QUICKTIME:
            return b"qt  " in self.majors
        if head[:2] != b"\0\0":  # no list of brands is that long: a word, or another type's magic
            return False
        major = (brands(head) or (b"",))[0]
        if self.majors:
            return major in self.majors
        return bool(major) and major not in OTHERS | NAMED

    def parse(self, data: memoryview, reference: Reference) -> "Film":
        """Return a film taken apart."""
        movie = films.read(data)
        return Film(tuple(split.split(data, movie, reference)), data, movie)


@dataclass(frozen=True, slots=True)
class Film:
    """A film taken apart."""

    parts: tuple[Part, ...]
    data: memoryview
    movie: Movie

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the clean film: kept samples as they are, everything else written anew."""
        return split.rebuild(self.movie, self.parts)

    def coded(self) -> Iterator[memoryview]:
        """Yield the samples, in order."""
        return (part.raw for part in self.parts if part.role is Role.PICTURE)

    def findings(self) -> Iterator[Finding]:
        """Yield what the dropped and rewritten parts reveal; never raise."""
        return findings.read(self.movie, self.data, self.parts)

    def cautions(self) -> Iterator[Caution]:
        """Yield that a film was cut short, where it was."""
        if self.movie.is_cut:
            yield Caution.ENDS_EARLY

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height of the first picture track, before any rotation."""
        for track in self.movie.tracks:
            if not track.is_sound:
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
