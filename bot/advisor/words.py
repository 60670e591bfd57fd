"""A message becomes plain words: one spelling for what people write in many ways."""

import re
import unicodedata
from functools import cache

from bot.advisor.data import opened

WORD = re.compile(r"[a-z0-9]+")
INNER = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
DIGITS = str.maketrans("013457", "oieast")  # as they stand for letters: "4m4n"
SUFFIXES = ("nya", "kah", "lah", "pun", "kan", "ku", "mu", "an")
PREFIXES = ("meng", "menge", "mem", "men", "me", "peng", "pem", "pen", "ber", "ter", "di", "ng")
STEM = 4  # letters that a stem has at least
VOWELS = str.maketrans("", "", "aeiou")


def words(text: str) -> list[str]:
    """Return the words of a message in small letters, without accents and drawn-out letters."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = re.sub(r"[\u0300-\u036f'\u2019]", "", bare)
    return [_plain(word) for word in WORD.findall(re.sub(r"([a-z])\1{2,}", r"\1", bare))]


@cache
def lexicon() -> dict[str, str]:
    """Return what slang, short, Javanese, Sundanese and English words are in Indonesian."""
    rows = (line.split(": ", 1) for line in opened("words.txt").decode().splitlines())
    return {word: meant for meant, spelt in rows for word in spelt.split()}


def meant(word: str) -> str:
    """Return the stem of what a word means."""
    known = lexicon()
    told = known.get(word)
    if told is None:
        told = stem(word)
        told = known.get(told, told)
    return told


def stem(word: str) -> str:
    """Return a word without the endings and beginnings that do not change what it is about."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= STEM:
            word = word.removesuffix(suffix)
            break
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= STEM:
            return word.removeprefix(prefix)
    return word


def skeleton(word: str) -> str:
    """Return a word's first letter and its other consonants: short forms leave out vowels."""
    return word[:1] + word[1:].translate(VOWELS)


def _plain(word: str) -> str:
    if word.isdigit() or not word[0].isalpha():
        return word
    return INNER.sub(lambda digit: digit[0].translate(DIGITS), word.removesuffix("2"))
