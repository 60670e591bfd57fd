"""Files as memory: mapped, never loaded; of large ones only the pages in use are held.

A mapped page counts as the process's memory until it is given back. Reading half a gigabyte
through a mapping would look, to whoever limits the process, like holding it.
"""

import mmap
import os
import threading
import time
import weakref

MAX_POPULATED = 64 * 1024 * 1024  # bytes; mapping all pages at once halves the cost
FLAGS = mmap.MAP_SHARED | getattr(mmap, "MAP_POPULATE", 0)  # only Linux can populate
DONT_NEED = getattr(mmap, "MADV_DONTNEED", None)  # None where pages cannot be given back
INTERVAL = 0.01  # seconds between two releases; some 30 MB are read in that time


def map_file(descriptor: int) -> memoryview:
    """Return the bytes of an open file; they live as long as views of them do.

    A program that cuts the file short meanwhile ends this process with SIGBUS.
    """
    size = os.fstat(descriptor).st_size
    if not size:
        return memoryview(b"")  # to map nothing is an error
    if size <= MAX_POPULATED or DONT_NEED is None:
        return memoryview(mmap.mmap(descriptor, 0, flags=FLAGS, prot=mmap.PROT_READ))
    mapping = mmap.mmap(descriptor, 0, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ)
    _releaser.add(mapping)
    return memoryview(mapping)


class _PageReleaser:
    """Gives the pages of large mappings back, again and again, while there are any.

    A page that is needed again is read from the file again.
    """

    def __init__(self) -> None:
        self._mappings: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._is_running = False

    def add(self, mapping: mmap.mmap) -> None:
        """Release a mapping's pages from now on."""
        with self._lock:
            self._mappings.add(mapping)
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while self._release():
            time.sleep(INTERVAL)

    def _release(self) -> bool:
        """Release all pages once; return whether any mapping is left."""
        with self._lock:
            for mapping in tuple(self._mappings):
                mapping.madvise(DONT_NEED or 0)
            self._is_running = bool(self._mappings)
            return self._is_running


_releaser = _PageReleaser()
