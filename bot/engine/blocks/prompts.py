"""What picture generators leave behind: the words they were given, the graph they ran.

No specification: what AUTOMATIC1111, ComfyUI, NovelAI, InvokeAI, Draw Things, Fooocus,
SwarmUI, Easy Diffusion and Midjourney write, in PNG text, comments, Exif and XMP.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.engine.blocks import ai
from bot.engine.model import Finding, Kind, clip

SCAN = 512 * 1024  # characters: a workflow can be as large as the picture
MAX_WORDS = 20  # strings told of one workflow
TOOLS = frozenset({"software", "source", "generator", "creatortool", "make", "model", "author"})


class Mark(NamedTuple):
    """How a generator's text is recognised: by its keyword, if any, and its look."""

    evidence: str
    keywords: str  # in lower case, "" for any
    look: re.Pattern[str]


MARKS = (
    Mark("SwarmUI parameters", "", re.compile(r"\"sui_image_params\"\s{0,9}:")),
    Mark("Fooocus parameters", "parameters comment usercomment",
         re.compile(r"\"(?:fooocus_scheme|base_model_hash|metadata_scheme)\"\s{0,9}:")),
    Mark("Stable Diffusion parameters", "",
         re.compile(r"\bSteps: \d{1,5}, (?:Sampler|Schedule|CFG|Seed|Size|Model|Guidance|VAE)\b")),
    Mark("ComfyUI prompt", "", re.compile(r"\"class_type\"\s{0,9}:\s{0,9}\"")),
    Mark("ComfyUI workflow", "",
         re.compile(r"\"(?:last_node_id|last_link_id)\"\s{0,9}:|\"widgets_values\"\s{0,9}:")),
    Mark("InvokeAI metadata",
         "invokeai_metadata invokeai_graph invokeai_workflow sd-metadata", re.compile("")),
    Mark("InvokeAI metadata", "dream", re.compile(r" -(?:s|S|A|C) ?\w")),
    Mark("NovelAI parameters", "", re.compile(r"\"(?:signed_hash|request_type|uncond_scale)\":")),
    Mark("Draw Things parameters", "",
         re.compile(r"\A\s{0,9}\{(?=[^\0]*?\"uc\"\s{0,9}:)(?=[^\0]*?\"sampler\"\s{0,9}:)")),
    Mark("Midjourney job", "", re.compile(r"\bJob ID: ?[0-9a-f]{8}-[0-9a-f]{4}-")),
    Mark("AIGC label", "", re.compile(r"\"AIGC\"\s{0,9}:\s{0,9}\{|\"ContentProducer\"\s{0,9}:")),
    Mark("Stable Diffusion parameters", "sd_prompt sd-prompt generation_data", re.compile("")),
    Mark("prompt", "prompt negative_prompt", re.compile(r"\w")),
)  # fmt: skip
WORDLESS = frozenset({"AIGC label"})

_JSON = re.compile(r"\s{0,99}(?:\w{1,20}:)?\s{0,9}[\[{]")
_WORDS = re.compile(  # the strings that hold words, not names of models
    r"\"((?:positive|negative|base|char|raw|full)?_?-?(?:prompt|caption)|text(?:_[glb])?|"
    r"positive|negative|uc|c|widgets_values|negativeprompt|wildcard_text)\""
    r"\s{0,9}:\s{0,9}\[?\s{0,9}\"((?:[^\"\\]|\\.){1,2000})"
)
# A widget may hold the name of a sampler; any other key the number of a node.
_LOOKS = {"widgets_values": r"\w[\s,]"}
_WORD = r"\w[\s,]|[^\W\d_]{2}"
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_ESCAPES = {"n": "\n", "t": " ", "r": " ", "b": " ", "f": " "}
_JOB = re.compile(r"\s{0,9}\bJob ID: ?([0-9a-f-]{36})")


def read_text(keyword: str, text: str, where: str) -> Iterator[Finding]:
    """Say what a text under `keyword` tells of a generator; nothing if it is none's."""
    key = keyword.strip().lower()
    text = text[:SCAN]
    if key in TOOLS and not _JSON.match(text):
        yield from _tool(key, keyword, text, where)
        return
    mark = next((mark for mark in MARKS if _fits(mark, key, text)), None)
    if mark:
        yield Finding(Kind.AI_ORIGIN, where, clip(keyword), mark.evidence)
        if mark.evidence not in WORDLESS:
            yield Finding(Kind.PROMPT, where, clip(keyword), clip(_words(text)))
        if job := _JOB.search(text):
            yield Finding(Kind.UNIQUE_ID, where, "Job ID", job[1])
    elif said := ai.confession(text):
        yield Finding(Kind.AI_ORIGIN, where, clip(keyword), said)
        yield Finding(Kind.TEXT, where, clip(keyword), clip(text))


def _fits(mark: Mark, key: str, text: str) -> bool:
    if mark.keywords and key not in mark.keywords.split():
        return False
    return mark.look.search(text) is not None


def _tool(key: str, keyword: str, text: str, where: str) -> Iterator[Finding]:
    if ai.generator(text):
        yield Finding(Kind.AI_ORIGIN, where, clip(keyword), clip(text))
        kind = Kind.OWNER if key == "author" else Kind.SOFTWARE
        yield Finding(kind, where, clip(keyword), clip(text))


def _words(text: str) -> str:
    """Return the words given to the generator: all of a text, the telling strings of JSON."""
    if not _JSON.match(text):
        return _JOB.sub("", text)
    found = ((match[1], _plain(match[2])) for match in _WORDS.finditer(text))
    words = dict.fromkeys(word for key, word in found if re.search(_LOOKS.get(key, _WORD), word))
    return "\n".join(list(words)[:MAX_WORDS])


def _plain(string: str) -> str:
    """Undo JSON's escapes; halves of a surrogate pair find each other."""
    text = _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2]),
        string,
    )
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
