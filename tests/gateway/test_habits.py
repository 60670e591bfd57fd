"""Settings as JSON: what was set comes back; what this release does not know is left out."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.known import QUIET, ZONES, Group, Guard, Person
from bot.engine.choices import Choice
from bot.gateway import habits

numbers = st.lists(st.integers(-(2**52), 2**52), max_size=5).map(tuple)
languages = st.sampled_from(["id", "en"])
groups = st.builds(
    Group,
    st.sampled_from(Guard),
    languages,
    st.sampled_from(QUIET),
    st.sampled_from(list(ZONES)),
    numbers,
)
persons = st.builds(Person, languages, st.sampled_from(Choice), numbers)


@given(groups, persons)
def test_what_is_written_is_read(group: Group, person: Person) -> None:
    assert habits.read(Group, habits.written(group)) == group
    assert habits.read(Person, habits.written(person)) == person


def test_nothing_was_set() -> None:
    assert habits.read(Group, None) == Group()


def test_what_another_release_wrote_is_read_as_far_as_it_is_known() -> None:
    told = json.dumps({"guard": "gigit", "language": "en", "colour": "red", "topics": [5]})
    assert habits.read(Group, told) == Group(language="en", topics=(5,))
