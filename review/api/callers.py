"""Who calls: a bearer token in the header, for feeds also in the address, since their readers send no headers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from review import api_tokens, audit
from review.access import Person
from review.api_tokens import Bearer, Scope
from review.db import Session
from review.newsroom import Newsroom

DOOR = "api"
SCHEME = HTTPBearer(auto_error=False, description="A token made in the console or by `tinbai token add`.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(SCHEME)]


@dataclass(frozen=True, slots=True)
class Caller:
    """One call: the newsroom, who acts through which token, and when."""

    newsroom: Newsroom
    bearer: Bearer
    now: datetime

    @property
    def person(self) -> Person:
        return self.bearer.person

    async def noted(self, act: str, subject: str) -> None:
        """Keep that this call read something."""

        def keep(session: Session) -> None:
            audit.record(
                session,
                act,
                subject,
                by=self.person.id,
                door=DOOR,
                now=self.now,
                details=f"token:{self.bearer.token_id}",
            )
            api_tokens.used(session, self.bearer, now=self.now)

        await self.newsroom.database.act(keep)


def _room(request: Request) -> Newsroom:
    newsroom: Newsroom = request.app.state.newsroom
    return newsroom


async def _called(newsroom: Newsroom, secret: str, scope: Scope) -> Caller:
    now = newsroom.clock()
    bearer = await newsroom.database.read(lambda session: api_tokens.bearer(session, secret, now=now))
    if bearer is None:
        raise HTTPException(401, "the token is missing, unknown, over or revoked")
    if scope not in bearer.scopes:
        raise HTTPException(403, f"the token lacks the scope {scope}")
    return Caller(newsroom, bearer, now)


def _with(scope: Scope) -> Any:
    async def caller(request: Request, credentials: Credentials) -> Caller:
        return await _called(_room(request), credentials.credentials if credentials else "", scope)

    return Depends(caller)


async def _feed_reader(request: Request, credentials: Credentials, token: str = "") -> Caller:
    return await _called(_room(request), credentials.credentials if credentials else token, Scope.FEEDS)


Reads = Annotated[Caller, _with(Scope.READ)]
Writes = Annotated[Caller, _with(Scope.WRITE)]
ReadsFeeds = Annotated[Caller, Depends(_feed_reader)]
