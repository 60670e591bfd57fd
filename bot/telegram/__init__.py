"""Telegram: the only package that knows it. `app.run` starts the bot.

Updates come in and become jobs:
polling            one replica fetches updates, or
webhook            Telegram calls with them
http               the port for Telegram and for operators
incoming           an update becomes an event, and that a job in the store
messages           a message becomes an event, in private and in groups
follow_ups         what a conversation was about just now
codecs             events and settings as the JSON that the store keeps

Jobs are answered:
worker             claims jobs and has them answered
dispatcher         a job, its events, their context, the chat's actions, sending
context            what is known where an event happened
processing         a file becomes an outcome, within quotas
download           a file on Telegram becomes an anonymous file
sending            actions become calls of the Bot API
delivery_log       a message is sent once
replace_original   clean copies in the place of originals
effects            settings stored, messages deleted, groups left

Calls are made with care:
rate_limit         Telegram's limits, kept in advance
retry              which calls are tried again and when, and which refusals are final
profile            commands and descriptions, registered at every start
"""
