"""Reports to put into words: real kinds, any values."""

from hypothesis import strategies as st

from bot.engine.errors import Feature
from bot.engine.model import Caution, Finding, Kind, Position
from bot.report import Report, make_report

hostile = st.text(max_size=300) | st.sampled_from(
    [
        "<b>",
        "</code><a href='https://x.id'>",
        "&amp;",
        "@sapujejak",
        "https://x.id",
        "\u202e",
        "{0}",
    ]
)
features = st.builds(Feature, hostile, st.booleans(), st.none() | hostile)
positions = st.builds(
    Position,
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.none() | st.floats(-500, 9000),
)
values = st.none() | st.integers(0, 2**40) | hostile | positions
findings = st.builds(Finding, st.sampled_from(Kind), hostile, hostile, values)
reports = st.builds(
    make_report,
    st.sampled_from(["JPEG", "PNG"]),
    st.integers(0, 2**31),
    st.just((4000, 3000)),
    st.lists(findings, max_size=60),
    st.lists(st.sampled_from(Caution), unique=True),
)
MONAS = Finding(Kind.GPS_POSITION, "Exif", "GPSLatitude", Position(-6.1754, 106.8272, 12.0))


def of(*told: Finding) -> Report:
    """Return the report of a small JPEG with these findings."""
    return make_report("JPEG", 2_100_000, (4000, 3000), told)
