"""The facts of a file, one field each: what a person, a script or a judge asks first."""

from collections.abc import Iterable, Iterator

from bot.engine.model import Finding, Kind, Position
from bot.report.model import Origin, Summary

ELSEWHERE = "second picture"  # a hidden picture's facts count only where the file has none

# The moment of the shutter first; a file's last change last.
MOMENTS = (
    "DateTimeOriginal",
    "DateCreated",
    "DateTimeDigitized",
    "DigitalCreationDate",
    "CreateDate",
    "Creation Time",
    "GPSDateTime",
    "create-date",
    "date:create",
    "DateTime",
    "ModifyDate",
    "last change",
)
# What wrote the file, in the block that a viewer shows first.
TOOLS = ("Software", "CreatorTool")


def summarise(findings: Iterable[Finding]) -> Summary:
    """Return the facts that the findings hold; a repeated fact is named once."""
    told = sorted(findings, key=lambda finding: finding.where == ELSEWHERE)
    kinds = {finding.kind for finding in told}
    blocks = {finding.label for finding in told if finding.kind is Kind.BLOCK}
    place = next((f.value for f in told if isinstance(f.value, Position)), None)
    return Summary(
        gps=place,
        gps_blanked=Kind.GPS_BLANKED in kinds and place is None,
        datetime=_moment(told),
        make=_first(told, Kind.MAKE),
        model=_first(told, Kind.MODEL),
        lens=_first(told, Kind.LENS),
        software=_first(told, Kind.SOFTWARE, TOOLS),
        serials=_words(told, Kind.SERIAL),
        owners=_words(told, Kind.OWNER),
        unique_ids=_words(told, Kind.UNIQUE_ID),
        people=_words(told, Kind.PERSON, Kind.FACE_REGION),
        texts=_words(told, Kind.TEXT, Kind.HOST),
        places=_words(told, Kind.PLACE),
        orientation=next(
            (f.value for f in told if f.kind is Kind.ORIENTATION and isinstance(f.value, int)), None
        ),
        thumbnail=Kind.THUMBNAIL in kinds,
        embedded=_words(told, Kind.EMBEDDED),
        exif="Exif" in blocks,
        xmp="XMP" in blocks,
        iptc="IPTC" in blocks,
        icc="ICC" in blocks,
        makernote=any(f.kind is Kind.MAKER_NOTE and f.label == "MakerNote" for f in told),
        c2pa=Kind.C2PA in kinds,
        gain_map=Kind.GAIN_MAP in kinds,
        face_regions=sum(f.kind is Kind.FACE_REGION for f in told),
        ai=Origin(Kind.AI_ORIGIN in kinds, _words(told, Kind.AI_ORIGIN)),
        trailing_bytes=sum(f.value for f in told if _is_behind(f) and isinstance(f.value, int)),
    )


def _is_behind(finding: Finding) -> bool:
    """Tell what follows the picture's end, be it a stranger or the picture's own gain map."""
    return finding.kind is Kind.TRAILING or (
        finding.kind is Kind.GAIN_MAP and finding.where == "trailer"
    )


def _words(told: list[Finding], *kinds: Kind) -> tuple[str, ...]:
    values = (str(f.value) for f in told if f.kind in kinds and f.value not in (None, ""))
    return tuple(dict.fromkeys(values))


def _first(told: list[Finding], kind: Kind, labels: tuple[str, ...] = ()) -> str | None:
    """Return the first value of a kind; those under the labels, in their order, go before."""
    of_kind = [f for f in told if f.kind is kind and f.value not in (None, "")]
    of_kind.sort(key=lambda f: labels.index(f.label) if f.label in labels else len(labels))
    return str(of_kind[0].value) if of_kind else None


def _moment(told: list[Finding]) -> str | None:
    """Return when the photo was taken, in the camera's own time, without its UTC offset."""
    moments = list(_moments(told))
    return min(moments, key=lambda pair: pair[0])[1] if moments else None


def _moments(told: list[Finding]) -> Iterator[tuple[int, str]]:
    for finding in told:
        if finding.kind is Kind.DATETIME and isinstance(finding.value, str):
            known = finding.label in MOMENTS
            rank = MOMENTS.index(finding.label) if known else len(MOMENTS)
            # A date without a time is no moment; it stands among the findings.
            if len(finding.value) >= len("YYYY-MM-DDTHH:MM:SS"):
                yield rank, finding.value[: len("YYYY-MM-DDTHH:MM:SS")]
