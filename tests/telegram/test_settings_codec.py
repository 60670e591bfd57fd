"""Settings as JSON: what was set comes back; what this release does not know is left out."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.settings import QUIET_HOURS, ZONES, GroupSettings, Guard, PersonSettings
from bot.engine.choices import Choice
from bot.telegram import settings_codec

numbers = st.lists(st.integers(-(2**52), 2**52), max_size=5).map(tuple)
languages = st.sampled_from(["id", "en"])
groups = st.builds(
    GroupSettings,
    st.sampled_from(Guard),
    languages,
    st.sampled_from(QUIET_HOURS),
    st.sampled_from(list(ZONES)),
    numbers,
)
persons = st.builds(PersonSettings, languages, st.sampled_from(Choice), numbers)


@given(groups, persons)
def test_what_is_written_is_read(group: GroupSettings, person: PersonSettings) -> None:
    assert settings_codec.read(GroupSettings, settings_codec.written(group)) == group
    assert settings_codec.read(PersonSettings, settings_codec.written(person)) == person


def test_nothing_was_set() -> None:
    assert settings_codec.read(GroupSettings, None) == GroupSettings()


def test_what_another_release_wrote_is_read_as_far_as_it_is_known() -> None:
    told = json.dumps({"guard": "gigit", "language": "en", "colour": "red", "topics": [5]})
    assert settings_codec.read(GroupSettings, told) == GroupSettings(language="en", topics=(5,))


def test_what_the_first_release_wrote_is_read() -> None:
    group = '{"guard":"ganti","language":"en","quiet":"22-6","zone":"WIT","topics":[5]}'
    person = '{"language":"en","choice":"pixels","kept":[-7,-8]}'
    assert settings_codec.read(GroupSettings, group) == GroupSettings(
        Guard.REPLACE, "en", "22-6", "WIT", (5,)
    )
    assert settings_codec.read(PersonSettings, person) == PersonSettings(
        "en", Choice.PIXELS, (-7, -8)
    )
