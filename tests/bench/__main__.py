"""Print what cleaning costs, as ratios against a memory copy, a plain copy, and rivals.

A copy of 10 MB into memory that was touched before takes 0.4 ms, into fresh memory 8 ms:
page faults outweigh the copying twenty times. A clean copy is written once, into memory
that nothing has touched, so the goals are set against the fresh copy. Both sides of every
ratio run in the same process with the same allocator, told by MALLOC_MMAP_THRESHOLD_ to
take fresh memory for each megabyte ("fresh"), or to reuse what it has ("warm").
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot import disk
from bot.engine import check, plan
from tests.bench import places
from tests.bench.pictures import FOLDER, NAMES, picture
from tests.judges import EXIFTOOL

ROUNDS = 11
LARGE = 100_000_000  # bytes of a file that is copied but a few times, and never in memory
FRESH = {"MALLOC_MMAP_THRESHOLD_": "1048576"}
WARM = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824"}
GOALS_IN_MEMORY = {"jpeg": 8, "jpeg-progressive": 8}
GOALS_ON_DISK = {"jpeg": 1.8, "jpeg-progressive": 1.8}


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the fastest of some rounds, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def in_memory(name: str) -> tuple[float, float]:
    """Return the milliseconds of a memory copy, and of plan, join and check."""
    data = picture(name).read_bytes()

    def clean() -> None:
        before = plan(data)
        check(before, b"".join(before.spans))

    return best(lambda: bytes(memoryview(data))), best(clean)


def on_disk(name: str) -> tuple[float, float]:
    """Return the milliseconds of a plain read and write, and of a clean copy, file to file."""
    source, target = picture(name), FOLDER / "copy"

    def copy() -> None:
        target.write_bytes(source.read_bytes())

    def clean() -> None:
        disk.write(disk.read(source), target, force=True)

    clean()
    rounds = 3 if is_large(name) else ROUNDS
    return best(copy, rounds), best(clean, rounds)


def is_large(name: str) -> bool:
    """Tell whether a picture is measured on disk alone."""
    return picture(name).stat().st_size > LARGE


def exiftool_batch(name: str) -> float | None:
    """Return ExifTool's milliseconds a file in its batch mode."""
    if not (EXIFTOOL.exists() and shutil.which("perl")):
        return None
    source, target = picture(name), FOLDER / f"exiftool{picture(name).suffix}"
    command = ["perl", str(EXIFTOOL), "-stay_open", "True", "-@", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tool:
        stdin, stdout = tool.stdin, tool.stdout
        if stdin is None or stdout is None:
            return None

        def clean() -> None:
            target.unlink(missing_ok=True)
            stdin.write(f"-all=\n-o\n{target}\n{source}\n-execute\n".encode())
            stdin.flush()
            while stdout.readline().strip() != b"{ready}":
                pass

        clean()
        took = best(clean, 5)
        stdin.write(b"-stay_open\nFalse\n")
        stdin.flush()
        return took


def exiv2_each(name: str) -> float | None:
    """Return exiv2's milliseconds a file, as a process each."""
    if not shutil.which("exiv2"):
        return None
    target = FOLDER / f"exiv2{picture(name).suffix}"

    def clean() -> None:
        shutil.copyfile(picture(name), target)
        subprocess.run(["exiv2", "rm", str(target)], capture_output=True, check=False)

    return best(clean, 5)


def whole_process(command: list[str]) -> float:
    """Return the milliseconds of a process from start to end."""
    target = FOLDER / "whole.jpg"

    def run() -> None:
        target.unlink(missing_ok=True)
        subprocess.run(
            [*command, str(target), str(picture("jpeg"))], capture_output=True, check=True
        )

    return best(run)


def peak(name: str) -> tuple[float, float]:
    """Return megabytes that a child needs to start, and to clean a file, at the most."""
    code = (
        "import sys; from pathlib import Path; from bot import disk\n"
        # Not getrusage: its peak is the parent's, where that was higher.
        "peak = lambda: next(line.split()[1] for line in open('/proc/self/status')"
        " if line.startswith('VmHWM'))\n"
        "start = peak()\n"
        "disk.write(disk.read(Path(sys.argv[1])), Path(sys.argv[2]), force=True)\n"
        "print(start, peak())"
    )
    command = [sys.executable, "-c", code, str(picture(name)), str(FOLDER / "peak")]
    start, end = subprocess.run(command, capture_output=True, check=True).stdout.split()
    return int(start) / 1024, int(end) / 1024


def measured_apart(mode: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Run `in_memory` for every picture in a process with the allocator set so."""
    command = [sys.executable, "-m", "tests.bench", "memory"]
    done = subprocess.run(command, env=os.environ | mode, capture_output=True, check=True)
    return {name: tuple(times) for name, times in json.loads(done.stdout).items()}


def row(*cells: str) -> None:
    """Print one line of a table."""
    print(
        "  ".join(
            cell.rjust(width) for cell, width in zip(cells, (18, 9, 9, 9, 9, 9), strict=False)
        )
    )


def ms(value: float | None) -> str:
    """Format milliseconds."""
    return "-" if value is None else f"{value:.1f} ms"


def main() -> None:
    """Print the tables."""
    fresh, warm = measured_apart(FRESH), measured_apart(WARM)
    print("\nIn memory: take apart, join, read again (ratio to a memory copy)")
    row("", "size", "copy", "clean", "fresh", "warm")
    for name in fresh:
        copy, clean = fresh[name]
        cool = f"{clean / copy:.1f} x"
        hot = f"{warm[name][1] / warm[name][0]:.1f} x"
        size = f"{picture(name).stat().st_size / 1e6:.1f} MB"
        row(name, size, ms(copy), ms(clean), cool, hot)
        print(f"{'':20}goal: at most {GOALS_IN_MEMORY.get(name, 4)} x fresh")
    print("\nFile to file in one process (ratio to a plain read and write)")
    row("", "copy", "clean", "ratio", "ExifTool", "exiv2")
    for name in NAMES:
        copy, clean = on_disk(name)
        ratio = f"{clean / copy:.2f} x"
        row(name, ms(copy), ms(clean), ratio, ms(exiftool_batch(name)), ms(exiv2_each(name)))
        print(f"{'':20}goal: at most {GOALS_ON_DISK.get(name, 1.3)} x")
    print("\nWhole process, one 12-megapixel JPEG")
    command = str(Path(sys.executable).with_name("sapujejak"))
    print("  sapujejak clean", ms(whole_process([command, "clean", "-o"])))
    if EXIFTOOL.exists() and shutil.which("perl"):
        print("  exiftool -all= ", ms(whole_process(["perl", str(EXIFTOOL), "-all=", "-o"])))
    print("\nPlaces, offline: the nearest by name (ratio to looking at every place)")
    print(
        f"  tables in the package {places.size() / 1e6:.1f} MB, first question {ms(places.load())}"
    )
    home, world, every = places.lookups()
    print(f"  in Indonesia {home * 1e6:.0f} us, {every / home:,.0f} x as fast", end="; ")
    print(f"anywhere {world * 1e6:.0f} us, {every / world:,.0f} x")
    print("\nPeak memory of a process that cleans one file (MB at start, at the most)")
    for name in NAMES:
        start, end = peak(name)
        row(name, f"{start:.0f}", f"{end:.0f}", f"+{end - start:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:] == ["memory"]:
        print(json.dumps({name: in_memory(name) for name in NAMES if not is_large(name)}))
    else:
        for each in NAMES:
            picture(each)
        main()
