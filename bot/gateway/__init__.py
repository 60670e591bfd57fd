"""Telegram: the only room that knows it. `service.run` is the door.

polling    updates are asked for, by one replica
webhook    Telegram calls
http       the port for both Telegram and operators
updates    an update → an event of the chat → what is kept of it
letters    events ↔ JSON
worker     jobs are claimed and answered
line       a job → its answers
ledger     which of them were given
work       a file → what became of it, off the loop
files      a file on Telegram → a nameless file here
room       how many bytes are in hand
post       a reply of the chat → calls
patience   what is tried again, and when
profile    what the bot says of itself
metrics    counts, without a person
logs       lines that hold no secret and no person
"""
