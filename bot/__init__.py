"""Sapu Jejak: tells what a photo gives away, and removes it before the photo is shared.

A photo goes in, a report and a clean copy come out. The rooms, lowest first:

    engine/      a file's bytes → its parts, what they reveal, and the clean copy
    report/      findings → a report: merged, ranked by risk, with what each means
    places/      coordinates → the nearest place and land for a map, from tables of our own
    advisor/     a question in free words → topics and services, by a small model of our own
    wording/     reports and answers → Indonesian or English, from locales/
    outcomes     what became of a file: cleaned, refused, too big …
    chat/        an event in, actions out; knows no Telegram
    codec        dataclasses as JSON and back: events, settings, outcomes
    pixels/      what needs Pillow: thumbnails compared, the report card, redrawn copies
    memory_map   large files as memory
    disk         files read, checked copies written
    config       the operator's settings, read once
    store/       the database: jobs, settings, links; SQLite or PostgreSQL
    sandbox/     child processes that open hostile files, confined before the first byte
    tasks/       what such a child does with a file
    ops/         metrics, logs, `sapujejak doctor`
    telegram/    updates → jobs, jobs → actions, actions → calls of the Bot API
    cli/         the commands; __main__ starts one

A room imports those above it in this list, never one below; tests/test_house.py holds it.
"""
