"""A file on Telegram is fetched into an anonymous file: nothing outlives the process.

The bytes go from the socket to the file; the whole is never in memory.
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

TOO_BIG = "file is too big"  # how getFile refuses more than 20 MiB
MEMFD_LIMIT = 64 * 1024 * 1024  # bytes
TIMEOUT = httpx.Timeout(30, connect=10)


def anonymous_file(size: int) -> BinaryIO:
    """Return an empty file for `size` bytes, without a name by which others could open it.

    It is in memory; a large one, or one on a system without memfd, is on disk.
    """
    if size <= MEMFD_LIMIT and hasattr(os, "memfd_create"):  # Linux
        return os.fdopen(os.memfd_create("photo"), "w+b")
    return TemporaryFile()


def http_client() -> httpx.AsyncClient:
    """Return the client that fetches files."""
    return httpx.AsyncClient(timeout=TIMEOUT, headers={"Accept-Encoding": "identity"})


async def fetch(
    bot: Bot, web: httpx.AsyncClient, file_id: str, target: BinaryIO, limit: int
) -> FileGone | TooBig | None:
    """Write a file of Telegram's into `target`; return why there is none, or None.

    A file of more than `limit` bytes is too big. Raises TelegramError where the network fails
    for long.
    """
    try:
        file = await retry(lambda: bot.get_file(file_id))
    except BadRequest as error:
        return TooBig() if TOO_BIG in error.message.lower() else FileGone()
    url = file.file_path
    if not url:
        return FileGone()
    if Path(url).is_absolute():  # a Bot API server of our own: the file is on this machine
        return await asyncio.to_thread(_open_in_place, Path(url), target)
    return await retry(lambda: _download(web, url, target, limit))


def _open_in_place(path: Path, target: BinaryIO) -> FileGone | None:
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
    target.seek(0)  # an earlier try may have left half of it
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
    async for chunk in response.aiter_bytes():
        target.write(chunk)
        if target.tell() > limit:
            return TooBig()
    target.flush()
    return None
