"""Files as memory: mapped, never loaded; of large ones only the pages in use are held.

A mapped page counts as the process's memory until somebody lets it go. Reading half a
gigabyte through a mapping would look, to whoever sets the limit, like holding it.
"""

import mmap
import os
import threading
import time
import weakref

SMALL = 64 * 1024 * 1024  # bytes; asking for all pages at once halves the cost of a mapping
MAPPED = mmap.MAP_SHARED | getattr(mmap, "MAP_POPULATE", 0)  # only Linux can
LET_GO = getattr(mmap, "MADV_DONTNEED", None)  # the file keeps what the mapping lets go
PAUSE = 0.01  # seconds between two sweeps; some 30 MB are read in that time


def mapped(file: int) -> memoryview:
    """Return the bytes of an open file; they live as long as views of them do.

    A program that cuts the file short meanwhile ends this process with SIGBUS.
    """
    size = os.fstat(file).st_size
    if not size:
        return memoryview(b"")  # to map nothing is an error
    if size <= SMALL or LET_GO is None:
        return memoryview(mmap.mmap(file, 0, flags=MAPPED, prot=mmap.PROT_READ))
    large = mmap.mmap(file, 0, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ)
    _sweeper.watch(large)
    return memoryview(large)


class _Sweeper:
    """Lets the pages of large mappings go, again and again, while there are any."""

    def __init__(self) -> None:
        self._large: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._sweeping = False

    def watch(self, large: mmap.mmap) -> None:
        """Let go of a mapping's pages from now on."""
        with self._lock:
            self._large.add(large)
            if not self._sweeping:
                self._sweeping = True
                threading.Thread(target=self._sweep, daemon=True).start()

    def _sweep(self) -> None:
        while self._let_go():
            time.sleep(PAUSE)

    def _let_go(self) -> bool:
        """Let go once; tell whether there is anything left to watch."""
        with self._lock:
            for large in tuple(self._large):
                large.madvise(LET_GO or 0)
            self._sweeping = bool(self._large)
            return self._sweeping


_sweeper = _Sweeper()
