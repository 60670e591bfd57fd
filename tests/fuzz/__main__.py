"""Fuzz one format: python -m tests.fuzz jpeg --runs 1000, or --seconds 600.

The invariant is the laws: any bytes come out clean, and clean for good, their picture equal,
or raise the engine's own error; what they tell is told without one.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.engine"]):
    from bot.engine import EngineError, clean, inspect
    from bot.engine.model import HARMLESS
    from bot.engine.verify import same_bytes

from tests.fuzz.seeds import FAMILIES, seeds

WORDS = (  # what a fuzzer would need years to spell
    b"ftyp", b"meta", b"iloc", b"iinf", b"infe", b"iprp", b"ipco", b"ipma", b"iref", b"idat",
    b"moov", b"trak", b"stbl", b"stsd", b"stco", b"co64", b"moof", b"traf", b"trun", b"mdat",
    b"jxlc", b"jxlp", b"jhgm", b"brob", b"Exif", b"xml ", b"uuid", b"free", b"tmap", b"grid",
    b"IHDR", b"IDAT", b"fdAT", b"fcTL", b"acTL", b"iCCP", b"eXIf", b"zTXt", b"VP8X", b"ANMF",
    b"Exif\0\0", b"ICC_PROFILE\0", b"http://ns.adobe.com/xap/1.0/\0", b"MPF\0", b"II*\0", b"MM\0*",
)  # fmt: skip


def laws(data: bytes) -> None:
    """Hold one input against the laws; raise where one is broken."""
    try:
        before = inspect(data)
    except EngineError:
        return
    assert len(before.findings) >= 0
    assert before.cautions is not None
    try:
        once = clean(data)
    except EngineError:
        return
    after = inspect(once)
    assert after.already_clean
    assert {finding.kind for finding in after.findings} <= HARMLESS
    assert same_bytes(before.coded(), after.coded())


def main() -> None:
    """Fuzz until told, or until a law is broken."""
    parser = argparse.ArgumentParser(prog="tests.fuzz")
    parser.add_argument("family", choices=FAMILIES)
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--seconds", type=int, default=0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start, words = Path(folder, "seeds"), Path(folder, "words")
        start.mkdir()
        inputs = seeds(chosen.family)
        longest = 2 * max(map(len, inputs))
        for number, data in enumerate(inputs):
            (start / str(number)).write_bytes(data)
        words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS))
        options = [
            f"-runs={chosen.runs}", f"-max_total_time={chosen.seconds}", f"-max_len={longest}",
            f"-dict={words}", "-seed=7", "-timeout=20", "-rss_limit_mb=3000", "-verbosity=0",
            f"-artifact_prefix={Path.cwd()}/.cache/",
        ]  # fmt: skip
        Path(".cache").mkdir(exist_ok=True)
        atheris.Setup([sys.argv[0], str(start), *options], laws)
        atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main()
