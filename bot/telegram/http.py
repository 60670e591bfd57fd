"""The port that the bot listens on: Telegram's calls, and three addresses for operators.

/live    the process answers
/ready   the store answers too, and updates can be taken
/metrics counts, without a chat or a person in them
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from socket import socket

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.ops import metrics
from bot.store import Database, Unavailable
from bot.store.retention import queue_statistics

log = logging.getLogger(__name__)

STORE_TIMEOUT = 2.0  # seconds that the store may take to answer
STOP_GRACE = 5  # seconds for requests that are being answered when the process is stopped


def app(database: Database, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the application: operators' addresses, and `routes`."""

    async def live(_request: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(_request: Request) -> Response:
        try:
            queue = await database.run(queue_statistics, STORE_TIMEOUT)
        except Unavailable:
            return JSONResponse({"ready": False, "store": False}, status_code=503)
        state: dict[str, object] = {"jobs": queue.jobs, "oldest": round(queue.oldest, 1)}
        state["isolation"] = metrics.isolation()
        return JSONResponse({"ready": True, "store": True, **state})

    async def measured(_request: Request) -> Response:
        try:
            metrics.set_queue(await database.run(queue_statistics, STORE_TIMEOUT))
        except Unavailable:
            metrics.set_store_away()
        return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)

    own = [Route("/live", live), Route("/ready", ready), Route("/metrics", measured)]
    return Starlette(routes=[*own, *routes])


async def serve(application: Starlette, listen: str) -> None:
    """Serve on "host:port" until cancelled, then finish the requests in work; port 0 is any.

    Raises OSError where nobody may listen there.
    """
    host, _, port = listen.rpartition(":")
    config = uvicorn.Config(
        application,
        host=host.strip("[]"),
        port=int(port),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=STOP_GRACE,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


class _Server(uvicorn.Server):
    """A server that is a part of its process: signals are the process's."""

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        """Leave the handlers of signals as they are."""
        return nullcontext()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen, and log where: port 0 becomes a free one; raises OSError."""
        try:
            await super().startup(sockets)
        except SystemExit as error:  # how uvicorn reports that the port is taken
            raise OSError(f"listen: port {self.config.port}") from error
        for server in self.servers:
            for listener in server.sockets:
                host, port, *_ = listener.getsockname()
                log.info("listening: %s port %d", host, port)
