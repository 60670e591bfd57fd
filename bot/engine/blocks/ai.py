"""Pictures that a generator made: who declares it, and the prompt that was left behind.

Spec: IPTC NewsCodes "Digital Source Type"; C2PA 2.1 §18.15 (the same terms in actions). For
prompts there is none: what AUTOMATIC1111, ComfyUI, NovelAI, InvokeAI, Draw Things, Fooocus,
SwarmUI, Easy Diffusion and Midjourney write, in PNG text, comments, Exif and XMP.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.engine.model import Finding, Kind, clip

# A generator made at least a part of it. Plain algorithmicMedia (a gradient, a fractal) and
# algorithmicallyEnhanced (sharpening) are formulas, not generators.
SOURCES = frozenset({
    "trainedalgorithmicmedia",
    "compositewithtrainedalgorithmicmedia",
    "compositesynthetic",
    "trainedalgorithmicdata",
})  # fmt: skip

_NAMES = (
    r"stable[ _-]?diffusion|sdxl|stability[ .]?ai|dreamstudio|automatic1111|comfyui|swarmui|fooocus"
    r"|invoke[ -]?ai|novelai|draw[ _]things|diffusionbee|easy[ _]diffusion|mochi[ _]diffusion"
    r"|mid[ -]?journey|dall[ ·•.-]?e(?:[ -]?[23])?|chatgpt|gpt-4o|gpt-image|openai"
    r"|adobe[ _]firefly|google[ _]?(?:generative[ _])?ai|google[ _]imagen|imagen[ _-]?[234]"
    r"|google[ _]gemini|gemini[ _-]\d|bing[ _]image[ _]creator|image[ _]creator[ _]from"
    r"|microsoft[ _](?:designer|copilot)|meta[ _]ai|black[ _]forest[ _]labs|flux\.?[12]"
    r"|ideogram|leonardo\.?[ _]?ai|playground[ _]?ai|recraft|krea\.?ai|craiyon|nightcafe|civitai"
    r"|starry[ _]?ai|grok[ _-]?(?:\d|image|imagine)|seedream|jimeng|doubao"
)
_MADE = re.compile(r"\b(?:made|created|generated|edited|modified|imagined|rendered) |ai[ -]", re.I)
HEAD = 1000  # characters in which a tool would be named

SCAN = 512 * 1024  # characters: a workflow can be as large as the picture
MAX_STRINGS = 20  # strings reported of one workflow
TOOLS = frozenset({"software", "source", "generator", "creatortool", "make", "model", "author"})


def generator(text: str) -> str | None:
    """Return the generator's name in what a tool says of itself: Software, credit, agent."""
    match = _name().search(text[:HEAD])
    return match[0] if match else confession(text)


def confession(text: str) -> str | None:
    """Return the words with which a free text says that a generator made the picture."""
    match = _MADE.search(text[:HEAD]) and _phrase().search(text[:HEAD])
    return match[0] if match else None


@cache  # not at import: each takes a millisecond, and most photos need neither
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{_NAMES})(?![^\W_])", re.I)


@cache
def _phrase() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:made|created|generated|edited|modified|imagined|rendered) (?:with|by|using|in) "
        rf"(?:\w{{1,20}} )?(?:(?:generative )?ai\b|(?:{_NAMES})(?![^\W_]))"
        r"|\bai[ -]generated\b|\bnovelai generated\b",
        re.I,
    )


def source(term: str, where: str) -> Finding:
    """Yield what a Digital Source Type declares; `term` may be a whole URI."""
    name = clip(term).rstrip("/").rpartition("/")[2]
    kind = Kind.AI_ORIGIN if name.lower() in SOURCES else Kind.HISTORY
    return Finding(kind, where, "DigitalSourceType", f"DigitalSourceType {name}")


class Signature(NamedTuple):
    """How a generator's text is recognised: by its keyword, if any, and its pattern."""

    evidence: str
    keywords: str  # in lower case, "" for any
    pattern: re.Pattern[str]


