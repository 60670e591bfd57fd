"""The tags by which a maker's note tells one camera, owner or photo from another.

Spec: none; names as ExifTool has them, for want of a standard.
"""

from bot.engine.blocks.makernotes.values import (
    Tag,
    Tags,
    canon_id,
    hex_at,
    hexadecimal,
    integer_at,
    nth,
    number,
    size,
    swapped_digits,
    text_at,
    text_or_hex,
)
from bot.engine.model import Kind

APPLE: Tags = (
    Tag(0x000B, "BurstUUID", Kind.UNIQUE_ID),
    Tag(0x0011, "ContentIdentifier", Kind.UNIQUE_ID),  # joins a Live Photo and its video
    Tag(0x0015, "ImageUniqueID", Kind.UNIQUE_ID),
    Tag(0x0017, "LivePhotoVideoIndex", Kind.UNIQUE_ID),
    Tag(0x0020, "ImageCaptureRequestID", Kind.UNIQUE_ID),
    Tag(0x0021, "HDRHeadroom", Kind.SETTING, number),
    Tag(0x002B, "PhotoIdentifier", Kind.UNIQUE_ID),
    Tag(0x0030, "HDRGain", Kind.SETTING, number),
)
CANON: Tags = (
    Tag(0x0007, "CanonFirmwareVersion", Kind.SETTING),
    Tag(0x0008, "FileNumber", Kind.SETTING),
    Tag(0x0009, "OwnerName", Kind.OWNER),
    Tag(0x000C, "SerialNumber", Kind.SERIAL),
    Tag(0x0028, "ImageUniqueID", Kind.UNIQUE_ID, hexadecimal),
    Tag(0x0095, "LensModel", Kind.LENS),
    Tag(0x0096, "InternalSerialNumber", Kind.SERIAL, canon_id),
    Tag(0x4019, "LensSerialNumber", Kind.SERIAL, hex_at(0, 5)),
)
CASIO: Tags = (
    Tag(0x2000, "PreviewImage", Kind.THUMBNAIL, size),
)  # fmt: skip
DJI: Tags = (
    Tag(0x0007, "Yaw", Kind.GPS_DETAIL),
    Tag(0x000A, "CameraYaw", Kind.GPS_DETAIL),
)
FUJIFILM: Tags = (
    Tag(0x0010, "InternalSerialNumber", Kind.SERIAL),
)  # fmt: skip
LEICA: Tags = (
    Tag(0x0303, "LensType", Kind.LENS),
    Tag(0x0305, "SerialNumber", Kind.SERIAL),
    Tag(0x0407, "OriginalFileName", Kind.UNIQUE_ID),
    Tag(0x0408, "OriginalDirectory", Kind.SETTING),
    Tag(0x0500, "InternalSerialNumber", Kind.SERIAL),
)
LEICA_M9: Tags = (
    Tag(0x3103, "SerialNumber", Kind.SERIAL),
)  # fmt: skip
MINOLTA: Tags = (
    Tag(0x0081, "PreviewImage", Kind.THUMBNAIL, size),
    Tag(0x0089, "PreviewImageLength", Kind.THUMBNAIL, start=0x0088),
)
MOTOROLA: Tags = (
    Tag(0x5500, "BuildNumber", Kind.SETTING),
    Tag(0x5501, "SerialNumber", Kind.SERIAL),
    Tag(0x6705, "ManufactureDate", Kind.SETTING),
)
NIKON: Tags = (
    Tag(0x001D, "SerialNumber", Kind.SERIAL),
    Tag(0x0039, "Location", Kind.PLACE, text_at(9, 70)),
    Tag(0x0084, "Lens", Kind.LENS),
    Tag(0x00A0, "SerialNO", Kind.SERIAL),
    Tag(0x00A7, "ShutterCount", Kind.SETTING),
    Tag(0x00B8, "FileNumber", Kind.SETTING, integer_at(8, 2)),
)
NIKON_PREVIEW: Tags = (
    Tag(0x0202, "PreviewImageLength", Kind.THUMBNAIL, start=0x0201),
)  # fmt: skip
NINTENDO: Tags = (
    Tag(0x1101, "InternalSerialNumber", Kind.SERIAL, hex_at(24, 4)),
)  # fmt: skip
OLYMPUS: Tags = (
    Tag(0x0100, "ThumbnailImage", Kind.THUMBNAIL, size),
    Tag(0x0209, "CameraID", Kind.SETTING),
    Tag(0x0280, "PreviewImage", Kind.THUMBNAIL, size),
    Tag(0x0404, "SerialNumber", Kind.SERIAL),
    Tag(0x101A, "SerialNumber", Kind.SERIAL),
    Tag(0x1037, "PreviewImageLength", Kind.THUMBNAIL, start=0x1036),
)
OLYMPUS_EQUIPMENT: Tags = (
    Tag(0x0101, "SerialNumber", Kind.SERIAL),
    Tag(0x0102, "InternalSerialNumber", Kind.SERIAL),
    Tag(0x0202, "LensSerialNumber", Kind.SERIAL),
    Tag(0x0203, "LensModel", Kind.LENS),
    Tag(0x0302, "ExtenderSerialNumber", Kind.SERIAL),
    Tag(0x1003, "FlashSerialNumber", Kind.SERIAL),
)
OLYMPUS_CAMERA: Tags = (
    Tag(0x0102, "PreviewImageLength", Kind.THUMBNAIL, start=0x0101),
)  # fmt: skip
PANASONIC: Tags = (
    Tag(0x0025, "InternalSerialNumber", Kind.SERIAL),
    Tag(0x0051, "LensType", Kind.LENS),
    Tag(0x0052, "LensSerialNumber", Kind.SERIAL),
    Tag(0x0054, "AccessorySerialNumber", Kind.SERIAL),
    Tag(0x0061, "Face1Name", Kind.PERSON, text_at(4, 20)),
    Tag(0x0061, "Face2Name", Kind.PERSON, text_at(52, 20)),
    Tag(0x0061, "Face3Name", Kind.PERSON, text_at(100, 20)),
    Tag(0x0065, "Title", Kind.TEXT),
    Tag(0x0066, "BabyName", Kind.PERSON),
    Tag(0x0067, "Location", Kind.PLACE),
    Tag(0x0069, "Country", Kind.PLACE),
    Tag(0x006B, "State", Kind.PLACE),
    Tag(0x006D, "City", Kind.PLACE),
    Tag(0x006F, "Landmark", Kind.PLACE),
)
LEICA_M8: Tags = (
    *PANASONIC,  # under the same first bytes Leica sold cameras of Panasonic's
    Tag(0x0303, "SerialNumber", Kind.SERIAL),
)
PENTAX: Tags = (
    Tag(0x0003, "PreviewImageLength", Kind.THUMBNAIL, start=0x0004),
    Tag(0x0215, "InternalSerialNumber", Kind.SERIAL, nth(4)),
    Tag(0x0229, "SerialNumber", Kind.SERIAL),
    Tag(0x022E, "Artist", Kind.OWNER),
    Tag(0x022F, "Copyright", Kind.OWNER),
    Tag(0x0230, "FirmwareVersion", Kind.SETTING),
)
RICOH: Tags = (
    Tag(0x0002, "FirmwareVersion", Kind.SETTING),
    Tag(0x0005, "SerialNumber", Kind.SERIAL, text_or_hex),
)  # fmt: skip
SAMSUNG: Tags = (
    Tag(0x0030, "LocalLocationName", Kind.PLACE),
    Tag(0x0031, "LocationName", Kind.PLACE),
    Tag(0x0123, "FaceName", Kind.PERSON),
    Tag(0xA001, "FirmwareName", Kind.SETTING),
    Tag(0xA002, "SerialNumber", Kind.SERIAL),
    Tag(0xA005, "InternalLensSerialNumber", Kind.SERIAL),
)
SIGMA: Tags = (
    Tag(0x0002, "SerialNumber", Kind.SERIAL),
    Tag(0x0017, "Firmware", Kind.SETTING),
)
SONY: Tags = (
    Tag(0x2001, "PreviewImage", Kind.THUMBNAIL, size),
    Tag(0x2031, "SerialNumber", Kind.SERIAL, swapped_digits),
)
