"""`sapujejak doctor`: checks what the bot needs; exit code 1 where something is missing."""

import asyncio
import logging
import os
import sys
from pathlib import Path

from bot.config import Config, ConfigError, load_config
from bot.ops import doctor
from bot.ops.doctor import Status
from bot.wording import Wording


def run(wording: Wording) -> int:
    """Print a line for each check and return the exit code."""
    logging.disable()  # log lines of libraries hold URLs, and those the token
    try:
        config = load_config(os.environ, Path(".env"))
    except ConfigError as error:
        print(wording.say("{name} is not set right.", name=error.name), file=sys.stderr)
        return 2
    return asyncio.run(_print_checks(config, wording))


async def _print_checks(config: Config, wording: Wording) -> int:
    failed = False
    async for check in doctor.checks(config, wording):
        print(check.status.value, check.message)
        failed = failed or check.status is Status.BAD
    return int(failed)
