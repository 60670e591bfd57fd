"""Telegram's HTML, as strict as Telegram: known tags, closed in order, code holds no others.

Spec: Telegram Bot API, "HTML style".
"""

import html
import re

TAGS = frozenset({
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "code",
    "pre", "blockquote", "tg-emoji",
})  # fmt: skip
LEAVES = frozenset({"code", "pre"})

_TAG = re.compile(r"<(/?)([a-zA-Z-]*)([^<>]*)(>?)")


def parsed(text: str) -> str:
    """Return the text without its tags.

    Raises ValueError in Telegram's words where it would refuse the text.
    """
    opened: list[str] = []
    for tag in _TAG.finditer(text):
        closing, name, _, end = tag.groups()
        if name not in TAGS or not end:
            raise ValueError(f'Unsupported start tag "{name}" at byte offset {tag.start()}')
        if not closing:
            if opened and opened[-1] in LEAVES:
                raise ValueError(f"Tag {name} can't be inside {opened[-1]}")
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise ValueError(f"Unexpected end tag at byte offset {tag.start()}")
    if opened:
        raise ValueError(f"Can't find end tag corresponding to start tag {opened[-1]}")
    return html.unescape(_TAG.sub("", text))


def units(text: str) -> int:
    """Return the length that Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
