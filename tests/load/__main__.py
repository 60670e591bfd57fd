"""Print documents a second, the slowest twentieth, and memory, for ours and for rivals."""

import argparse
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.engine import pictures
from tests.loopback.people import Person
from tests.loopback.server import listening
from tests.loopback.telegram import Telegram
from tests.telegram import process
from tests.telegram.process import Process

OURS = process.COMMAND
CONTENDERS = {
    "sapujejak": OURS,
    "PTB and Pillow": [sys.executable, "-m", "tests.load.rivals", "pillow"],
    "PTB and ExifTool": [sys.executable, "-m", "tests.load.rivals", "exiftool"],
}


def photo(size: int) -> bytes:
    """Return a JPEG of about `size` bytes with an Exif block: noise does not compress."""
    from PIL import Image

    side = int((size / 0.84) ** 0.5)  # bytes of a pixel of noise
    noise = Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3))
    data = pictures.saved(noise, "JPEG", quality=88)
    return pictures.insert(data, 2, pictures.segment(0xE1, pictures.exif_block(6)))


def resident(root: int) -> int:
    """Return the bytes of memory of a process and all below it, what they share counted once."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(status.parent.name)] = int(told[1])
    family, more = {root}, {root}
    while more:
        more = {child for child, parent in parents.items() if parent in family} - family
        family |= more
    total = 0
    for member in family:
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def measured(command: list[str], count: int, data: bytes, chats: int) -> str:
    """Return what a bot achieved."""
    telegram = Telegram()
    people = [Person(telegram) for _ in range(chats)]
    over, peaks = threading.Event(), [0]
    with tempfile.TemporaryDirectory() as home, listening(telegram) as url:
        process.COMMAND = command
        bot = Process(url, Path(home))
        telegram.wait(lambda: "getUpdates" in telegram.tried)
        idle = resident(bot._process.pid)

        def watch() -> None:
            while not over.wait(0.1):
                peaks.append(resident(bot._process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        began = time.monotonic()
        sent = [(p := people[n % chats], p.file(data)) for n in range(count)]
        took = []
        waiting = set(range(count))
        while waiting and time.monotonic() - began < 600:
            with telegram.changed:
                done = {(c.chat, c.answers) for c in telegram.calls if c.file or c.text}
            now = time.monotonic() - began
            for number in [n for n in waiting if (sent[n][0].id, sent[n][1]) in done]:
                waiting.discard(number)
                took.append(now)
            time.sleep(0.02)
        over.set()
        watcher.join()
        bot.end()
    slow = sorted(took)[int(len(took) * 0.95) - 1] if took else 0.0
    more = (max(peaks) - idle) / 1e6
    return (
        f"{len(took) / max(took, default=1):5.1f} a second, slowest twentieth {slow:5.1f} s, "
        f"idle {idle / 1e6:4.0f} MB, at most {more:4.0f} MB more, {len(waiting)} unanswered"
    )


def soaked(minutes: float, data: bytes, chats: int) -> None:
    """Send files for a while, a few at a time, and print memory as it goes."""
    telegram = Telegram()
    people = [Person(telegram) for _ in range(chats)]
    with tempfile.TemporaryDirectory() as home, listening(telegram) as url:
        bot = Process(url, Path(home))
        telegram.wait(lambda: "getUpdates" in telegram.tried)
        began, minute, count = time.monotonic(), 0.0, 0
        while time.monotonic() - began < minutes * 60:
            person = people[count % chats]
            message = person.file(data)
            count += 1
            telegram.wait(lambda p=person, m=message: bool(p.answers(m)))  # type: ignore[misc]
            with telegram.changed:
                telegram.calls.clear()
                telegram.files.clear()
                telegram.tried.clear()
            if time.monotonic() - began > minute:
                minute += 60
                used = resident(bot._process.pid) / 1e6
                print(f"{minute / 60:4.0f} min {count:7} files {used:6.1f} MB", flush=True)
        bot.stop()


def main() -> None:
    """Measure all contenders, one after the other."""
    options = argparse.ArgumentParser(prog="tests.load")
    options.add_argument("--documents", type=int, default=100)
    options.add_argument("--chats", type=int, default=20)
    options.add_argument("--megabytes", type=float, default=5)
    options.add_argument("--only", choices=CONTENDERS)
    options.add_argument("--soak", type=float, metavar="MINUTES", default=0.0)
    told = options.parse_args()
    data = photo(int(told.megabytes * 1e6))
    if told.soak:
        soaked(told.soak, data, told.chats)
        return
    print(f"{told.documents} files of {len(data) / 1e6:.1f} MB at once, {told.chats} chats")
    for name, command in CONTENDERS.items():
        if told.only in (None, name):
            print(f"{name:18}", measured(command, told.documents, data, told.chats), flush=True)


if __name__ == "__main__":
    main()
