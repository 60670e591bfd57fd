"""The zygote's start: it is told which descriptor leads to the bot, and perhaps other tasks."""

import gc
import importlib
import socket
import sys

from bot.sandbox import confine, tasks, zygote


def main() -> None:
    """Serve until the bot is gone."""
    confine.die_with_parent()
    descriptor, *module = sys.argv[1:]
    table = importlib.import_module(module[0]).TASKS if module else tasks.TASKS
    zygote.warm()
    gc.freeze()  # a child's collector must not touch, and so copy, what all share
    with socket.socket(fileno=int(descriptor)) as control:
        zygote.Zygote(control, table).run()


if __name__ == "__main__":
    main()
