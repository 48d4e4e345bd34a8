"""Asking a store whether it answers: one question at a time, on a thread of its own.

However many wait for the answer of a slow store, it ties up one thread, and nobody else's.
"""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from weakref import WeakKeyDictionary

from review.media import MediaStore

THREAD = ThreadPoolExecutor(1, thread_name_prefix="media")
ASKED: "WeakKeyDictionary[MediaStore, Future[bool]]" = WeakKeyDictionary()


async def answers(media: MediaStore, seconds: float) -> bool:
    """Tell whether a store answers, and may be written to, within so many seconds."""
    asked = ASKED.get(media)
    if asked is None or asked.done():
        asked = ASKED[media] = THREAD.submit(_ask, media)
    try:
        return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(asked)), seconds)
    except TimeoutError:
        return False


def _ask(media: MediaStore) -> bool:
    try:
        media.check()
    except OSError:
        return False
    return True
