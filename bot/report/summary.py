"""The facts of a file, one field each, and the subject that they suggest.

No pixel is looked at. The subject only decides which questions a person is asked first.
"""

import re
from collections.abc import Iterable, Iterator

from bot.engine.model import SECOND_PICTURE, Embedded, Finding, Kind, Position
from bot.report.model import Origin, Report, Subject, Summary

# Labels of dates: when the photo was taken first, when the file was changed last.
DATE_LABELS = (
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

# What subjects are recognised by.
VIDEOS = frozenset({"MP4", "MOV", "3GP", "M4V", "M4A"})
SCREENSHOT = re.compile(r"screen ?shot|tangkapan layar", re.IGNORECASE)
SCANNER = re.compile(r"scan|tap ?scanner|office lens|microsoft lens", re.IGNORECASE)
FRONT_LENS = re.compile(r"\bfront\b", re.IGNORECASE)  # as iPhones name the lens
SCREEN_WIDTHS = frozenset(  # pixels of the shorter side of phones' screens
    {720, 750, 828, 1080, 1125, 1170, 1179, 1206, 1220, 1242, 1260, 1284, 1290, 1320, 1344, 1440}
)
ASPECT_RATIOS = 1.6, 2.5  # the least and the greatest of phones' screens


def summarise(findings: Iterable[Finding]) -> Summary:
    """Return the facts in some findings; a repeated fact is listed once."""
    findings = sorted(findings, key=lambda finding: finding.where == SECOND_PICTURE)
    kinds = {finding.kind for finding in findings}
    blocks = {finding.label for finding in findings if finding.kind is Kind.BLOCK}
    position = next((f.value for f in findings if isinstance(f.value, Position)), None)
    return Summary(
        gps=position,
        gps_blanked=Kind.GPS_BLANKED in kinds and position is None,
        datetime=_date(findings),
        make=_first(findings, Kind.MAKE),
        model=_first(findings, Kind.MODEL),
        lens=_first(findings, Kind.LENS),
        software=_first(findings, Kind.SOFTWARE, TOOLS),
        serials=_texts(findings, Kind.SERIAL),
        owners=_texts(findings, Kind.OWNER),
        unique_ids=_texts(findings, Kind.UNIQUE_ID),
        people=_texts(findings, Kind.PERSON, Kind.FACE_REGION),
        texts=_texts(findings, Kind.TEXT, Kind.HOST),
        places=_texts(findings, Kind.PLACE),
        orientation=next(
            (f.value for f in findings if f.kind is Kind.ORIENTATION and isinstance(f.value, int)),
            None,
        ),
        thumbnail=Kind.THUMBNAIL in kinds,
        embedded=_texts(findings, Kind.EMBEDDED),
        exif="Exif" in blocks,
        xmp="XMP" in blocks,
        iptc="IPTC" in blocks,
        icc="ICC" in blocks,
        makernote=any(f.kind is Kind.MAKER_NOTE and f.label == "MakerNote" for f in findings),
        c2pa=Kind.C2PA in kinds,
        gain_map=Kind.GAIN_MAP in kinds,
        face_regions=sum(f.kind is Kind.FACE_REGION for f in findings),
        ai=Origin(Kind.AI_ORIGIN in kinds, _texts(findings, Kind.AI_ORIGIN)),
        trailing_bytes=sum(
            f.value for f in findings if _is_trailing(f) and isinstance(f.value, int)
        ),
    )


def _is_trailing(finding: Finding) -> bool:
    """Return whether a finding lies after the end of the picture; a gain map may."""
    return finding.kind is Kind.TRAILING or (
        finding.kind is Kind.GAIN_MAP and finding.where == "trailer"
    )


def _texts(findings: list[Finding], *kinds: Kind) -> tuple[str, ...]:
    values = (str(f.value) for f in findings if f.kind in kinds and f.value not in (None, ""))
    return tuple(dict.fromkeys(values))


def _first(findings: list[Finding], kind: Kind, labels: tuple[str, ...] = ()) -> str | None:
    """Return the first value of a kind; those with one of the labels come first, in its order."""
    matching = [f for f in findings if f.kind is kind and f.value not in (None, "")]
    matching.sort(key=lambda f: labels.index(f.label) if f.label in labels else len(labels))
    return str(matching[0].value) if matching else None


def _date(findings: list[Finding]) -> str | None:
    """Return when the photo was taken, in the camera's own time, without its UTC offset."""
    dates = list(_dates(findings))
    return min(dates, key=lambda pair: pair[0])[1] if dates else None


def _dates(findings: list[Finding]) -> Iterator[tuple[int, str]]:
    for finding in findings:
        if finding.kind is Kind.DATETIME and isinstance(finding.value, str):
            is_listed = finding.label in DATE_LABELS
            rank = DATE_LABELS.index(finding.label) if is_listed else len(DATE_LABELS)
            # A date without a time is left out of the summary; it is among the findings.
            if len(finding.value) >= len("YYYY-MM-DDTHH:MM:SS"):
                yield rank, finding.value[: len("YYYY-MM-DDTHH:MM:SS")]


def subject(report: Report) -> Subject:
    """Return what a file most likely shows."""
    facts = report.summary
    text = " ".join(filter(None, (*facts.texts, facts.software, facts.make, facts.model)))
    if report.format in VIDEOS:
        return Subject.VIDEO
    kinds = {finding.kind for item in report.items for finding in item.findings}
    if facts.ai.declared or Kind.PROMPT in kinds:
        return Subject.AI_PICTURE
    if SCREENSHOT.search(text) or _has_screen_size(report):
        return Subject.SCREENSHOT
    if SCANNER.search(text):
        return Subject.DOCUMENT
    front = FRONT_LENS.search(facts.lens or "")
    if facts.people or facts.face_regions or front or Embedded.DEPTH_MAP in facts.embedded:
        return Subject.PORTRAIT
    return Subject.PHOTO


def _has_screen_size(report: Report) -> bool:
    """Return whether a PNG without a camera's make has the size of a phone's screen."""
    short, long = sorted((report.width or 0, report.height or 0))
    if report.summary.make or report.format != "PNG" or not short:
        return False
    return short in SCREEN_WIDTHS and ASPECT_RATIOS[0] <= long / short <= ASPECT_RATIOS[1]
