"""The engine: bytes in, values out. It knows no disk, no clock, no network, no language.

A photo goes in at `plan`; its clean copy comes out as spans; `check` reads the copy again.
`inspect` only reads what a file tells.

    formats/           one container each: which parts draw, which go
    bitstreams/        coded video and pictures inside them
    blocks/            what a metadata block tells, wherever a container keeps it
    binary/            reading and writing bytes, text in bytes
    plan verify        take apart, lay out the copy, compare it with its original
    model errors       parts, findings, and why a file is refused
    limits reference   what bounds the work, and what need not be done twice
    choices/           copies that keep something
    embedded           pictures and films inside what goes
"""

from bot.engine.errors import EngineError
from bot.engine.plan import Plan, inspect, plan
from bot.engine.verify import check

__all__ = ["EngineError", "Plan", "check", "clean", "inspect", "plan"]


def clean(data: bytes | memoryview) -> bytes:
    """Return a clean copy in memory, checked. A file that is clean comes back as it is.

    Raises EngineError, and only EngineError, for any input whatsoever.
    """
    before = plan(data)
    out = b"".join(before.spans)
    check(before, out)
    return out
