"""Telegram: the only package that knows it. `app.run` starts the bot.

polling            updates are asked for, by one replica
webhook            Telegram calls
http               the port for both Telegram and operators
incoming           an update → an event of the chat → a row of the store
messages           a message → an event, in private and in groups
follow_ups         the topic of a conversation's last question
codecs             events and settings as JSON
worker             jobs are claimed and answered
dispatcher         a job → its answers
context            what is known where an event happens
delivery_log       which answers were sent
processing         a file → its outcome, off the loop
download           a file on Telegram → a nameless file here
admission          how many bytes are in work at once
sending            an answer → calls
feedback           reactions, released buttons, edited messages, inline cards → calls
keyboards          buttons as Telegram takes them
replace_original   clean copies in the place of originals
effects            what an action does besides answering
rate_limit         Telegram's limits, kept in advance
retry              what is tried again, and when
errors             what Telegram refuses
profile            what the bot says of itself
"""
