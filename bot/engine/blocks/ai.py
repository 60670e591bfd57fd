"""Who says that a machine dreamt a picture up: terms of the trade and names of generators.

Spec: IPTC NewsCodes "Digital Source Type"; C2PA 2.1 §18.15 (the same terms in actions).
"""

import re
from functools import cache

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


def generator(text: str) -> str | None:
    """Return the generator's name in what a tool says of itself: Software, credit, agent."""
    found = _name().search(text[:HEAD])
    return found[0] if found else confession(text)


def confession(text: str) -> str | None:
    """Return the words with which a free text says that a generator made the picture."""
    found = _MADE.search(text[:HEAD]) and _phrase().search(text[:HEAD])
    return found[0] if found else None


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
    """Say what a Digital Source Type declares; `term` may be a whole URI."""
    name = clip(term).rstrip("/").rpartition("/")[2]
    kind = Kind.AI_ORIGIN if name.lower() in SOURCES else Kind.HISTORY
    return Finding(kind, where, "DigitalSourceType", f"DigitalSourceType {name}")
