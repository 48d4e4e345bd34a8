"""Members of the desk give their roles back before they leave the network; the only admin names another one first."""

import pytest

from review import people
from review.access import Role
from tests.conftest import ON_SQLITE
from tests.stories.cast import Correspondent, Staff
from tests.stories.holdings import tables_with
from tests.stories.stage import Stage
from tests.stories.test_drafting import person

TEXT = "Sáng nay UBND phường Bình Mẫu mở bàn hướng dẫn, giúp 42 người dân nộp hồ sơ."
GIVING_BACK = {
    "vi": ("Trao lại vai trò", "Xóa tài khoản", "Vâng, tôi muốn xóa", "Xóa hết ngay"),
    "en": ("Give my role back", "Delete account", "Yes, delete", "Delete everything now"),
}


@ON_SQLITE
async def test_staff_are_released_first(stage: Stage, minh: Staff) -> None:
    await minh.says("/quyen")
    await minh.presses("Xóa tài khoản")

    assert "Anh/chị đang là Người duyệt tin của tòa soạn" in minh.sees_last()
    await minh.presses("Giữ như cũ")
    assert stage.count("person", "name = 'Minh'") == 1
    assert stage.count("role_grant", "role = 'moderator' AND revoked_at IS NULL") == 1


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_who_gives_the_role_back_leaves_by_themselves(
    stage: Stage, lan: Correspondent, an: Staff, language: str
) -> None:
    chi = Staff(stage, 700000204, "CANARYSTAFF", language=language)
    await chi.joins()
    admin = Staff(stage, 700000205, "Quản trị", role=Role.ADMIN)
    await admin.joins()
    reference = await lan.sends(TEXT)
    await chi.presses_on_card(reference, "Nhận")
    stage.database.act_now(lambda s: people.choose_locale(s, person(stage, chi), language))
    await chi.says("/rights")
    give, delete, *yes = GIVING_BACK[language]
    await chi.presses(delete)

    await chi.presses(give)

    assert stage.count("tip", "claimed_by IS NOT NULL") == 0
    assert admin.was_told("CANARYSTAFF đã trao lại vai trò: Người duyệt tin")
    refused = "Anh/chị không có quyền" if language == "vi" else "You may not do this"
    assert refused in await chi.presses_on_card(reference, "Duyệt")
    await chi.presses(delete)
    for label in yes:
        await chi.presses(label)
    assert stage.count("person", "standing_reason = 'deleted'") == 1
    assert tables_with(stage, "CANARYSTAFF") == set()


@ON_SQLITE
async def test_the_only_admin_names_another_one_first(stage: Stage) -> None:
    admin = Staff(stage, 700000205, "Quản trị", role=Role.ADMIN)
    await admin.joins()
    await admin.says("/quyen")

    await admin.presses("Rút lại đồng ý")

    assert "Anh/chị là quản trị duy nhất" in admin.sees_last()
    assert "Trao lại vai trò" not in admin.buttons()
    assert stage.count("role_grant", "revoked_at IS NULL") == 1
