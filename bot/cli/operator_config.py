"""The operator's configuration, for the commands that need it; what is wrong with it is printed."""

import os
import sys
from pathlib import Path

from bot.cli.terminal import printable
from bot.config import Config, ConfigError, load_config
from bot.wording import Wording

DEFAULT_FILE = Path(".env")  # it may be missing; a file that was named may not


def read_config(env_file: Path, wording: Wording) -> Config | None:
    """Return the configuration; print a sentence and return None where it cannot be used."""
    try:
        if env_file != DEFAULT_FILE:
            env_file.open("rb").close()
        return load_config(os.environ, env_file)
    except ConfigError as error:
        message = wording.say("{name} is not set right.", name=error.name)
    except OSError:
        message = wording.say("{file} cannot be read.", file=printable(env_file))
    print(message, file=sys.stderr)
    return None
