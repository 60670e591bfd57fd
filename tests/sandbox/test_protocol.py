"""Answers of a child: what it says comes back, what it makes up does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codec import InvalidData
from bot.engine import check, inspect
from bot.engine.choices import Choice
from bot.outcomes import AlreadyClean, CardDrawn, Cleaned, Inspected, ReceiptMade, Refused
from bot.report import receipt_of
from bot.sandbox.probe import Isolation
from bot.sandbox.protocol import EXTENSIONS, Answer, decode_answer, encode_answer
from tests.engine.pictures import CLEAN, SECRET
from tests.wording.reports import features, hostile, reports

sizes = st.integers(0, 2**40)
extensions = st.sampled_from(sorted(EXTENSIONS))
answers: st.SearchStrategy[Answer] = (
    st.builds(Cleaned, reports, sizes, extensions, st.sampled_from(Choice))
    | st.builds(AlreadyClean, reports)
    | st.builds(Inspected, reports)
    | st.builds(CardDrawn, sizes)
    | st.builds(Refused, hostile, st.none() | features, st.none() | reports)
    | st.builds(Isolation, st.lists(hostile, max_size=4).map(tuple))
)


@given(answers)
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    assert decode_answer(encode_answer(answer)) == answer


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_a_receipt_comes_back_as_it_was(name: str) -> None:
    before = inspect(CLEAN[name] + SECRET if name == "png" else CLEAN[name])
    answer = ReceiptMade(receipt_of(before, check(before, b"".join(before.spans))))
    assert decode_answer(encode_answer(answer)) == answer


@given(reports, st.text().filter(lambda text: text not in EXTENSIONS))
def test_an_extension_that_is_none_of_ours_is_invalid(report: object, extension: str) -> None:
    answer = Cleaned(report, 7, extension)  # type: ignore[arg-type]
    with pytest.raises(InvalidData, match="extension"):
        decode_answer(encode_answer(answer))


@pytest.mark.parametrize(
    "data",
    [
        b'{"answer":"card-drawn","size":"7"}',
        b'{"answer":"card-drawn","size":7.5}',
        b'{"answer":"card-drawn"}',
        b'{"answer":"failed"}',
        b'{"answer":"refused","kind":7}',
        b'{"answer":"isolation","prevented":[7]}',
        b'{"answer":"card-drawn","size":7}{"answer":"card-drawn","size":7}',
        b'{"answer":"inspected","report":{}}',
    ],
)
def test_what_is_no_answer_is_invalid(data: bytes) -> None:
    with pytest.raises(InvalidData):
        decode_answer(data)
