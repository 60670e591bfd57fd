"""The port that we listen on: Telegram's calls, and what operators ask.

/live    the process answers
/ready   the store answers too, and updates can be taken
/metrics counts, without a chat or a person in them
"""

import asyncio
from collections.abc import Sequence

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.ops import metrics
from bot.store import Database, Unavailable
from bot.store.retention import load

PATIENCE = 2.0  # seconds that the store may take to answer


def app(database: Database, more: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the application; `more` is what Telegram calls."""

    async def live(_request: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(_request: Request) -> Response:
        try:
            waiting = await database.run(load, PATIENCE)
        except Unavailable:
            return JSONResponse({"ready": False, "store": False}, status_code=503)
        told: dict[str, object] = {"jobs": waiting.jobs, "oldest": round(waiting.oldest, 1)}
        told["isolation"] = metrics.isolated()
        return JSONResponse({"ready": True, "store": True, **told})

    async def measured(_request: Request) -> Response:
        try:
            metrics.waiting(await database.run(load, PATIENCE))
        except Unavailable:
            metrics.away()
        return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)

    own = [Route("/live", live), Route("/ready", ready), Route("/metrics", measured)]
    return Starlette(routes=[*own, *more])


async def serve(application: Starlette, listen: str) -> None:
    """Serve on "host:port" until cancelled.

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
        timeout_graceful_shutdown=5,
    )
    server = _Server(config)
    try:
        await server.serve()
    except asyncio.CancelledError:
        server.should_exit = True
        raise
    except SystemExit as error:  # uvicorn's way to say that the port is taken
        raise OSError(f"listen: {listen}") from error


class _Server(uvicorn.Server):
    """One that leaves signals to the process that it is a part of."""

    def install_signal_handlers(self) -> None:
        """Install none."""
