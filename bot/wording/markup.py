"""Telegram's HTML: quoting values from files, and conversion to plain text.

Spec: Telegram Bot API, "HTML style" and the limits of captions (1024) and messages (4096),
both counted in UTF-16 units after the tags are taken out.
"""

import html
import re

_TAG = re.compile(r"</?(?:b|i|code)>")  # all that our texts use


def escaped(text: str) -> str:
    """Return plain text as HTML."""
    return html.escape(text, quote=False)


def quoted(text: str, limit: int = 60) -> str:
    """Return a value from a file inside a code tag, on one line of at most `limit` characters.

    Inside code, Telegram makes no tag, link or mention of it. What does not print (controls,
    direction marks, halves of surrogate pairs) becomes a space.
    """
    # The start is enough, four times the limit in case most of it is space.
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * limit]).split())
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return f"<code>{escaped(line)}</code>"


def plain(text: str) -> str:
    """Return HTML of ours as plain text."""
    return html.unescape(_TAG.sub("", text))


def units(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 units, without the tags."""
    return len(plain(text).encode("utf-16-le", "surrogatepass")) // 2
