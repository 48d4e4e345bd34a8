"""Each new tip is looked up among all that came before it: beside the line, in small portions, never in its way."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping, Sequence

from review import changes, intake, outbox, queue
from review.changes import Waiter
from review.db import Session, StoreUnavailable
from review.errors import TipNotFound
from review.newsroom import Newsroom
from review.similar import finding, following, keeping, pairs
from review.similar.finding import Found
from review.similar.pairs import Unsearched

log = logging.getLogger(__name__)
GATHER = 0.2  # seconds: what comes together is compared together
POLL = 10.0  # seconds, for what other processes commit without a word
SHARE = 2  # of the time at most a third is spent here while there is much to do
RETRY, REST = 5.0, 60.0  # seconds after trouble with the store, and after a mistake of ours
LARGE = 20_000  # texts: reading them takes longer than a tenth of a second


async def keep_comparing(newsroom: Newsroom) -> None:
    """Compare what changes until cancelled; a store or database that is not to be had is waited for."""
    waiter = Waiter(newsroom.database, ["changes"])
    try:
        await warm(newsroom)
        while True:
            began = time.monotonic()
            has_more = await _portion(newsroom)
            if not has_more:
                await waiter.wait(POLL)
            await asyncio.sleep(max(GATHER, SHARE * (time.monotonic() - began) if has_more else 0))
    finally:
        waiter.close()


async def _portion(newsroom: Newsroom) -> bool:
    """Compare a portion; whatever goes wrong is said and tried again later: nobody's work depends on it."""
    try:
        return await compare(newsroom)
    except (StoreUnavailable, OSError) as error:
        log.warning("comparing: waiting for the store (%s)", type(error).__name__)
        await asyncio.sleep(RETRY)
    except Exception as error:  # noqa: BLE001 - the desk goes on without the comparing; a trace might quote a text
        log.error("comparing: failed by %s", type(error).__name__)  # noqa: TRY400 - as above
        await asyncio.sleep(REST)
    return False


async def warm(newsroom: Newsroom) -> None:
    """Have a large desk's texts in mind before somebody waits for them; a small one's are read at the first look."""
    with contextlib.suppress(StoreUnavailable):
        if await newsroom.database.read(finding.count) > LARGE:
            await newsroom.database.read(finding.warm)


async def compare(newsroom: Newsroom) -> bool:
    """Do one portion of each step; returns whether there may be more to do."""
    kept = await _keep(newsroom)
    found = await _find(newsroom)
    return kept or found


async def _keep(newsroom: Newsroom) -> bool:
    """Keep what is compared of the next tips and drafts that changed."""
    batch = await newsroom.database.read(following.changed)
    if batch is None:
        return False
    made = await newsroom.database.read(lambda session: keeping.make(session, batch, newsroom.media))
    await newsroom.database.act(lambda session: keeping.keep(session, batch, made))
    return True


async def _find(newsroom: Newsroom) -> bool:
    """Look up the next tips of which something new was kept, and have their cards say what was found."""
    limits, now = newsroom.rules.similar, newsroom.clock()
    wanted = await newsroom.database.read(lambda session: pairs.unsearched(session, limits, now=now))
    if wanted is None:
        return False
    found = await newsroom.database.read(lambda session: _like(session, newsroom, wanted.tips))
    await newsroom.database.act(lambda session: _record(session, newsroom, wanted, found))
    return True


def _like(session: Session, newsroom: Newsroom, tips: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    limits = newsroom.rules.similar
    return {tip_id: finding.like_tip(session, tip_id, newsroom.media, limits) for tip_id in tips}


def _record(session: Session, newsroom: Newsroom, wanted: Unsearched, found: Mapping[int, Sequence[Found]]) -> None:
    now = newsroom.clock()
    for tip_id in pairs.keep(session, wanted, found, newsroom.rules.similar):
        try:
            tip = queue.by_id(session, tip_id)
        except TipNotFound:
            continue
        changes.note(session, queue.subject(tip), now=now)
        intake.owe_card(session, tip, now=now, lane=outbox.Lane.NOTICE)
