"""What the stage's routes share, and the check that a request comes from the stage page itself."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from bot.rehearsal.server import StandIn
from bot.rehearsal.stage.steps import Steps
from bot.rehearsal.world import World
from review.console.gate import comes_from_here
from review.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class StageRoom:
    """The desk, the telephones and the three steps."""

    newsroom: Newsroom
    stand_in: StandIn
    steps: Steps

    @property
    def world(self) -> World:
        return self.stand_in.world


def _room(request: Request) -> StageRoom:
    room: StageRoom = request.app.state.stage
    return room


def _own_page(request: Request) -> None:
    if not comes_from_here(request):
        raise HTTPException(403, "this request does not come from the stage page")


Room = Annotated[StageRoom, Depends(_room)]
FromOwnPage = Depends(_own_page)