SIGNATURES = (
    Signature("SwarmUI parameters", "", re.compile(r"\"sui_image_params\"\s{0,9}:")),
    Signature("Fooocus parameters", "parameters comment usercomment",
              re.compile(r"\"(?:fooocus_scheme|base_model_hash|metadata_scheme)\"\s{0,9}:")),
    Signature("Stable Diffusion parameters", "",
              re.compile(r"\bSteps: \d{1,5}, "
                         r"(?:Sampler|Schedule|CFG|Seed|Size|Model|Guidance|VAE)\b")),
    Signature("ComfyUI prompt", "", re.compile(r"\"class_type\"\s{0,9}:\s{0,9}\"")),
    Signature("ComfyUI workflow", "",
              re.compile(r"\"(?:last_node_id|last_link_id)\"\s{0,9}:|\"widgets_values\"\s{0,9}:")),
    Signature("InvokeAI metadata",
              "invokeai_metadata invokeai_graph invokeai_workflow sd-metadata", re.compile("")),
    Signature("InvokeAI metadata", "dream", re.compile(r" -(?:s|S|A|C) ?\w")),
    Signature("NovelAI parameters", "",
              re.compile(r"\"(?:signed_hash|request_type|uncond_scale)\":")),
    Signature("Draw Things parameters", "",
              re.compile(r"\A\s{0,9}\{(?=[^\0]*?\"uc\"\s{0,9}:)(?=[^\0]*?\"sampler\"\s{0,9}:)")),
    Signature("Midjourney job", "", re.compile(r"\bJob ID: ?[0-9a-f]{8}-[0-9a-f]{4}-")),
    Signature("AIGC label", "",
              re.compile(r"\"AIGC\"\s{0,9}:\s{0,9}\{|\"ContentProducer\"\s{0,9}:")),
    Signature("Stable Diffusion parameters", "sd_prompt sd-prompt generation_data", re.compile("")),
    Signature("prompt", "prompt negative_prompt", re.compile(r"\w")),
)  # fmt: skip
WITHOUT_PROMPT = frozenset({"AIGC label"})

_JSON = re.compile(r"\s{0,99}(?:\w{1,20}:)?\s{0,9}[\[{]")
_PROMPT_STRINGS = re.compile(  # the strings that hold strings, not names of models
    r"\"((?:positive|negative|base|char|raw|full)?_?-?(?:prompt|caption)|text(?:_[glb])?|"
    r"positive|negative|uc|c|widgets_values|negativeprompt|wildcard_text)\""
    r"\s{0,9}:\s{0,9}\[?\s{0,9}\"((?:[^\"\\]|\\.){1,2000})"
)
# A widget may hold the name of a sampler; any other key the number of a node.
_TEXT_BY_KEY = {"widgets_values": r"\w[\s,]"}
_TEXT = r"\w[\s,]|[^\W\d_]{2}"
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_ESCAPES = {"n": "\n", "t": " ", "r": " ", "b": " ", "f": " "}
_JOB = re.compile(r"\s{0,9}\bJob ID: ?([0-9a-f-]{36})")


def read_text(keyword: str, text: str, where: str) -> Iterator[Finding]:
    """Yield what a text under `keyword` tells of a generator; nothing if it is none's."""
    key = keyword.strip().lower()
    text = text[:SCAN]
    if key in TOOLS and not _JSON.match(text):
        yield from _tool(key, keyword, text, where)
        return
    signature = next((signature for signature in SIGNATURES if _fits(signature, key, text)), None)
    if signature:
        yield Finding(Kind.AI_ORIGIN, where, clip(keyword), signature.evidence)
        if signature.evidence not in WITHOUT_PROMPT:
            yield Finding(Kind.PROMPT, where, clip(keyword), clip(_prompt(text)))
        if job := _JOB.search(text):
            yield Finding(Kind.UNIQUE_ID, where, "Job ID", job[1])
    elif confessed := confession(text):
        yield Finding(Kind.AI_ORIGIN, where, clip(keyword), confessed)
        yield Finding(Kind.TEXT, where, clip(keyword), clip(text))


def _fits(signature: Signature, key: str, text: str) -> bool:
    if signature.keywords and key not in signature.keywords.split():
        return False
    return signature.pattern.search(text) is not None


def _tool(key: str, keyword: str, text: str, where: str) -> Iterator[Finding]:
    if generator(text):
        yield Finding(Kind.AI_ORIGIN, where, clip(keyword), clip(text))
        kind = Kind.OWNER if key == "author" else Kind.SOFTWARE
        yield Finding(kind, where, clip(keyword), clip(text))


def _prompt(text: str) -> str:
    """Return the prompt: all of a text, or the strings of JSON that are text."""
    if not _JSON.match(text):
        return _JOB.sub("", text)
    pairs = ((match[1], _plain(match[2])) for match in _PROMPT_STRINGS.finditer(text))
    strings = dict.fromkeys(
        string for key, string in pairs if re.search(_TEXT_BY_KEY.get(key, _TEXT), string)
    )
    return "\n".join(list(strings)[:MAX_STRINGS])


def _plain(string: str) -> str:
    """Undo JSON's escapes; halves of a surrogate pair find each other."""
    text = _ESCAPE.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else _ESCAPES.get(match[2], match[2]),
        string,
    )
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
