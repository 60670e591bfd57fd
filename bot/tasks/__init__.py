"""What a child of the sandbox does with a file: clean it, inspect it, draw its report card.

files      the tasks by name
card       the report card: its text, its map and the pictures that are decoded for it

The bot itself imports only this module: what the tasks import, decoders among them, is loaded
in the zygote and shared by its children.
"""

from bot.sandbox import Sandbox


def open_sandbox() -> Sandbox:
    """Return a sandbox whose children do the tasks of this package; it starts when it is used."""
    return Sandbox("bot.tasks.files")
