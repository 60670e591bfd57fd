"""Real photos: every one in our formats is cleaned, looks the same, and is clean to ExifTool.

The photos lie outside the project; without them these tests are skipped, and say so.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.engine import EngineError, clean, plan
from bot.engine.errors import Unsupported
from tests import corpus, judges
from tests.engine.look import look

pytestmark = pytest.mark.slow

OURS = {"JPEG", "PNG", "WebP", "GIF", "HEIC", "AVIF", "TIFF", "JXL"}
COUNT = 149  # photos of the open corpus in our formats
ELSE = {
    "faf73bb8": "a tone map that libavif refuses; the copy is without it",
    "214a8055": "its second directory is empty, and Pillow refuses that",
    "550a3593": "the same",
    "cbdf8ad1": "Pillow turns it by a word in its XMP; AVIF is turned by irot alone (§6.5.10)",
}
FILMS = {"MP4/MOV"}  # no photos: tests/engine/video
CUT = {"DNG"}  # made short, without their pictures: tests/engine/formats/test_dng.py
FILM_COUNT = 7

# What ExifTool may still say of a clean copy, and why it tells nothing.
PICTURE = {  # read off the coded picture itself
    "File", "Composite", "GIF", "PNG", "RIFF", "SourceFile", "ExifTool", "System",
}  # fmt: skip
ALLOWED = {
    "IFD0:Orientation": "how the picture is held",
    "JFIF:JFIFVersion": "ours: always 1.01",
    "JFIF:ResolutionUnit": "none",
    "JFIF:XResolution": "the shape of a pixel",
    "JFIF:YResolution": "the shape of a pixel",
    "Adobe:DCTEncodeVersion": "ours: always 100",
    "Adobe:APP14Flags0": "ours: always 0",
    "Adobe:APP14Flags1": "ours: always 0",
    "Adobe:ColorTransform": "without it CMYK inverts",
    "PNG-pHYs:PixelUnits": "none",
    "PNG-pHYs:PixelsPerUnitX": "the shape of a pixel",
    "Jpeg2000:MajorBrand": "ours: always the same",
    "Jpeg2000:MinorVersion": "ours: always the same",
    "Jpeg2000:CompatibleBrands": "ours: always the same",
    "PNG-pHYs:PixelsPerUnitY": "the shape of a pixel",
}
BOXES = re.compile(  # numbers of a decoder, kinds and sizes of boxes
    r"Meta:(MetaImageSize|PrimaryItemReference|Unknown_idat)|ExifTool:ExifToolVersion|QuickTime:("
    r"(AV1|HEVC)ConfigurationVersion|QuickTime_(AV1|HEVC)Config_0x\w+|AuxiliaryImageType|Rotation|"
    r"AverageFrameRate|BitDepth(Chroma|Luma)|Chroma(Format|SamplePosition)|ColorPrimaries|"
    r"ColorProfiles|(Compatible|Major)Brands?|ConstantFrameRate|ConstraintIndicatorFlags|"
    r"Gen(eral)?(Profile|Level|Tier)\w+|HandlerType|ImagePixelDepth|ImageSpatialExtent|"
    r"InitialDelaySamples|MatrixCoefficients|MediaData(Offset|Size)?|MinSpatialSegmentationIDC|"
    r"MinorVersion|NumTemporalLayers|ParallelismType|Seq(Profile|Tier0|LevelIdx0)|TemporalIDNested|"
    r"TransferCharacteristics|Unknown_altr|VideoFullRangeFlag)"
)
HDR = re.compile(  # what joins a picture and its gain map: numbers of ours
    r"MPF0:\w+|MPImage[12]:\w+|XMP-hdrgm:\w+|XMP-GContainer:DirectoryItem(Semantic|Mime|Length)|"
    r"Google:GainMapImage|APP2:UniformResourceName|XMP-HDRGainMap:\w+|XMP-apdi:\w+"
)
FIELDS = re.compile(  # what a page's decoder needs
    r"IFD\d+:(BitsPerSample|Compression|ExtraSamples|FillOrder|Image(Height|Width)|Orientation|"
    r"PhotometricInterpretation|PlanarConfiguration|Predictor|PrimaryChromaticities|RowsPerStrip|"
    r"SampleFormat|SamplesPerPixel|Strip(ByteCounts|Offsets)|WhitePoint|YCbCrPositioning)"
)
COLOUR = {"ICC-header", "ICC_Profile"}  # numbers; the words are checked below
NEUTRAL = {
    "ICC_Profile:ProfileDescription": "Colour",
    "ICC_Profile:ProfileCopyright": "None",
    "ICC-header:ProfileDateTime": "0000:00:00 00:00:00",
    "ICC-header:ProfileCreator": "",
    "ICC-header:DeviceManufacturer": "",
    "ICC-header:DeviceModel": "",
    "ICC-header:ProfileCMMType": "",
    "ICC-header:ProfileID": 0,
    "PNG:ProfileName": "ICC",
}


def photos() -> Iterator[tuple[Path, dict[str, object]]]:
    folder = corpus.need(corpus.OPEN)
    for entry in json.loads((folder / "facts.json").read_text())["files"]:
        yield folder / entry["file"], entry["facts"]


def test_every_photo_in_our_formats_is_cleaned_and_looks_the_same() -> None:
    seen = 0
    for path, facts in photos():
        if facts["format"] not in OURS:
            continue
        data = path.read_bytes()
        out = clean(data)
        if path.name[:8] not in ELSE:
            assert look(out) == look(data), path.name
        assert plan(out).format is plan(data).format
        seen += 1
    assert seen == COUNT


def test_other_formats_are_refused_by_name() -> None:
    for path, facts in photos():
        if facts["format"] not in OURS | FILMS | CUT:
            with pytest.raises(Unsupported):
                plan(path.read_bytes())


def test_exiftool_finds_nothing_private_in_a_clean_copy(tmp_path: Path) -> None:
    judges.need_exiftool()
    names: dict[str, str] = {}
    for path, facts in photos():
        if facts["format"] in OURS:
            data = path.read_bytes()
            copy = tmp_path / f"{len(names)}.{plan(data).format.EXTENSION}"
            copy.write_bytes(clean(data))
            names[copy.name] = path.name
    for told in judges.exiftool(tmp_path):
        name = names[Path(str(told["SourceFile"])).name]
        for tag, value in told.items():
            group = tag.partition(":")[0]
            assert NEUTRAL.get(tag, value) == value, f"{tag} = {value!r} in {name}"
            told_by_picture = group in PICTURE | COLOUR or tag in ALLOWED or BOXES.fullmatch(tag)
            told_by_picture = told_by_picture or FIELDS.fullmatch(tag) or HDR.fullmatch(tag)
            assert told_by_picture, f"{tag} = {value!r} in {name}"
            assert tag != "ExifTool:Error", f"{value} in {name}"


def test_hostile_files_come_out_clean_or_are_refused() -> None:
    folder = corpus.need(corpus.HOSTILE)
    outcomes = []
    for path in sorted((folder / "files").iterdir()):
        data = path.read_bytes()
        try:
            once = clean(data)
            assert clean(once) == once
            outcomes.append("clean")
        except EngineError as error:
            outcomes.append(error.kind)
    assert len(outcomes) == 65
    assert outcomes.count("clean") > 5
