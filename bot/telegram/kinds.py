"""Every kind of update and of message there is, and what becomes of it: docs/updates.md holds the same tables.

Bot API 10.0. What is not named here came later: an update of another kind is passed over, a message of another kind is
answered, and its raw form is kept (telegram.md R24).
"""

from collections.abc import Mapping
from enum import StrEnum

from telegram import Message


class Way(StrEnum):
    """What becomes of it."""

    HANDLED = "handled"
    JOINS = "joins"  # becomes part of a tip
    ANSWERED = "answered"  # it cannot be taken, and the person is told
    PASSED = "passed"  # over without a word; its content is not kept


UPDATES: Mapping[str, Way] = {
    "message": Way.HANDLED,
    "edited_message": Way.HANDLED,
    "callback_query": Way.HANDLED,
    "my_chat_member": Way.HANDLED,
    **dict.fromkeys(
        (
            *("channel_post", "edited_channel_post", "guest_message", "inline_query", "chosen_inline_result"),
            *("shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer"),
            *("chat_member", "chat_join_request", "chat_boost", "removed_chat_boost"),
            *("message_reaction", "message_reaction_count", "managed_bot"),
            *("business_connection", "business_message", "edited_business_message", "deleted_business_messages"),
        ),
        Way.PASSED,
    ),
}
JOINING = (
    *("text", "photo", "live_photo", "video", "video_note", "animation", "voice", "audio", "document"),
    *("location", "venue", "contact"),
)
ANSWERED = (
    *("sticker", "dice", "poll", "game", "story", "checklist"),
    *("paid_media", "giveaway", "giveaway_winners", "invoice"),
)
SERVICE = (
    *("new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed"),
    *("new_chat_title", "new_chat_photo", "delete_chat_photo", "chat_background_set"),
    *("group_chat_created", "supergroup_chat_created", "channel_chat_created"),
    *("migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "message_auto_delete_timer_changed"),
    *("successful_payment", "refunded_payment", "paid_message_price_changed", "direct_message_price_changed"),
    *("users_shared", "chat_shared", "connected_website", "write_access_allowed", "passport_data", "web_app_data"),
    *("proximity_alert_triggered", "boost_added", "giveaway_created", "giveaway_completed"),
    *("checklist_tasks_done", "checklist_tasks_added", "poll_option_added", "poll_option_deleted"),
    *("gift", "unique_gift", "gift_upgrade_sent", "managed_bot_created"),
    *("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"),
    *("general_forum_topic_hidden", "general_forum_topic_unhidden"),
    *("video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited"),
    *("suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined"),
    *("suggested_post_paid", "suggested_post_refunded"),
)
MESSAGES: Mapping[str, Way] = {
    **dict.fromkeys(JOINING, Way.JOINS),
    **dict.fromkeys(ANSWERED, Way.ANSWERED),
    **dict.fromkeys(SERVICE, Way.PASSED),
}
UNKNOWN = "other"


def is_service(message: Message) -> bool:
    """Tell whether Telegram itself reports something, which nobody has said."""
    return any(getattr(message, kind, None) for kind in SERVICE)


def refused_kind(message: Message) -> str:
    """Return the kind of a message that no tip can take."""
    return next((kind for kind in ANSWERED if getattr(message, kind, None) is not None), UNKNOWN)
