"""A Bot API of our own: a real HTTP server that keeps Telegram's rules.

rules      requests and answers against the Bot API as data
markup     Telegram's HTML, as strict as Telegram
server     HTTP: one request, one answer, faults on demand
telegram   the state: updates, files, messages
people     somebody in a chat, who sends and reads
"""
