from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from review.access import Role
from review.manners import DAILY_TIPS
from tests.stories.cast import Correspondent, Staff
from tests.stories.stage import Stage, opened_stage


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with opened_stage(database_url, tmp_path / "desk", daily_tips=DAILY_TIPS) as opened:
        yield opened


@pytest.fixture
async def lan(stage: Stage) -> Correspondent:
    lan = Correspondent(stage, 700000101, "Lan")
    await lan.joins()
    return lan


@pytest.fixture
async def minh(stage: Stage) -> Staff:
    minh = Staff(stage, 700000201, "Minh")
    await minh.joins()
    return minh


@pytest.fixture
async def an(stage: Stage) -> Staff:
    an = Staff(stage, 700000202, "An")
    await an.joins()
    return an


@pytest.fixture
async def ha(stage: Stage) -> Staff:
    ha = Staff(stage, 700000203, "Hà", role=Role.EDITOR)
    await ha.joins()
    return ha


@pytest.fixture
def quan(stage: Stage) -> Correspondent:
    """Quân, whom nobody invited."""
    return Correspondent(stage, 700000999, "Quân")
