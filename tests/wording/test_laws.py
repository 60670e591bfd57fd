"""Whatever a file says: the words fit, they are Telegram's HTML, and it never speaks for us."""

import html
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.errors import Feature
from bot.report import Report
from bot.wording import Wording, caption, details, markup
from tests.wording.reports import hostile, of, reports

WORDING = Wording()


class Telegram(HTMLParser):
    """Telegram's own strictness: known tags, properly nested, no attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "code"}
        assert not attrs
        assert "code" not in self.open
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_entityref(self, name: str) -> None:
        assert name in {"lt", "gt", "amp"}

    def handle_charref(self, name: str) -> None:
        raise AssertionError(name)


def texts(report: Report) -> list[str]:
    told = [WORDING.caption(report, 1000), WORDING.already_clean(report)]
    only_read = WORDING.only_read(report, "unsupported", Feature("NEF"))
    return [*told, only_read, *WORDING.details(report)]


@given(reports)
def test_everything_is_html_that_telegram_takes(report: Report) -> None:
    for text in texts(report):
        Telegram(text)
        assert text.strip() == text != ""


@given(reports)
def test_everything_fits(report: Report) -> None:
    assert markup.units(WORDING.caption(report, 1000)) <= caption.LIMIT
    assert markup.units(WORDING.already_clean(report)) <= caption.LIMIT
    only_read = WORDING.only_read(report, "unsupported", Feature("<b>" * 30))
    assert markup.units(only_read) <= caption.LIMIT
    assert all(markup.units(text) <= details.LIMIT for text in WORDING.details(report))


@given(reports)
def test_what_the_file_says_stands_in_code_alone(report: Report) -> None:
    for text in texts(report):
        ours = re.sub(r"<code>.*?</code>", "", text, flags=re.S)
        assert "@" not in ours
        assert "://" not in ours
        assert all(c.isprintable() or c == "\n" for c in text)


@given(reports)
def test_the_honest_line_is_never_cut(report: Report) -> None:
    assert WORDING.caption(report, 1000).endswith(f"<i>{WORDING.say(caption.HONESTY)}</i>")


@given(reports)
def test_every_topic_stands_in_the_details_unless_they_say_that_more_would_come(
    report: Report,
) -> None:
    told = "\n".join(WORDING.details(report))
    assert len(WORDING.details(report)) <= details.MESSAGES
    for item in report.items:
        assert (
            WORDING.say("The rest would fill more messages.") in told
            or f"<b>{WORDING.say(details.TOPICS[item.topic])}</b>" in told
        )


@given(reports)
def test_a_terminal_sees_no_markup(report: Report) -> None:
    assert markup.plain(WORDING.plain_report(report)).strip()
    assert "<code>" not in WORDING.plain_report(of())


@given(hostile, st.integers(1, 80))
def test_a_quote_holds_one_line_of_at_most_its_limit(text: str, limit: int) -> None:
    inside = html.unescape(markup.quoted(text, limit)[len("<code>") : -len("</code>")])
    assert len(inside) <= limit
    assert "\n" not in inside
