"""`sapujejak doctor`: is everything there that the bot needs? Exit code 1 where it is not."""

import asyncio
import logging
import os
import sys
from pathlib import Path

from bot import config
from bot.ops import doctor
from bot.ops.doctor import State
from bot.wording import Wording


def run(wording: Wording) -> int:
    """Print a line for each thing that was tried; return the exit code."""
    logging.disable()  # libraries' lines hold URLs, and these the token
    try:
        settings = config.load(os.environ, Path(".env"))
    except config.BadSetting as error:
        print(wording.say("{name} is not set right.", name=error.name), file=sys.stderr)
        return 2
    return asyncio.run(_told(settings, wording))


async def _told(settings: config.Settings, wording: Wording) -> int:
    bad = False
    async for check in doctor.checks(settings, wording):
        print(check.state.value, check.told)
        bad = bad or check.state is State.BAD
    return int(bad)
