"""The zygote's start: it is told which descriptor leads to the bot, and perhaps other tasks."""

import gc
import importlib
import resource
import signal
import socket
import sys

from bot.sandbox import confinement, tasks, zygote

OPEN = 1024  # descriptors: one for each child, and each child closes as many


def main() -> None:
    """Serve until the bot is gone."""
    parent, descriptor, *module = sys.argv[1:]
    confinement.die_with_parent(int(parent))
    # Told to stop is the bot, which finishes what it has in hand; when it ends, so does this.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN, most), most))
    table = importlib.import_module(module[0]).TASKS if module else tasks.TASKS
    zygote.warm()
    gc.freeze()  # a child's collector must not touch, and so copy, what all share
    with socket.socket(fileno=int(descriptor)) as control:
        zygote.Zygote(control, table, confinement.built()).run()


if __name__ == "__main__":
    main()
