"""Receipts: what they say holds, and an independent reader of the document alone finds it so."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import check, clean, plan
from bot.report import receipt_json, receipt_of
from bot.report.receipt import Claim, InvalidReceipt, Receipt, check_claims, parse_receipt
from bot.wording import Wording
from tests.engine.pictures import CLEAN, SECRET, insert, segment

WORDING = Wording()
DIRTY = {
    **{name: data + SECRET for name, data in CLEAN.items()},
    "jpeg-comment": insert(CLEAN["jpeg"], 2, segment(0xFE, b"a comment of somebody")),
}


def receipt(data: bytes) -> Receipt:
    before = plan(data)
    return receipt_of(before, check(before, clean(data)))


def judged(document: str, original: bytes, copy: bytes) -> bool:
    """Check a receipt as somebody would who has nothing of ours: SHA-256 and slices."""
    told = json.loads(document.strip().splitlines()[-1])
    for side, data in (("original", original), ("copy", copy)):
        if hashlib.sha256(data).hexdigest() != told[side]["sha256"]:
            return False
    for number, data in enumerate((original, copy)):
        told_picture = hashlib.sha256()
        for run in told["picture"]["ranges"]:
            told_picture.update(data[run[number] : run[number] + run[2]])
        if told_picture.hexdigest() != told["picture"]["sha256"]:
            return False
    return True


@pytest.mark.parametrize("name", sorted(DIRTY))
def test_a_stranger_can_check_it_from_the_text_alone(name: str) -> None:
    document = WORDING.receipt(receipt(DIRTY[name]))
    assert judged(document, DIRTY[name], clean(DIRTY[name]))


@pytest.mark.parametrize("name", sorted(DIRTY))
@given(data=st.data())
def test_a_changed_file_does_not_pass(name: str, data: st.DataObject) -> None:
    before, after = DIRTY[name], clean(DIRTY[name])
    told = parse_receipt(WORDING.receipt(receipt(before)))
    assert all(holds for _, holds in check_claims(told, memoryview(before), memoryview(after)))
    other = bytearray(after)
    other[data.draw(st.integers(0, len(other) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert not all(holds for _, holds in check_claims(told, memoryview(before), memoryview(other)))


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_the_picture_is_most_of_a_clean_file(name: str) -> None:
    made = receipt(CLEAN[name])
    assert made.original == made.copy
    assert made.picture is not None
    assert 0 < made.picture.bytes <= made.copy.bytes
    assert made.picture.ranges == tuple((at, at, size) for at, _, size in made.picture.ranges or ())


@pytest.mark.parametrize("name", sorted(DIRTY))
def test_it_holds_no_value_of_the_file(name: str) -> None:
    text = WORDING.receipt(receipt(DIRTY[name]))
    told = {
        str(finding.value)
        for finding in plan(DIRTY[name]).findings
        if isinstance(finding.value, str) and len(finding.value) > 9
    }
    assert not [value for value in told if value in text]


@given(st.text() | st.recursive(
    st.none() | st.integers() | st.text(),
    lambda some: st.lists(some) | st.dictionaries(
        st.sampled_from(["type", "version", "picture", "ranges", "original", "copy", "x"]), some),
).map(json.dumps))  # fmt: skip
def test_what_is_no_receipt_is_refused(document: str) -> None:
    with pytest.raises(InvalidReceipt):
        parse_receipt(document)


@given(st.data())
def test_a_damaged_receipt_is_refused_or_fails(data: st.DataObject) -> None:
    before = DIRTY[min(DIRTY)]
    told = receipt_json(receipt(before))
    key = data.draw(st.sampled_from(["original", "copy", "picture"]))
    damage = st.sampled_from([7, "x", [], {}, {"ranges": [[1]]}, {"ranges": [[-1, -1, -1]]}])
    told[key] = data.draw(damage)  # type: ignore[assignment]
    try:
        claims = list(check_claims(told, memoryview(before), memoryview(clean(before))))
    except InvalidReceipt:
        return
    assert not all(holds for _, holds in claims) or not told[key]


def test_an_offset_before_the_file_begins_is_no_offset_from_its_end() -> None:
    before = DIRTY[min(DIRTY)]
    copy = clean(before)
    made = receipt(before)
    assert made.picture
    assert made.picture.ranges
    ranges = tuple((start - len(before), at, size) for start, at, size in made.picture.ranges)
    forged = receipt_json(replace(made, picture=replace(made.picture, ranges=ranges)))
    holds = dict(check_claims(forged, memoryview(before), memoryview(copy)))
    assert not holds[Claim.PICTURE_BEFORE]
    assert holds[Claim.PICTURE_AFTER]
