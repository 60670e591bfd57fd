"""A file on Telegram becomes a nameless file here: nothing outlives the process, not even a kill.

The bytes go from the socket to the file; no copy of the whole stands in memory.
"""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import httpx
from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot.outcomes import FileGone, TooBig
from bot.telegram.retry import retry

REFUSAL = "file is too big"  # what getFile says of more than 20 MiB
IN_MEMORY = 64 * 1024 * 1024  # bytes
TIMEOUT = httpx.Timeout(30, connect=10)


def nameless(size: int) -> BinaryIO:
    """Return a file for `size` bytes that no other program can open and no disk remembers.

    A large one, or one on a system without files in memory, lies on disk, without a name there.
    """
    if size <= IN_MEMORY and hasattr(os, "memfd_create"):  # Linux
        return os.fdopen(os.memfd_create("photo"), "w+b")
    return TemporaryFile()


def client() -> httpx.AsyncClient:
    """Return what files are fetched with."""
    return httpx.AsyncClient(timeout=TIMEOUT, headers={"Accept-Encoding": "identity"})


async def fetch(
    bot: Bot, web: httpx.AsyncClient, file: str, target: BinaryIO, limit: int
) -> FileGone | TooBig | None:
    """Write a file of Telegram's into `target`; return why it could not be had, or None.

    Raises TelegramError where the network fails for long.
    """
    try:
        about = await retry(lambda: bot.get_file(file))
    except BadRequest as error:
        return TooBig() if REFUSAL in error.message.lower() else FileGone()
    url = about.file_path
    if not url:
        return FileGone()
    if Path(url).is_absolute():  # a Bot API server of one's own: it lies on this machine
        return await asyncio.to_thread(_link, Path(url), target)
    return await retry(lambda: _download(web, url, target, limit))


def _link(path: Path, target: BinaryIO) -> FileGone | None:
    """Let `target` be the file at a path, without copying a byte of it."""
    try:
        with path.open("rb") as file:
            os.dup2(file.fileno(), target.fileno())
    except FileNotFoundError:
        return FileGone()
    return None


async def _download(
    web: httpx.AsyncClient, url: str, target: BinaryIO, limit: int
) -> FileGone | TooBig | None:
    target.seek(0)
    target.truncate()
    # The URL holds the token, and httpx's errors hold the URL: they end here.
    with suppress(httpx.HTTPError):
        async with web.stream("GET", url) as response:
            if response.is_client_error and response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                return FileGone()
            if response.is_success:
                return await _copy(response, target, limit)
    raise NetworkError("download")


async def _copy(response: httpx.Response, target: BinaryIO, limit: int) -> TooBig | None:
    async for piece in response.aiter_bytes():
        target.write(piece)
        if target.tell() > limit:
            return TooBig()
    target.flush()
    return None
