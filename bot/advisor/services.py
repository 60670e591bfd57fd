"""Which service a message names, typing errors allowed."""

from functools import cache

TOPICAL = frozenset({"telegram", "whatsapp"})  # these are topics of their own too

# service -> spellings; two words where they stand together
ALIASES = {
    "chatgpt": (
        *("chatgpt", "chat gpt", "cetgpt", "cet gpt", "gpt", "openai", "open ai", "dall e"),
        *("dalle", "sora", "chatgtp", "cht gpt", "cgpt", "chatgp", "catgpt", "chtgpt"),
        *("cet jipiti", "jipiti", "chatgbt", "gpt4", "gpt5"),
    ),
    "gemini": (
        *("gemini", "nano banana", "nanobanana", "bard", "gemni", "gmini", "gmni", "jemini"),
        *("google ai", "gemeni"),
    ),
    "meta": (
        *(
            "meta ai",
            "metaai",
            "meta",
            "facebook",
            "fb",
            "instagram",
            "ig",
            "insta",
            "llama",
            "efbe",
        ),
        *("fesbuk", "threads"),
    ),
    "grok": ("grok", "grokk", "xai", "x ai", "twitter", "grox"),
    "copilot": (
        "copilot",
        "kopilot",
        "bing",
        "microsoft ai",
        "co pilot",
        "coplot",
        "microsoft copilot",
    ),
    "lensa": ("lensa", "lensa ai"),
    "capcut": ("capcut", "cap cut", "kapkut", "capkut", "cc", "cpcut"),
    "tiktok": ("tiktok", "tik tok", "tt", "tiktk", "toktok"),
    "canva": ("canva", "kanva", "cnva", "canvas ai"),
    "midjourney": ("midjourney", "mj", "mid journey", "midjourny", "mijorni", "midjorney"),
    "firefly": ("firefly", "adobe", "photoshop ai", "fire fly", "photoshop", "ff ai"),
    "remini": ("remini", "remni", "rmini"),
    "faceapp": ("faceapp", "face app", "faceap", "fesapp", "fes app", "feisapp"),
    "perplexity": ("perplexity", "pplx", "perplexiti", "perpleksiti", "perplex"),
    "claude": ("claude", "klod", "claud", "anthropic", "cloude", "klaud", "clude"),
    "deepseek": ("deepseek", "deep seek", "dipsik", "deepsek", "depseek", "dpseek"),
    "qwen": ("qwen", "kwen", "alibaba ai", "qwn", "tongyi", "qwen ai"),
    "telegram": ("telegram", "tele", "tlegram", "telgram", "tg", "telegrm", "tlgrm"),
    "whatsapp": (
        *(
            "whatsapp",
            "wa",
            "whatsap",
            "wasap",
            "watsap",
            "whats app",
            "whastapp",
            "watsapp",
            "wasapp",
        ),
        *("whatsup", "watshap", "wassap"),
    ),
}
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
    return {alias: service for service, aliases in ALIASES.items() for alias in aliases}


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
    for service in ALIASES:
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
