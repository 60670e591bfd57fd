"""`sapujejak doctor`: checks what the bot needs; exit code 1 where something is missing."""

import asyncio
import logging

from bot.cli.arguments import Doctor
from bot.cli.operator_config import read_config
from bot.config import Config
from bot.ops import doctor
from bot.ops.doctor import Status
from bot.wording import Wording


def run(command: Doctor, wording: Wording) -> int:
    """Print a line for each check and return the exit code."""
    logging.disable()  # log lines of libraries hold URLs, and those the token
    config = read_config(command.env_file, wording)
    if config is None:
        return 2
    return asyncio.run(_print_checks(config, wording))


async def _print_checks(config: Config, wording: Wording) -> int:
    failed = False
    async for check in doctor.checks(config, wording):
        print(check.status.value, check.message)
        failed = failed or check.status is Status.BAD
    return int(failed)
