"""Normalises text: one spelling for words that people write in many ways."""

import re
import unicodedata
from functools import cache

from bot.advisor.data import read_data

WORD = re.compile(r"[a-z0-9]+")
DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
DIGITS = str.maketrans("013457", "oieast")  # written for letters: "4m4n"
SUFFIXES = ("nya", "kah", "lah", "pun", "kan", "ku", "mu", "an")
PREFIXES = ("meng", "menge", "mem", "men", "me", "peng", "pem", "pen", "ber", "ter", "di", "ng")
MIN_STEM = 4  # letters
VOWELS = str.maketrans("", "", "aeiou")


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and drawn-out letters."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = re.sub(r"[\u0300-\u036f'\u2019]", "", bare)
    return [_without_digits(word) for word in WORD.findall(re.sub(r"([a-z])\1{2,}", r"\1", bare))]


@cache
def lexicon() -> dict[str, str]:
    """Return Indonesian equivalents of slang, abbreviations and words of other languages.

    The other languages are Javanese, Sundanese and English. A line of words.txt is
    `equivalent: word word`.
    """
    rows = (line.split(": ", 1) for line in read_data("words.txt").decode().splitlines())
    return {word: equivalent for equivalent, words in rows for word in words.split()}


def canonical(word: str) -> str:
    """Return the word's equivalent in the lexicon, else that of its stem, else its stem."""
    equivalents = lexicon()
    if word in equivalents:
        return equivalents[word]
    root = stem(word)
    return equivalents.get(root, root)


def stem(word: str) -> str:
    """Return a word without one suffix and one prefix of Indonesian grammar."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= MIN_STEM:
            word = word.removesuffix(suffix)
            break
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= MIN_STEM:
            return word.removeprefix(prefix)
    return word


def skeleton(word: str) -> str:
    """Return a word's first letter and its other consonants: abbreviations leave out vowels."""
    return word[:1] + word[1:].translate(VOWELS)


def _without_digits(word: str) -> str:
    if word.isdigit() or not word[0].isalpha():
        return word
    return DIGIT_IN_WORD.sub(lambda digit: digit[0].translate(DIGITS), word.removesuffix("2"))
