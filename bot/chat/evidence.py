"""Does somebody speak of proof, or of a crime? Then the original must not be lost.

A few words decide, and nothing is refused by them: the answer only says one thing more.
"""

import re

WORDS = re.compile(
    r"\b(?:barang |alat )?(?:bukti|evidence|proof)\b"
    r"|\b(?:di|me|pe|ke)?(?:lapor|ancam|peras|leceh|teror|aniaya|tipu|jerat)(?:kan|an|in)?\b"
    r"|\b(?:pelecehan|kekerasan|penipuan|pemerasan|ancaman|polisi|kdrt|deep ?fake|revenge)\b"
    r"|\b(?:di|me|ny)?(?:sebar|ebar)(?:kan|in|luaskan)?\b",
    re.IGNORECASE,
)
LONGEST = 1024  # characters of a caption


def speaks_of_evidence(caption: str | None) -> bool:
    """Tell whether a caption speaks of proof or of a crime."""
    return bool(caption and WORDS.search(caption[:LONGEST]))
