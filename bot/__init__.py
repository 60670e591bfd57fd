"""Sapu Jejak: sweeps the traces out of a photo before it is shared.

A photo goes in, a report and a clean copy come out:

    engine/    bytes → parts → findings, and the clean copy as spans of the input
    report/    findings → what they can do to a person, ranked
    places/    coordinates → the nearest place, and land for a map, from tables of our own
    advisor/   a question in free words → its topics, by a small model of our own
    wording    report and replies → Indonesian, from locales/
    chat/      an event in, actions out; knows no Telegram
    outcomes   what becomes of a file
    codec      dataclasses as JSON and back: events, settings, a child's answers
    pixels/    what needs Pillow: thumbnails compared, the report card, redrawn copies
    memory_map files as memory, of large ones only what is in use
    disk       files in, checked copies out
    config     the settings, read once
    store/     what must outlive the process: jobs, on SQLite or PostgreSQL
    sandbox/   children that open hostile files, confined before the first byte
    tasks/     what such a child does with a file
    tasks/     what such a child does with a file
    ops/       metrics, logs, `sapujejak doctor`
    telegram/  updates → jobs, jobs → actions, actions → calls
    cli        the commands; __main__ chooses one

Imports point up this list only; tests/test_house.py is the law.
"""
