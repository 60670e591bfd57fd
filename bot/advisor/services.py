"""The AI services and messengers, and finding their names in a message."""

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
MIN_LENGTH = 6  # letters of a name in which one typing error is allowed
EXACT = {"meta", "lensa", "grok"}  # names close to common words: no error is allowed
OTHER_MEANINGS = {  # service -> words next to which its name means something else
    "lensa": {"kamera", "tele", "makro", "fix", "kit", "lebar", "kontak", "mata", "wide", "zoom"},
    "gemini": {"zodiak", "ramalan", "bintang", "horoskop", "shio", "zodiac", "horoscope"},
    "telegram": {"lensa"},
}


@cache
def spellings() -> dict[str, str]:
    """Return the id of the service of each spelling."""
    return {word: key for key, service in SERVICES.items() for word in service.spellings}


def find_services(words: list[str]) -> dict[int, str]:
    """Return the services that words name, by the index of the word.

    A value is a service's id, or "" at the second word of a name of two words.
    """
    ids = spellings()
    services: dict[int, str] = {}
    for index, word in enumerate(words):
        if index in services:
            continue
        pair = f"{word} {words[index + 1]}" if index + 1 < len(words) else ""
        service = ids.get(pair)
        if service:
            services[index + 1] = ""
        else:
            service = ids.get(word) or _misspelled(word)
        if service and not OTHER_MEANINGS.get(service, set()).intersection(words):
            services[index] = service
    return services


@cache
def _misspelled(word: str) -> str | None:
    """Return the service whose id is one typing error away."""
    for service in SERVICES:
        if len(service) >= MIN_LENGTH and service not in EXACT and is_one_error(word, service):
            return service
    return None


def is_one_error(word: str, name: str) -> bool:
    """Return whether one letter is added, missing, changed, or swapped with the next one.

    The first letter must be right. Equal words count too.
    """
    if abs(len(word) - len(name)) > 1 or word[:1] != name[:1]:
        return False
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    left, right = word[start:], name[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
