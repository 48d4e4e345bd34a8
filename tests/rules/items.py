"""News items for the tests of the ways out."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from PIL import Image

from review.exports.item import Files, NewsItem
from review.rendering.article import Article, Photo
from review.workflow import DraftStatus

TITLE = "Phường Bình Mẫu trả kết quả hồ sơ tại nhà cho người cao tuổi"


def an_item(**changes: object) -> NewsItem:
    article = Article(
        section="Cải cách thủ tục hành chính",
        title=TITLE,
        subtitle="Từ tháng 11, mỗi tuần hai buổi",
        standfirst="Sáng 12/11, UBND phường Bình Mẫu bắt đầu trả kết quả hồ sơ tại nhà cho 12 người cao tuổi.",
        body=(
            "Theo Báo cáo số 215/BC-UBND, phường có 1.046 hồ sơ trong tháng 10; 95,6% được trả đúng hẹn.",
            "Ông [[họ tên]] cho biết sẽ mở rộng ra các khu phố.",
        ),
        photos=(
            Photo(1, "k1", "Công chức phường trao kết quả tại nhà, sáng 12/11.", "Hai người bên bàn", "Ảnh: Lan"),
            Photo(2, None, "Tổ lưu động lên đường.", "Ba người đi xe máy", "Ảnh: CTV"),
        ),
        byline="Nguyễn Lan",
        source_line="(Theo UBND phường Bình Mẫu)",
        keywords=("một cửa", "người cao tuổi"),
        genre="TIN",
        event_date=date(2026, 11, 12),
        stamp_at=datetime(2026, 11, 12, 4, 52, tzinfo=UTC),
    )
    item = NewsItem(
        uri="tag:desk.example,2026-11-12:B-261112-07",
        reference="B-261112-07",
        version=3,
        status=DraftStatus.READY,
        article=article,
        unit="Ủy ban nhân dân phường Bình Mẫu",
        publisher="Trang Cải cách hành chính Thành phố",
        created_at=datetime(2026, 11, 12, 5, 10, 3, 250_000, tzinfo=UTC),
        changed_at=datetime(2026, 11, 12, 6, 0, 7, 990_000, tzinfo=UTC),
        published_at=None,
        published_url=None,
    )
    return replace(item, **changes)  # type: ignore[arg-type]  # the fields of an item


def filled(text: str) -> NewsItem:
    """Return an item that has the same text in every place."""
    item = an_item()
    photo = Photo(1, "k1", text, text, text)
    article = replace(
        item.article,
        section=text,
        title=text,
        subtitle=text,
        standfirst=text,
        body=(text, text),
        photos=(photo,),
        byline=text,
        source_line=text,
        keywords=(text,),
    )
    return replace(item, article=article, unit=text, publisher=text)


@cache
def a_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (90, 60), "teal").save(written, "JPEG")
    return written.getvalue()


def files() -> Files:
    """Return where the first photo of an item is; the second has not arrived."""
    return Files(
        lambda photo: f"https://desk.example/api/v1/media/{photo.key}" if photo.key else None,
        lambda photo: a_picture() if photo.key else None,
    )
