from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.rehearsal import chromium


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def launched() -> AsyncIterator[Browser]:
    """Chromium, started once for all tests of a file; their loop is the file's too."""
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def browser(launched: Browser) -> AsyncIterator[Browser]:
    """A browser that knows nothing of the test before: what that one has opened is closed."""
    yield launched
    for context in launched.contexts:
        await context.close()
