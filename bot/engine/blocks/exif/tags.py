"""What an Exif tag is called and what kind of thing it tells.

Spec: Exif 3.0 §4.6.3-4.6.8; TIFF 6.0; DNG 1.7. Names are piexif's; it knows Exif up to
2.31, so what came later, and what others added to TIFF, is named here.
"""

import piexif

from bot.engine.blocks.ifd import POINTERS, Ifd
from bot.engine.model import Kind

SUBFILE = 0x00FE  # NewSubfileType; bit 0: a smaller version of another picture
WIDTH, HEIGHT = 0x0100, 0x0101
COMPRESSION = 0x0103
PHOTOMETRIC = 0x0106
CFA = 32803  # TIFF/EP: colour filters over a sensor
MAKE = 0x010F
MODEL = 0x0110
ORIENTATION = 0x0112
SOFTWARE = 0x0131
JPEG_AT = 0x0201  # JPEGInterchangeFormat
JPEG_SIZE = 0x0202
STRIP_SIZES = (0x0117, 0x0145)  # StripByteCounts, TileByteCounts
XMP = 0x02BC
IPTC = 0x83BB
PHOTOSHOP = 0x8649
ICC = 0x8773
MAKER_NOTE = 0x927C
PRIVATE = 0xC634  # DNGPrivateData
USER_COMMENT = 0x9286
COPYRIGHT = 0x8298
WINDOWS_TEXT = frozenset(range(0x9C9B, 0x9CA0))  # XPTitle…XPSubject, UTF-16
DNG_VERSION = 0xC612
PADDING = 0xEA1C  # Microsoft: room for later edits

# The moment and the tag of its UTC offset; the press of the shutter first.
DATES = (
    (0x9003, 0x9011),  # DateTimeOriginal
    (0x9004, 0x9012),  # DateTimeDigitized
    (0x0132, 0x9010),  # DateTime
    (0xC71B, 0),  # PreviewDateTime
)

# Only where other bytes are; those are reported under their own tag.
SILENT = frozenset({*POINTERS, JPEG_AT, JPEG_SIZE, *STRIP_SIZES, 0x0111, 0x0144})

NEWER = {
    0x011D: "PageName",
    0x0129: "PageNumber",
    0x830E: "ModelPixelScaleTag",
    0x83BB: "IPTC",
    0x8482: "ModelTiepointTag",
    0x85D8: "ModelTransformationTag",
    0x87AF: "GeoKeyDirectoryTag",
    0x87B0: "GeoDoubleParamsTag",
    0x87B1: "GeoAsciiParamsTag",
    0x935C: "ImageSourceData",
    0xA436: "ImageTitle",
    0xA437: "Photographer",
    0xA438: "ImageEditor",
    0xA439: "CameraFirmware",
    0xA43A: "RAWDevelopingSoftware",
    0xA43B: "ImageEditingSoftware",
    0xA43C: "MetadataEditingSoftware",
    0xA460: "CompositeImage",
    0xA461: "SourceImageNumberOfCompositeImage",
    0xA462: "SourceExposureTimesOfCompositeImage",
    0xA480: "GDAL_METADATA",
    0xC7A1: "CameraLabel",
    0xEA1C: "Padding",
    0xEA1D: "OffsetSchema",
    0xFDE8: "OwnerName",  # Camera Raw; so are the next two
    0xFDE9: "SerialNumber",
    0xFDEA: "Lens",
}

INTEROP = {
    0x0002: "InteroperabilityVersion",
    0x1000: "RelatedImageFileFormat",
    0x1001: "RelatedImageWidth",
    0x1002: "RelatedImageLength",
}

# A tag that has a name and is not listed here is a SETTING.
KINDS = {
    0x000B: Kind.SOFTWARE,  # ProcessingSoftware
    0x010D: Kind.TEXT,  # DocumentName
    0x010E: Kind.TEXT,  # ImageDescription
    MAKE: Kind.MAKE,
    MODEL: Kind.MODEL,
    0x011D: Kind.TEXT,  # PageName
    SOFTWARE: Kind.SOFTWARE,
    0x013B: Kind.OWNER,  # Artist
    0x013C: Kind.HOST,
    0x0151: Kind.TEXT,  # TargetPrinter
    0x800D: Kind.UNIQUE_ID,  # ImageID
    COPYRIGHT: Kind.OWNER,
    0x8482: Kind.GPS_DETAIL,  # GeoTIFF ties pixels to the ground; so do the next two
    0x85D8: Kind.GPS_DETAIL,
    0x87B1: Kind.GPS_DETAIL,
    0x9212: Kind.TEXT,  # SecurityClassification
    0x9213: Kind.HISTORY,  # ImageHistory
    USER_COMMENT: Kind.TEXT,
    0x9C9B: Kind.TEXT,  # XPTitle
    0x9C9C: Kind.TEXT,  # XPComment
    0x9C9D: Kind.OWNER,  # XPAuthor
    0x9C9E: Kind.TEXT,  # XPKeywords
    0x9C9F: Kind.TEXT,  # XPSubject
    0xA004: Kind.TEXT,  # RelatedSoundFile
    0xA420: Kind.UNIQUE_ID,  # ImageUniqueID
    0xA430: Kind.OWNER,  # CameraOwnerName
    0xA431: Kind.SERIAL,  # BodySerialNumber
    0xA434: Kind.LENS,  # LensModel
    0xA435: Kind.SERIAL,  # LensSerialNumber
    0xA436: Kind.TEXT,  # ImageTitle
    0xA437: Kind.OWNER,  # Photographer
    0xA438: Kind.OWNER,  # ImageEditor
    0xA43A: Kind.SOFTWARE,
    0xA43B: Kind.SOFTWARE,
    0xA43C: Kind.SOFTWARE,
    0xA480: Kind.TEXT,  # GDAL_METADATA
    0xC614: Kind.MODEL,  # UniqueCameraModel
    0xC615: Kind.MODEL,  # LocalizedCameraModel
    0xC62F: Kind.SERIAL,  # CameraSerialNumber
    0xC65D: Kind.UNIQUE_ID,  # RawDataUniqueID
    0xC68B: Kind.UNIQUE_ID,  # OriginalRawFileName
    0xC716: Kind.SOFTWARE,  # PreviewApplicationName
    0xC71C: Kind.UNIQUE_ID,  # RawImageDigest
    0xC71D: Kind.UNIQUE_ID,  # OriginalRawFileDigest
    0xC7A1: Kind.TEXT,  # CameraLabel
    0xFDE8: Kind.OWNER,
    0xFDE9: Kind.SERIAL,
    0xFDEA: Kind.LENS,
}

_NAMES: dict[str, dict[int, dict[str, str]]] = piexif.TAGS


def name(ifd: Ifd, tag: int) -> str | None:
    """Return the tag's name in its specification; GPS and Interop count on their own."""
    if ifd in ("GPS", "Interop"):
        standard, newer = _NAMES[ifd].get(tag), INTEROP if ifd == "Interop" else {}
    else:
        standard, newer = _NAMES["Image"].get(tag) or _NAMES["Exif"].get(tag), NEWER
    return standard["name"] if standard else newer.get(tag)
