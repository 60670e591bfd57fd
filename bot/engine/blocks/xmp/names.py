"""Which namespace an XMP property is of, and what kind of thing it tells.

Spec: XMP parts 1 and 2; IPTC Photo Metadata 2025.1; MWG regions; Exif 2.32 for XMP; vendors.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from bot.engine.model import Embedded, Kind

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns"
XML = "http://www.w3.org/XML/1998/namespace"
META = "adobe:ns:meta"
CRS = "http://ns.adobe.com/camera-raw-settings/1.0"
EXIF = "http://ns.adobe.com/exif/1.0"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0"
XMP_MM = "http://ns.adobe.com/xap/1.0/mm"
CAMERA = "http://ns.google.com/photos/1.0/camera"
CONTAINER = "http://ns.google.com/photos/1.0/container"
IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29"


class Space(NamedTuple):
    """A namespace: its usual prefix, what its properties tell, and those that tell more."""

    prefix: str
    kind: Kind
    more: Mapping[Kind, str] = MappingProxyType({})  # kind -> names


# By URI without a last "/" or "#", which writers add and forget.
SPACES = {
    META: Space("x", Kind.SETTING, {Kind.HISTORY: "xmptk", Kind.UNIQUE_ID: "about"}),
    "http://purl.org/dc/elements/1.1": Space("dc", Kind.TEXT, {
        Kind.OWNER: "creator rights publisher contributor",
        Kind.PLACE: "coverage",
        Kind.DATETIME: "date",
        Kind.UNIQUE_ID: "identifier",
        Kind.SETTING: "format Format type language",
    }),
    "http://ns.adobe.com/xap/1.0": Space("xmp", Kind.SETTING, {
        Kind.DATETIME: "CreateDate ModifyDate MetadataDate",
        Kind.SOFTWARE: "CreatorTool",
        Kind.TEXT: "Label Nickname Description Title Keywords Advisory BaseURL",
        Kind.OWNER: "Author Authors Owner",
        Kind.UNIQUE_ID: "Identifier",
    }),
    "http://ns.adobe.com/xap/1.0/rights": Space("xmpRights", Kind.OWNER, {
        Kind.SETTING: "Marked",
    }),
    XMP_MM: Space("xmpMM", Kind.SETTING, {
        Kind.UNIQUE_ID: "DocumentID InstanceID OriginalDocumentID PreservedFileName VersionID",
        Kind.HISTORY: "SaveID ManageTo ManageUI ManagerVariant Manager",
    }),
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent": Space("stEvt", Kind.HISTORY),
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef": Space("stRef", Kind.HISTORY),
    "http://ns.adobe.com/xap/1.0/sType/Version": Space("stVer", Kind.HISTORY),
    "http://ns.adobe.com/xap/1.0/sType/ManifestItem": Space("stMfs", Kind.HISTORY),
    "http://ns.adobe.com/xap/1.0/sType/Dimensions": Space("stDim", Kind.SETTING),
    "http://ns.adobe.com/xmp/sType/Area": Space("stArea", Kind.SETTING),
    "http://ns.adobe.com/xap/1.0/sType/Font": Space("stFnt", Kind.SETTING),
    "http://ns.adobe.com/xap/1.0/bj": Space("xmpBJ", Kind.TEXT),
    "http://ns.adobe.com/xap/1.0/sType/Job": Space("stJob", Kind.TEXT),
    "http://ns.adobe.com/xap/1.0/g": Space("xmpG", Kind.SETTING),
    "http://ns.adobe.com/xap/1.0/g/img": Space("xmpGImg", Kind.SETTING, {
        Kind.THUMBNAIL: "image",
    }),
    "http://ns.adobe.com/xap/1.0/t/pg": Space("xmpTPg", Kind.SETTING),
    "http://ns.adobe.com/xmp/1.0/DynamicMedia": Space("xmpDM", Kind.SETTING, {
        Kind.TEXT: "comment logComment shotName scene projectName tapeName album artist",
        Kind.PLACE: "shotLocation",
        Kind.DATETIME: "shotDate",
        Kind.OWNER: "copyright director directorPhotography",
        Kind.SERIAL: "cameraSerialNumber",
    }),
    "http://ns.adobe.com/xmp/note": Space("xmpNote", Kind.SETTING),
    PHOTOSHOP: Space("photoshop", Kind.SETTING, {
        Kind.PLACE: "City State Country",
        Kind.OWNER: "Credit AuthorsPosition CaptionWriter Source",
        Kind.TEXT: "Headline Instructions TransmissionReference Category "
        "SupplementalCategories LayerName LayerText",
        Kind.DATETIME: "DateCreated",
        Kind.HISTORY: "History",
        Kind.UNIQUE_ID: "LegacyIPTCDigest",
    }),
    CRS: Space("crs", Kind.HISTORY, {Kind.UNIQUE_ID: "RawFileName"}),
    "http://ns.adobe.com/camera-raw-saved-settings/1.0": Space("crss", Kind.HISTORY),
    "http://ns.adobe.com/camera-raw-embedded-lens-profile/1.0": Space("crlcp", Kind.HISTORY),
    "http://ns.adobe.com/lightroom/1.0": Space("lr", Kind.TEXT, {
        Kind.SETTING: "privateRTKInfo",
    }),
    "http://ns.adobe.com/pdf/1.3": Space("pdf", Kind.TEXT, {
        Kind.SOFTWARE: "Producer",
        Kind.OWNER: "Author",
    }),
    "http://ns.adobe.com/creatorAtom/1.0": Space("creatorAtom", Kind.HISTORY),
    "http://ns.adobe.com/lens/1.0": Space("lens", Kind.SETTING),
    "http://ns.adobe.com/hdr-gain-map/1.0": Space("hdrgm", Kind.GAIN_MAP),
    "http://ns.adobe.com/hdr-metadata/1.0": Space("hdr_metadata", Kind.SETTING),
    "http://ns.adobe.com/tiff/1.0": Space("tiff", Kind.SETTING, {
        Kind.MAKE: "Make",
        Kind.MODEL: "Model",
        Kind.SOFTWARE: "Software",
        Kind.OWNER: "Artist Copyright",
        Kind.TEXT: "ImageDescription DocumentName",
        Kind.HOST: "HostComputer",
        Kind.ORIENTATION: "Orientation",
        Kind.DATETIME: "DateTime",
    }),
    EXIF: Space("exif", Kind.SETTING, {
        Kind.DATETIME: "DateTimeOriginal DateTimeDigitized DateTime",
        Kind.TEXT: "UserComment RelatedSoundFile",
        Kind.UNIQUE_ID: "ImageUniqueID",
        Kind.MAKER_NOTE: "MakerNote",
        Kind.PLACE: "GPSAreaInformation",
    }),
    "http://cipa.jp/exif/1.0": Space("exifEX", Kind.SETTING, {
        Kind.OWNER: "CameraOwnerName Photographer ImageEditor",
        Kind.SERIAL: "BodySerialNumber LensSerialNumber",
        Kind.LENS: "LensModel",
        Kind.TEXT: "ImageTitle",
        Kind.SOFTWARE: "CameraFirmware RAWDevelopingSoftware ImageEditingSoftware "
        "MetadataEditingSoftware",
    }),
    "http://ns.adobe.com/exif/1.0/aux": Space("aux", Kind.SETTING, {
        Kind.OWNER: "OwnerName",
        Kind.SERIAL: "SerialNumber LensSerialNumber",
        Kind.LENS: "Lens",
        Kind.UNIQUE_ID: "ImageNumber",
    }),
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns": Space("Iptc4xmpCore", Kind.TEXT, {
        Kind.PLACE: "Location CountryCode",
        Kind.OWNER: "CreatorContactInfo CiAdrCity CiAdrCtry CiAdrExtadr CiAdrPcode CiAdrRegion "
        "CiEmailWork CiTelWork CiUrlWork",
    }),
    IPTC_EXT: Space("Iptc4xmpExt", Kind.TEXT, {
        Kind.PERSON: "PersonInImage PersonName",
        Kind.PLACE: "City Sublocation ProvinceState CountryName CountryCode WorldRegion "
        "LocationName LocationId LocationCreated LocationShown",
        Kind.OWNER: "AOCreator AOCopyrightNotice AOSource AOCurrentCopyrightOwnerName "
        "AOCurrentLicensorName AIPromptWriterName",
        Kind.DATETIME: "AODateCreated",
        Kind.UNIQUE_ID: "DigImageGUID PersonId RegistryId RegItemId RegOrgId rId",
        Kind.AI_ORIGIN: "DigitalSourceType DigitalSourcefileType AISystemUsed",
        Kind.PROMPT: "AIPromptInformation",
        Kind.SOFTWARE: "AISystemVersionUsed",
        Kind.SETTING: "MaxAvailHeight MaxAvailWidth rbShape rbUnit rbX rbY rbW rbH rbRx",
    }),
    "http://ns.useplus.org/ldf/xmp/1.0": Space("plus", Kind.OWNER, {
        Kind.SETTING: "Version DataMining ImageFileConstraints ImageFileFormatAsDelivered "
        "ImageFileSizeAsDelivered ImageType MinorModelAgeDisclosure ModelReleaseStatus "
        "PropertyReleaseStatus",
        Kind.UNIQUE_ID: "LicensorImageID ImageSupplierImageID ModelReleaseID PropertyReleaseID",
    }),
    "http://ns.microsoft.com/photo/1.0": Space("MicrosoftPhoto", Kind.SETTING, {
        Kind.TEXT: "LastKeywordXMP LastKeywordIPTC",
        Kind.DATETIME: "DateAcquired",
        Kind.SERIAL: "CameraSerialNumber",
        Kind.MAKE: "CameraManufacturer",
        Kind.MODEL: "CameraModel",
        Kind.LENS: "LensModel",
    }),
    "http://ns.microsoft.com/photo/1.1": Space("MP1", Kind.SETTING),
    "http://ns.microsoft.com/photo/1.2": Space("MP", Kind.SETTING),
    "http://ns.microsoft.com/photo/1.2/t/RegionInfo": Space("MPRI", Kind.SETTING, {
        Kind.DATETIME: "DateRegionsValid",
    }),
    "http://ns.microsoft.com/photo/1.2/t/Region": Space("MPReg", Kind.SETTING, {
        Kind.PERSON: "PersonDisplayName",
        Kind.UNIQUE_ID: "PersonEmailDigest PersonLiveIdCID PersonSourceID",
    }),
    "http://www.metadataworkinggroup.com/schemas/regions": Space("mwg-rs", Kind.SETTING, {
        Kind.TEXT: "Name Description Title",
    }),
    "http://www.metadataworkinggroup.com/schemas/keywords": Space("mwg-kw", Kind.TEXT),
    "http://www.metadataworkinggroup.com/schemas/collections": Space("mwg-coll", Kind.TEXT),
    "http://ns.acdsee.com/regions": Space("acdsee-rs", Kind.SETTING, {Kind.TEXT: "Name"}),
    "http://ns.acdsee.com/iptc/1.0": Space("acdsee", Kind.TEXT, {
        Kind.OWNER: "author",
        Kind.DATETIME: "datetime",
        Kind.SETTING: "rating tagged rpp dpp",
    }),
    "http://ns.apple.com/faceinfo/1.0": Space("apple-fi", Kind.SETTING),
    "http://ns.apple.com/HDRGainMap/1.0": Space("HDRGainMap", Kind.GAIN_MAP),
    "http://ns.apple.com/adjustment-settings/1.0": Space("aas", Kind.HISTORY),
    "http://ns.apple.com/ImageIO/1.0": Space("iio", Kind.SETTING),
    "http://ns.apple.com/pixeldatainfo/1.0": Space("apdi", Kind.SETTING),
    "http://www.digikam.org/ns/1.0": Space("digiKam", Kind.TEXT, {
        Kind.OWNER: "CaptionsAuthorNames",
        Kind.DATETIME: "CaptionsDateTimeStamps",
        Kind.HISTORY: "ImageHistory",
        Kind.UNIQUE_ID: "ImageUniqueID",
        Kind.SETTING: "PickLabel ColorLabel LensCorrectionSettings",
    }),
    "http://ns.iview-multimedia.com/mediapro/1.0": Space("mediapro", Kind.TEXT, {
        Kind.PERSON: "People",
        Kind.PLACE: "Location",
    }),
    "http://ns.microsoft.com/expressionmedia/1.0": Space("expressionmedia", Kind.TEXT, {
        Kind.PERSON: "People",
    }),
    "http://xmp.gettyimages.com/gift/1.0": Space("GettyImagesGIFT", Kind.TEXT, {
        Kind.PERSON: "Personality",
        Kind.UNIQUE_ID: "AssetID ImageRank OriginalFilename",
    }),
    "http://ns.camerabits.com/photomechanic/1.0": Space("photomechanic", Kind.SETTING),
    "http://www.dji.com/drone-dji/1.0": Space("drone-dji", Kind.SETTING, {
        Kind.GPS_DETAIL: "RelativeAltitude",
        Kind.SERIAL: "CameraSerialNumber DroneSerialNumber GimbalSerialNumber SensorID",
        Kind.MODEL: "DroneModel ProductName",
        Kind.UNIQUE_ID: "CaptureUUID",
        Kind.DATETIME: "UTCAtExposure",
    }),
    "http://www.parrot.com/drone-parrot/1.0": Space("drone-parrot", Kind.SETTING, {
        Kind.UNIQUE_ID: "PictureUID BootId MediaId RunUuid",
        Kind.SERIAL: "SerialNumber CameraSerialNumber",
    }),
    "http://pix4d.com/camera/1.0": Space("Camera", Kind.SETTING, {
        Kind.UNIQUE_ID: "FlightUniqueID CaptureUUID RigUUID",
        Kind.SERIAL: "SerialNumber",
    }),
    "http://ns.google.com/photos/1.0/panorama": Space("GPano", Kind.SETTING, {
        Kind.GPS_DETAIL: "PoseHeadingDegrees",
        Kind.SOFTWARE: "CaptureSoftware StitchingSoftware",
        Kind.DATETIME: "FirstPhotoDate LastPhotoDate",
    }),
    CAMERA: Space("GCamera", Kind.SETTING, {
        Kind.UNIQUE_ID: "BurstID",
        Kind.MAKER_NOTE: "HdrPlusMakernote hdrp_makernote shot_log_data",
    }),
    "http://ns.xiaomi.com/photos/1.0/camera": Space("MiCamera", Kind.SETTING),
    "http://ns.oppo.com/photos/1.0/camera": Space("OpCamera", Kind.SETTING),
    "http://ns.vivo.com/photos/1.0/camera": Space("VivoCamera", Kind.SETTING),
    "http://ns.flir.com/FLIR/1.0": Space("FLIR", Kind.SETTING),
    CONTAINER: Space("Container", Kind.SETTING),
    "http://ns.google.com/photos/1.0/container/item": Space("Item", Kind.SETTING),
    "http://ns.google.com/photos/1.0/creations": Space("GCreations", Kind.UNIQUE_ID, {
        Kind.HISTORY: "Type",
    }),
    "http://ns.google.com/photos/dd/1.0/container": Space("DeviceContainer", Kind.SETTING),
    "http://ns.google.com/photos/dd/1.0/item": Space("DeviceItem", Kind.SETTING),
    "http://ns.google.com/photos/dd/1.0/device": Space("Device", Kind.SETTING),
    "http://ns.google.com/photos/dd/1.0/camera": Space("DeviceCamera", Kind.SETTING),
    "http://ns.google.com/photos/dd/1.0/depthmap": Space("DepthMap", Kind.EMBEDDED),
    "http://ns.google.com/photos/dd/1.0/pose": Space("Pose", Kind.SETTING),
    "http://ns.google.com/photos/1.0/depthmap": Space("GDepth", Kind.EMBEDDED),
    "http://ns.google.com/photos/1.0/image": Space("GImage", Kind.EMBEDDED),
    "http://ns.google.com/photos/1.0/audio": Space("GAudio", Kind.EMBEDDED),
    "http://www.tc260.org.cn/ns/AIGC/1.0": Space("TC260", Kind.AI_ORIGIN),
}  # fmt: skip

# A namespace of Kind.EMBEDDED holds, or belongs to, another file.
EMBEDDED = {
    "GDepth": Embedded.DEPTH_MAP,
    "DepthMap": Embedded.DEPTH_MAP,
    "GImage": Embedded.SECOND_PICTURE,
    "GAudio": "audio",
}
SEMANTICS = {  # of a container's item; any other is one more picture
    "primary": "",
    "gainmap": "gain-map",
    "motionphoto": Embedded.MOTION_VIDEO,
    "depth": Embedded.DEPTH_MAP,
    "depthmap": Embedded.DEPTH_MAP,
}

# The press of the shutter first, the last touch of the file last.
DATES = (
    "DateTimeOriginal", "DateCreated", "DateTimeDigitized", "CreateDate", "date", "DateTime",
    "ModifyDate", "MetadataDate",
)  # fmt: skip

PREFIXES = {space.prefix: uri for uri, space in SPACES.items()}
_KINDS = {
    (uri, name): kind
    for uri, space in SPACES.items()
    for kind, names in space.more.items()
    for name in names.split()
}


def kind(space: str, name: str) -> Kind | None:
    """Return what a property tells, None if nobody here knows its namespace."""
    if space not in SPACES:
        return None
    return _KINDS.get((space, name), SPACES[space].kind)
