"""The waiting room: a chat in its order, chats beside each other, all within bounds."""

import asyncio
from contextlib import suppress

import pytest

from bot.gateway import desk
from bot.gateway.desk import Desk, Full


async def test_a_chat_is_served_in_its_order() -> None:
    room, served = Desk(), list[int]()

    async def visit(number: int) -> None:
        async with room.turn(7):
            await asyncio.sleep(0)
            served.append(number)

    await asyncio.gather(*map(visit, range(10)))
    assert served == [*range(10)]


async def test_chats_do_not_wait_for_each_other() -> None:
    room = Desk()
    async with room.turn(1), room.turn(2):
        pass


async def test_a_chat_fills_its_own_chairs_only() -> None:
    room, over = Desk(), asyncio.Event()

    async def visit() -> None:
        async with room.turn(1):
            await over.wait()

    visits = [asyncio.create_task(visit()) for _ in range(desk.OF_A_CHAT)]
    await asyncio.sleep(0)
    with pytest.raises(Full):
        async with room.turn(1):
            pass
    async with room.turn(2):
        pass
    over.set()
    await asyncio.gather(*visits)
    async with room.turn(1):
        pass


async def test_everybody_together_fills_the_room() -> None:
    room, over = Desk(), asyncio.Event()

    async def visit(chat: int) -> None:
        async with room.turn(chat):
            await over.wait()

    visits = [asyncio.create_task(visit(number)) for number in range(desk.OF_ALL)]
    await asyncio.sleep(0)
    with pytest.raises(Full):
        async with room.turn(-1):
            pass
    over.set()
    await asyncio.gather(*visits)
    async with room.turn(-1):
        pass


async def test_nobody_who_left_is_remembered() -> None:
    room = Desk()
    with suppress(ZeroDivisionError):
        async with room.turn(1):
            raise ZeroDivisionError
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0), room.turn(2):
            await asyncio.Event().wait()
    assert not room._turns
    assert not room._waiting
