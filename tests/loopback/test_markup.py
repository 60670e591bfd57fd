"""The loopback is as strict as Telegram: else a green test proves nothing."""

import pytest

from tests.loopback.markup import parsed, units


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>a <i>b</i></b> &lt;c&gt; &amp;", "a b <c> &"),
        ("<code>1 &lt; 2</code>", "1 < 2"),
        ('<a href="https://x.id">x</a>', "x"),
        ("a > b", "a > b"),
    ],
)
def test_html_is_shown_without_its_tags(text: str, shown: str) -> None:
    assert parsed(text) == shown


@pytest.mark.parametrize(
    "text",
    ["<h1>a</h1>", "<b>a", "a</b>", "<b><i>a</b></i>", "1 < 2", "<code><b>a</b></code>", "<b"],
)
def test_what_telegram_refuses_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"[tT]ag"):
        parsed(text)


def test_length_is_in_utf_16_units() -> None:
    assert units("a📍") == 3
