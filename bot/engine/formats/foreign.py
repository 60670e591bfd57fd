"""File types that are not ours (yet), named by their first bytes so that a refusal can be plain."""

MAGIC = (  # (offset, bytes, name); the longer and more telling first
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"\x8aMNG\r\n\x1a\n", "MNG"),
    (0, b"\x8bJNG\r\n\x1a\n", "JNG"),
    (0, b"8BPS", "PSD"),
    (0, b"\0\0\1\0", "ICO"),
    (0, b"\0\0\2\0", "CUR"),
    (0, b"%PDF-", "PDF"),
    (0, b"%!PS", "PostScript"),
    (0, b"PK\3\4", "ZIP"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (0, b"\x1f\x8b", "GZIP"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    (0, b"gimp xcf", "XCF"),
    (0, b"\x1aE\xdf\xa3", "Matroska/WebM"),
    (0, b"OggS", "Ogg"),
    (0, b"fLaC", "FLAC"),
    (0, b"ID3", "MP3"),
    (0, b"MThd", "MIDI"),
    (0, b"SQLite format 3\0", "SQLite"),
    (0, b"\x7fELF", "ELF"),
    (0, b"MZ", "EXE"),
    (0, b"v/1\x01", "OpenEXR"),
    (0, b"#?RADIANCE", "Radiance HDR"),
    (0, b"qoif", "QOI"),
)

# A name inside a ZIP, which stands there uncompressed -> what such a ZIP is. Spec: ECMA-376
# part 2 (OPC), OpenDocument 1.3 part 2 §3.3 and EPUB OCF 3.3 §4.3 (mimetype comes first).
ZIP_KINDS = (
    (b"word/document.xml", "Word"),
    (b"xl/workbook.xml", "Excel"),
    (b"ppt/presentation.xml", "PowerPoint"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
    (b"mimetypeapplication/epub+zip", "EPUB"),
    (b"AndroidManifest.xml", "APK"),
)
ZIP_WINDOW = 256 * 1024  # bytes at each end: names stand before the files and in a list behind
RIFF_KINDS = {b"AVI ": "AVI", b"WAVE": "WAV"}
VIDEOS = frozenset({"AVI", "Matroska/WebM"})  # of the names above
TEXT_WINDOW = 1024  # bytes in which an SVG or HTML file shows itself


def name(data: memoryview) -> str | None:
    """Return the common name of the type these bytes are, or None."""
    head = bytes(data[:TEXT_WINDOW])
    if head[4:8] == b"ftyp":
        return "HEIF"  # of a kind that nobody here reads: films are taken by any other brand
    if head[:4] == b"RIFF" and head[8:12] in RIFF_KINDS:
        return RIFF_KINDS[head[8:12]]
    for offset, magic, title in MAGIC:
        if head.startswith(magic, offset):
            return _zip_kind(data) if title == "ZIP" else title
    return _text(head)


def _zip_kind(data: memoryview) -> str:
    """Return what a ZIP file holds, "ZIP" where it is nothing in particular."""
    for window in (bytes(data[:ZIP_WINDOW]), bytes(data[-ZIP_WINDOW:])):
        for inner_name, title in ZIP_KINDS:
            if inner_name in window:
                return title
    return "ZIP"


def _text(head: bytes) -> str | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<svg", b"<?xml")) and b"<svg" in start:
        return "SVG"
    if start.startswith((b"<!doctype html", b"<html")):
        return "HTML"
    return None
