"""Start the zygote: `python -m bot.sandbox PARENT DESCRIPTOR MODULE`.

PARENT is the bot's process id, DESCRIPTOR the socket that leads to it, MODULE the module whose
TASKS the children do.
"""

import gc
import importlib
import resource
import signal
import socket
import sys

from bot.sandbox import confinement, zygote
from bot.sandbox.probe import probe

MAX_DESCRIPTORS = 1024  # one for each child in the zygote, and each child closes as many


def main() -> None:
    """Serve until the bot is gone."""
    parent, descriptor, module = sys.argv[1:]
    confinement.die_with_parent(int(parent))
    # A signal to stop is for the bot, which finishes its work; this process ends with it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(MAX_DESCRIPTORS, hard), hard))
    tasks = {**importlib.import_module(module).TASKS, "probe": probe}
    zygote.import_early()
    gc.freeze()  # a child's collector must not touch, and so copy, what all share
    with socket.socket(fileno=int(descriptor)) as control:
        zygote.Zygote(control, tasks, confinement.build()).run()


if __name__ == "__main__":
    main()
