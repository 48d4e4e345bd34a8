"""Whether the process lives and may take work; nothing else is told to strangers."""

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy.exc import SQLAlchemyError

from review import changes
from review.console.gate import Room

router = APIRouter()


@router.get("/healthz")
async def alive() -> Response:
    return PlainTextResponse("ok")


@router.get("/readyz")
async def ready(room: Room) -> Response:
    """Ready when the database answers."""
    try:
        await room.database.read(changes.latest)
    except SQLAlchemyError:
        return PlainTextResponse("the database does not answer", 503)
    return PlainTextResponse("ready")
