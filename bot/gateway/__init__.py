"""Telegram: the only room that knows it. `service.run` is the door.

polling    updates are asked for, by one replica
webhook    Telegram calls
http       the port for both Telegram and operators
updates    an update → an event of the chat → what is kept of it
messages   a message → an event, in private and in groups
talks      what was talked of just now
letters    events ↔ JSON
worker     jobs are claimed and answered
line       a job → its answers
knowing    what is known where an event happens
habits     settings ↔ JSON
ledger     which answers were given
work       a file → what became of it, off the loop
files      a file on Telegram → a nameless file here
room       how many bytes are in hand
post       an answer → calls
show       what is seen and is no answer → calls
buttons    buttons as Telegram takes them
instead    clean copies in the place of originals
deeds      what a reply does besides speaking
pace       how fast we speak
patience   what is tried again, and when
rights     what we may not do
profile    what the bot says of itself
metrics    counts, without a person
logs       lines that hold no secret and no person
"""
