"""Whether a caption mentions evidence or a crime: then the original must not be lost.

Nothing is refused because of it: the answer only says one thing more.
"""

import re

PATTERN = re.compile(
    r"\b(?:barang |alat )?(?:bukti|evidence|proof)\b"
    r"|\b(?:di|me|pe|ke)?(?:lapor|ancam|peras|leceh|teror|aniaya|tipu|jerat)(?:kan|an|in)?\b"
    r"|\b(?:pelecehan|kekerasan|penipuan|pemerasan|ancaman|polisi|kdrt|deep ?fake|revenge)\b"
    r"|\b(?:di|me|ny)?(?:sebar|ebar)(?:kan|in|luaskan)?\b",
    re.IGNORECASE,
)
MAX_CAPTION = 1024  # characters that are searched: Telegram's own limit of a caption


def mentions_evidence(caption: str | None) -> bool:
    """Return whether a caption mentions evidence or a crime."""
    return bool(caption and PATTERN.search(caption[:MAX_CAPTION]))
