"""Captions that mention evidence or a crime, and captions that do not."""

import pytest

from bot.chat.evidence import MAX_CAPTION, mentions_evidence


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        (None, False),
        ("", False),
        ("liburan di Bali", False),
        ("tolong bersihkan ya, mau kuupload", False),
        ("tersebar di mana-mana daunnya", False),
        ("ini bukti chat dia ngancam saya", True),
        ("foto deepfake saya disebarkan", True),
        ("mau lapor polisi", True),
        ("BARANG BUKTI", True),
        ("saya diperas", True),
        ("pelecehan di kantor", True),
        ("bukti".rjust(MAX_CAPTION), True),
        ("bukti".rjust(MAX_CAPTION + 5), False),
    ],
)
def test_who_mentions_evidence_is_understood(caption: str | None, expected: bool) -> None:
    assert mentions_evidence(caption) is expected
