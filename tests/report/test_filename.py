"""Names of files: what tells is told, and what every camera writes is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.report import Clue, Risk, Topic, clues, make_report, with_name

EMPTY = make_report("JPEG", 1000, (40, 30), ())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("IMG_1234.JPG", ""),
        ("DSC_0042.NEF", ""),
        ("image.png", ""),
        ("foto-bersih.jpg", ""),
        ("1000012345.jpg", ""),
        ("Screenshot.png", ""),
        ("gps.jpg", ""),
        ("test exif.jpg", ""),
        ("contoh asli.png", ""),
        (".jpg", ""),
        ("", ""),
        ("IMG_20250910_140312.jpg", "moment"),
        ("20250910140312.jpg", "moment"),
        ("2025-09-10 14.03.12.jpg", "moment"),
        ("10-09-2025.jpg", "moment"),
        ("10 September 2025.jpg", "moment"),
        ("1757487792000.jpg", "moment"),
        ("IMG-20250910-WA0007.jpg", "app moment"),
        ("WhatsApp Image 2025-09-10 at 14.03.12.jpeg", "app moment"),
        ("WhatsApp Image 2025-09-10 at 2.03.12 PM.jpeg", "app moment"),
        ("FB_IMG_1757487792000.jpg", "app"),
        ("received_1234567890123456.jpeg", "app"),
        ("Screenshot_20250910-140312_Instagram.jpg", "app moment"),
        ("Screenshot_2025-09-10-14-03-12-345_com.whatsapp.jpg", "app moment"),
        ("PXL_20250910_070312345.jpg", "moment device"),
        ("PXL_20250910_070312345.MP.jpg", "moment device"),
        ("DJI_0001.JPG", "device"),
        ("SM-A546E.jpg", "device"),
        ("6F9619FF-8B86-D011-B42D-00CF4FC964FF.jpg", "id"),
        ("0a1b2c3d4e5f60718293a4b5c6d7.jpg", "id"),
        ("KTP Budi Santoso.jpg", "words"),
        ("3174012509850001.jpg", "number"),
        ("081234567890.jpg", "number"),
        ("rumah -6.2088,106.8456.jpg", "place words"),
        ("dir/Ayu.jpg", "words"),
    ],
)
def test_a_name_tells(name: str, told: str) -> None:
    assert " ".join(sorted(clues(name))) == " ".join(sorted(told.split()))


@given(st.text(max_size=400))
def test_any_name_is_read(name: str) -> None:
    found = clues(name)
    assert len(found) == len(set(found)) <= len(Clue)


@given(st.lists(st.sampled_from(Clue), unique=True))
def test_a_name_is_one_topic_and_hides_no_other(told: list[Clue]) -> None:
    made = with_name(EMPTY, told)
    assert [item.topic for item in made.items] == ([Topic.NAME] if told else [])
    grave = {Clue.PLACE, Clue.NUMBER} & set(told)
    assert made.risk is (Risk.MEDIUM if grave else Risk.LOW if told else Risk.NONE)
