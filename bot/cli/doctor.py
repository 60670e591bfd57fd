"""`sapujejak doctor`: checks what the bot needs; exit code 1 where something is missing."""

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
    """Print a line for each check and return the exit code."""
    logging.disable()  # log lines of libraries hold URLs, and those the token
    try:
        settings = config.load(os.environ, Path(".env"))
    except config.BadSetting as error:
        print(wording.say("{name} is not set right.", name=error.name), file=sys.stderr)
        return 2
    return asyncio.run(_print_checks(settings, wording))


async def _print_checks(settings: config.Settings, wording: Wording) -> int:
    failed = False
    async for check in doctor.checks(settings, wording):
        print(check.state.value, check.told)
        failed = failed or check.state is State.BAD
    return int(failed)
