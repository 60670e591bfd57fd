"""Bots as they are usually written: a handler, a download into memory, a library, an answer.

`python -m tests.load.rivals pillow|exiftool`; settings as the bot's own.
"""

import asyncio
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from telegram import InputFile, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.judges import EXIFTOOL


def pillow(data: bytes) -> bytes:
    """Save the picture anew, as most bots do."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.save(out, "JPEG", quality=95, icc_profile=image.info.get("icc_profile"))
    return out.getvalue()


def exiftool(data: bytes) -> bytes:
    """Call ExifTool, as the careful ones do."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(data)
        command = ["perl", str(EXIFTOOL), "-q", "-overwrite_original", "-all=", str(path)]
        subprocess.run(command, check=True)
        return path.read_bytes()


def main() -> None:
    """Answer files until killed."""
    strip = {"pillow": pillow, "exiftool": exiftool}[sys.argv[1]]
    url = os.environ["SAPUJEJAK_API_URL"]

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message: Any = update.message
        file = await context.bot.get_file(message.document.file_id)
        data = bytes(await file.download_as_bytearray())
        clean = await asyncio.to_thread(strip, data)
        await message.reply_document(InputFile(clean, "clean.jpg"), do_quote=True)

    builder = Application.builder().token(os.environ["SAPUJEJAK_TOKEN"])
    builder = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    builder = builder.concurrent_updates(8).connection_pool_size(32).read_timeout(60)
    app = builder.write_timeout(60).media_write_timeout(60).build()
    app.add_handler(MessageHandler(filters.Document.ALL, answer))
    app.run_polling()


if __name__ == "__main__":
    main()
