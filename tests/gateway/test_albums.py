"""Albums: each is answered once, and only lately answered ones are remembered."""

from bot.gateway.albums import REMEMBERED, Albums


def test_an_album_is_first_once_and_what_is_in_none_always() -> None:
    albums = Albums()
    assert [albums.is_first(album) for album in ("1", "1", "2", None, None, "1")] == [
        True, False, True, True, True, False,
    ]  # fmt: skip


def test_memory_is_bounded() -> None:
    albums = Albums()
    for number in range(2 * REMEMBERED):
        assert albums.is_first(str(number))
    assert len(albums._answered) == REMEMBERED
    assert not albums.is_first(str(2 * REMEMBERED - 1))
    assert albums.is_first("0")
