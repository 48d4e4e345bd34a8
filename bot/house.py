"""How this desk's messages are said, whichever door says them."""

from bot.conversation.words import House
from review.newsroom import Newsroom


def house_of(newsroom: Newsroom) -> House:
    """Return how this desk's messages are said."""
    settings = newsroom.settings
    facts = {
        "co_quan": settings.organisation,
        "dau_moi": settings.contact,
        "kenh": "Telegram",
        "phien_ban": "1.0",
        "so_ngay_xoa": str(settings.unused_days),
        "so_thang": "12",
        "so_ngay_luu": str(settings.backup_keep * settings.backup_hours // 24),
        "dong_nen_tang_nuoc_ngoai": "",
    }
    return House(newsroom.words, settings.time_zone, settings.base_url, facts)
