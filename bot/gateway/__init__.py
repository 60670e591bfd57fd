"""Telegram: the only room that knows it. `polling.run` is the door.

intake     Telegram → updates, each once
updates    an update → an event of the chat
albums     one answer to photos sent at once
post       a reply of the chat → calls
files      a file on Telegram → a nameless file here
work       a file → what became of it, off the loop
desk       who waits for whom
patience   what is tried again, and when
profile    what the bot says of itself
logs       lines that hold no secret and no person
"""
