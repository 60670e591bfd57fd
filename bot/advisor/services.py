"""Which service a message names, typing errors allowed."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

TOPICAL = frozenset({"telegram", "whatsapp"})  # these are topics of their own too


class Service(NamedTuple):
    """An AI service or messenger: its own name, and how people spell it in small letters.

    A spelling of two words counts where they stand together.
    """

    name: str
    spellings: tuple[str, ...]


SERVICES: Mapping[str, Service] = {  # id -> service, in the order of the menu
    "chatgpt": Service("ChatGPT", (
        "chatgpt", "chat gpt", "cetgpt", "cet gpt", "gpt", "openai", "open ai", "dall e",
        "dalle", "sora", "chatgtp", "cht gpt", "cgpt", "chatgp", "catgpt", "chtgpt",
        "cet jipiti", "jipiti", "chatgbt", "gpt4", "gpt5",
    )),
    "gemini": Service("Gemini", (
        "gemini", "nano banana", "nanobanana", "bard", "gemni", "gmini", "gmni", "jemini",
        "google ai", "gemeni",
    )),
    "meta": Service("Meta AI", (
        "meta ai", "metaai", "meta", "facebook", "fb", "instagram", "ig", "insta", "llama",
        "efbe", "fesbuk", "threads",
    )),
    "grok": Service("Grok", (
        "grok", "grokk", "xai", "x ai", "twitter", "grox",
    )),
    "copilot": Service("Copilot", (
        "copilot", "kopilot", "bing", "microsoft ai", "co pilot", "coplot", "microsoft copilot",
    )),
    "claude": Service("Claude", (
        "claude", "klod", "claud", "anthropic", "cloude", "klaud", "clude",
    )),
    "perplexity": Service("Perplexity", (
        "perplexity", "pplx", "perplexiti", "perpleksiti", "perplex",
    )),
    "deepseek": Service("DeepSeek", (
        "deepseek", "deep seek", "dipsik", "deepsek", "depseek", "dpseek",
    )),
    "qwen": Service("Qwen", (
        "qwen", "kwen", "alibaba ai", "qwn", "tongyi", "qwen ai",
    )),
    "midjourney": Service("Midjourney", (
        "midjourney", "mj", "mid journey", "midjourny", "mijorni", "midjorney",
    )),
    "firefly": Service("Firefly", (
        "firefly", "adobe", "photoshop ai", "fire fly", "photoshop", "ff ai",
    )),
    "canva": Service("Canva", (
        "canva", "kanva", "cnva", "canvas ai",
    )),
    "capcut": Service("CapCut", (
        "capcut", "cap cut", "kapkut", "capkut", "cc", "cpcut",
    )),
    "tiktok": Service("TikTok", (
        "tiktok", "tik tok", "tt", "tiktk", "toktok",
    )),
    "lensa": Service("Lensa", (
        "lensa", "lensa ai",
    )),
    "remini": Service("Remini", (
        "remini", "remni", "rmini",
    )),
    "faceapp": Service("FaceApp", (
        "faceapp", "face app", "faceap", "fesapp", "fes app", "feisapp",
    )),
    "telegram": Service("Telegram", (
        "telegram", "tele", "tlegram", "telgram", "tg", "telegrm", "tlgrm",
    )),
    "whatsapp": Service("WhatsApp", (
        "whatsapp", "wa", "whatsap", "wasap", "watsap", "whats app", "whastapp", "watsapp",
        "wasapp", "whatsup", "watshap", "wassap",
    )),
}  # fmt: skip
LONG = 6  # letters from which one typing error is forgiven
FIRM = {"meta", "lensa", "grok"}  # short names near common words: no error is forgiven
PROPER = {
    "lensa": {"kamera", "tele", "makro", "fix", "kit", "lebar", "kontak", "mata", "wide", "zoom"},
    "gemini": {"zodiak", "ramalan", "bintang", "horoskop", "shio", "zodiac", "horoscope"},
    "telegram": {"lensa"},
}  # service -> words beside which it is none


@cache
def spellings() -> dict[str, str]:
    """Return spelling -> service."""
    return {word: key for key, service in SERVICES.items() for word in service.spellings}


def named(words: list[str]) -> dict[int, str]:
    """Return which words name a service: index -> id, "" for the further words of one name."""
    known, found = spellings(), dict[int, str]()
    for index, word in enumerate(words):
        if index in found:
            continue
        pair = f"{word} {words[index + 1]}" if index + 1 < len(words) else ""
        service = known.get(pair)
        if service:
            found[index + 1] = ""
        else:
            service = known.get(word) or _near(word)
        if service and not PROPER.get(service, set()).intersection(words):
            found[index] = service
    return found


@cache
def _near(word: str) -> str | None:
    """Return the service whose name is one typing error away."""
    for service in SERVICES:
        if len(service) >= LONG and service not in FIRM and one_error(word, service):
            return service
    return None


def one_error(one: str, two: str) -> bool:
    """Tell whether one letter is added, lost, changed, or swapped with its neighbour."""
    if abs(len(one) - len(two)) > 1 or one[:1] != two[:1]:
        return False
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    left, right = one[start:], two[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
