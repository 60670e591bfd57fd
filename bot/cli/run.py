"""`sapujejak run`: the bot, or without a token the whole line on one photo."""

import os
import sys
from pathlib import Path

from bot import config
from bot.wording import Wording


def run(wording: Wording) -> int:
    """Run the bot until it is told to stop, or show what it does; return the exit code."""
    try:
        settings = config.load(os.environ, Path(".env"))
    except config.BadSetting as error:
        print(wording.say("{name} is not set right.", name=error.name), file=sys.stderr)
        return 2
    if settings.token:
        from bot.telegram import app

        return app.run(settings, wording)
    from bot.cli import demo

    return demo.run(os.environ.get("FOTO"), wording)
