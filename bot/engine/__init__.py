"""The engine: bytes in, values out. It knows no disk, no clock, no network, no language.

A photo goes in at `plan`; its clean copy comes out as spans; `check` reads the copy again.
`inspect` only says what a file tells.

    formats/                    one container each: which parts draw, which go
    exif/ xmp/ iptc/ c2pa/      what a block says, wherever a container keeps it
    icc prompts ai trailer      the same for profiles, generators' words, bytes behind the end
    clean rebuild known verify  the story that every format shares
    choice keep/                copies that keep a part of it, because somebody wants it
    hidden                      pictures and films inside what goes
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
