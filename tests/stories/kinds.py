"""One message of every kind, as the Bot API 10.0 writes it, and one update of every kind."""

from typing import Any

Json = dict[str, Any]
NOON = 1_794_459_120  # 12/11/2026 11:52 at the desk
SOMEBODY: Json = {"id": 700_000_999, "is_bot": False, "first_name": "Ai đó"}
CHAT: Json = {"id": 700_000_999, "type": "private", "first_name": "Ai đó"}
CHANNEL: Json = {"id": -1_001_234, "type": "channel", "title": "Kênh Ví Dụ"}
POINT: Json = {"latitude": 10.7769, "longitude": 106.7009}
FILE: Json = {"file_id": "F1", "file_unique_id": "U1", "file_size": 9}
SIZE: Json = {**FILE, "width": 90, "height": 60}
STORY: Json = {"chat": CHANNEL, "id": 7}
TASK: Json = {"id": 1, "text": "Việc"}
CHECKLIST: Json = {"title": "Việc cần làm", "tasks": [TASK]}
EARLIER: Json = {"message_id": 1, "date": NOON, "chat": CHAT, "text": "x"}
PRICE: Json = {"currency": "XTR", "amount": 5}
POLL: Json = {
    "id": "1",
    "question": "Bao giờ?",
    "options": [{"persistent_id": "1", "text": "Nay", "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
STICKER: Json = {**SIZE, "is_animated": False, "is_video": False, "type": "regular", "emoji": "👍"}
GIFT: Json = {"id": "g", "sticker": STICKER, "star_count": 5}
PAYMENT: Json = {
    "currency": "XTR",
    "total_amount": 1,
    "invoice_payload": "x",
    "telegram_payment_charge_id": "x",
    "provider_payment_charge_id": "x",
}
UNIQUE_GIFT: Json = {
    "gift_id": "g",
    "base_name": "x",
    "name": "x-1",
    "number": 1,
    "model": {"name": "x", "sticker": STICKER, "rarity_per_mille": 1},
    "symbol": {"name": "x", "sticker": STICKER, "rarity_per_mille": 1},
    "backdrop": {
        "name": "x",
        "rarity_per_mille": 1,
        "colors": {"center_color": 1, "edge_color": 2, "symbol_color": 3, "text_color": 4},
    },
}

JOINING: dict[str, Json] = {
    "text": {"text": "Sáng nay phường mở bàn hướng dẫn."},
    "photo": {"photo": [SIZE]},
    "live_photo": {"live_photo": {**SIZE, "duration": 2, "photo": [SIZE]}, "photo": [SIZE]},
    "video": {"video": {**SIZE, "duration": 3}},
    "video_note": {"video_note": {**FILE, "length": 240, "duration": 3}},
    "animation": {"animation": {**SIZE, "duration": 3}, "document": {**FILE, "mime_type": "video/mp4"}},
    "voice": {"voice": {**FILE, "duration": 3}},
    "audio": {"audio": {**FILE, "duration": 3}},
    "document": {"document": {**FILE, "file_name": "bao-cao.pdf", "mime_type": "application/pdf"}},
    "location": {"location": POINT},
    "venue": {
        "venue": {"location": POINT, "title": "UBND phường Bình Mẫu", "address": "12 Đường Mẫu"},
        "location": POINT,
    },
    "contact": {"contact": {"phone_number": "+84903123456", "first_name": "Hạnh", "last_name": "Trần"}},
}
ANSWERED: dict[str, Json] = {
    "sticker": {"sticker": STICKER},
    "dice": {"dice": {"value": 3, "emoji": "🎲"}},
    "poll": {"poll": POLL},
    "game": {"game": {"title": "x", "description": "x", "photo": [SIZE]}},
    "story": {"story": STORY},
    "checklist": {"checklist": CHECKLIST},
    "paid_media": {"paid_media": {"star_count": 5, "paid_media": [{"type": "photo", "photo": [SIZE]}]}},
    "giveaway": {"giveaway": {"chats": [CHANNEL], "winners_selection_date": NOON, "winner_count": 1}},
    "giveaway_winners": {
        "giveaway_winners": {
            "chat": CHANNEL,
            "giveaway_message_id": 5,
            "winners_selection_date": NOON,
            "winner_count": 1,
            "winners": [SOMEBODY],
        }
    },
    "invoice": {
        "invoice": {"title": "x", "description": "x", "start_parameter": "x", "currency": "XTR", "total_amount": 1}
    },
    "other": {"something_of_next_year": {"x": 1}},
}
SERVICE: dict[str, Json] = {
    "new_chat_members": {"new_chat_members": [SOMEBODY]},
    "left_chat_member": {"left_chat_member": SOMEBODY},
    "chat_owner_left": {"chat_owner_left": {"new_owner": SOMEBODY}},
    "chat_owner_changed": {"chat_owner_changed": {"new_owner": SOMEBODY}},
    "new_chat_title": {"new_chat_title": "x"},
    "new_chat_photo": {"new_chat_photo": [SIZE]},
    "delete_chat_photo": {"delete_chat_photo": True},
    "chat_background_set": {
        "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}},
    },
    "group_chat_created": {"group_chat_created": True},
    "supergroup_chat_created": {"supergroup_chat_created": True},
    "channel_chat_created": {"channel_chat_created": True},
    "migrate_to_chat_id": {"migrate_to_chat_id": -1_009},
    "migrate_from_chat_id": {"migrate_from_chat_id": -9},
    "pinned_message": {"pinned_message": EARLIER},
    "message_auto_delete_timer_changed": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    "successful_payment": {"successful_payment": PAYMENT},
    "refunded_payment": {"refunded_payment": PAYMENT},
    "paid_message_price_changed": {"paid_message_price_changed": {"paid_message_star_count": 1}},
    "direct_message_price_changed": {"direct_message_price_changed": {"are_direct_messages_enabled": False}},
    "users_shared": {"users_shared": {"request_id": 1, "users": [{"user_id": 5, "first_name": "Ai đó"}]}},
    "chat_shared": {"chat_shared": {"request_id": 1, "chat_id": -5}},
    "connected_website": {"connected_website": "example.org"},
    "write_access_allowed": {"write_access_allowed": {"from_request": True}},
    "passport_data": {
        "passport_data": {"data": [], "credentials": {"data": "eA==", "hash": "eA==", "secret": "eA=="}},
    },
    "web_app_data": {"web_app_data": {"data": "x", "button_text": "x"}},
    "proximity_alert_triggered": {
        "proximity_alert_triggered": {"traveler": SOMEBODY, "watcher": SOMEBODY, "distance": 5},
    },
    "boost_added": {"boost_added": {"boost_count": 1}},
    "giveaway_created": {"giveaway_created": {}},
    "giveaway_completed": {"giveaway_completed": {"winner_count": 1}},
    "checklist_tasks_done": {"checklist_tasks_done": {"marked_as_done_task_ids": [1]}},
    "checklist_tasks_added": {"checklist_tasks_added": {"tasks": [TASK]}},
    "poll_option_added": {"poll_option_added": {"option_persistent_id": "1", "option_text": "x"}},
    "poll_option_deleted": {"poll_option_deleted": {"option_persistent_id": "1", "option_text": "x"}},
    "gift": {"gift": {"gift": GIFT}},
    "unique_gift": {"unique_gift": {"gift": UNIQUE_GIFT, "origin": "upgrade"}},
    "gift_upgrade_sent": {"gift_upgrade_sent": {"gift": GIFT}},
    "managed_bot_created": {"managed_bot_created": {"bot": {**SOMEBODY, "is_bot": True}}},
    "forum_topic_created": {"forum_topic_created": {"name": "x", "icon_color": 1}},
    "forum_topic_edited": {"forum_topic_edited": {"name": "x"}},
    "forum_topic_closed": {"forum_topic_closed": {}},
    "forum_topic_reopened": {"forum_topic_reopened": {}},
    "general_forum_topic_hidden": {"general_forum_topic_hidden": {}},
    "general_forum_topic_unhidden": {"general_forum_topic_unhidden": {}},
    "video_chat_scheduled": {"video_chat_scheduled": {"start_date": NOON}},
    "video_chat_started": {"video_chat_started": {}},
    "video_chat_ended": {"video_chat_ended": {"duration": 5}},
    "video_chat_participants_invited": {"video_chat_participants_invited": {"users": [SOMEBODY]}},
    "suggested_post_approved": {"suggested_post_approved": {"send_date": NOON}},
    "suggested_post_approval_failed": {"suggested_post_approval_failed": {"price": PRICE}},
    "suggested_post_declined": {"suggested_post_declined": {"comment": "x"}},
    "suggested_post_paid": {"suggested_post_paid": {"currency": "XTR", "amount": 5}},
    "suggested_post_refunded": {"suggested_post_refunded": {"reason": "post_deleted"}},
}


def a_message(account: int, number: int, content: Json) -> Json:
    """Return a message of these contents in a person's private chat."""
    who = {"id": account, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
    chat = {"id": account, "type": "private", "first_name": "Lan"}
    return {"message_id": number, "date": NOON + number, "chat": chat, "from": who, **content}


def other_updates(account: int) -> dict[str, Json]:
    """Return an update of every kind the desk passes over, each with a canary in what it says."""
    who = a_message(account, 900, {})["from"]
    later = {"something_of_next_year": {"from": who, "text": "CANARY"}}
    return _of_others(account) | _of_shops(who) | _of_members(account) | later


def _of_others(account: int) -> dict[str, Json]:
    """Return what is said elsewhere: in channels, to other chats, for a business."""
    said = a_message(account, 900, {"text": "CANARY"})
    who, post = said["from"], {"message_id": 5, "date": NOON, "chat": CHANNEL, "text": "CANARY"}
    business = {**said, "business_connection_id": "x"}
    connection = {"id": "CANARY", "user": who, "user_chat_id": account, "date": NOON, "is_enabled": True, "rights": {}}
    gone = {"business_connection_id": "CANARY", "chat": said["chat"], "message_ids": [5]}
    return {
        "channel_post": post,
        "edited_channel_post": {**post, "edit_date": NOON},
        "guest_message": {**said, "guest_query_id": "5"},
        "inline_query": {"id": "5", "from": who, "query": "CANARY", "offset": ""},
        "chosen_inline_result": {"result_id": "1", "from": who, "query": "CANARY"},
        "business_connection": connection,
        "business_message": business,
        "edited_business_message": {**business, "edit_date": NOON},
        "deleted_business_messages": gone,
        "managed_bot": {"user": who, "bot": {**who, "is_bot": True, "first_name": "CANARY"}},
    }


def _of_shops(who: Json) -> dict[str, Json]:
    """Return what belongs to purchases and polls."""
    address = dict.fromkeys(("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "CANARY")
    order = {"id": "5", "from": who, "invoice_payload": "CANARY"}
    return {
        "shipping_query": {**order, "shipping_address": address},
        "pre_checkout_query": {**order, "currency": "XTR", "total_amount": 1},
        "purchased_paid_media": {"from": who, "paid_media_payload": "CANARY"},
        "poll": {**POLL, "question": "CANARY"},
        "poll_answer": {"poll_id": "1", "user": who, "option_ids": [0], "option_persistent_ids": ["CANARY"]},
    }


def _of_members(account: int) -> dict[str, Json]:
    """Return what tells who is where, and who likes what."""
    said = a_message(account, 900, {})
    who, chat, channel = said["from"], {**said["chat"], "first_name": "CANARY"}, {**CHANNEL, "title": "CANARY"}
    member, source = {"user": who, "status": "member"}, {"source": {"source": "premium", "user": who}}
    boost = {"boost_id": "x", "add_date": NOON, "expiration_date": NOON, **source}
    thumb = {"old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}
    change = {"chat": chat, "from": who, "date": NOON, "old_chat_member": member, "new_chat_member": member}
    return {
        "chat_member": change,
        "chat_join_request": {"chat": CHANNEL, "from": who, "user_chat_id": account, "date": NOON, "bio": "CANARY"},
        "chat_boost": {"chat": channel, "boost": boost},
        "removed_chat_boost": {"chat": channel, "boost_id": "x", "remove_date": NOON, **source},
        "message_reaction": {"chat": chat, "message_id": 5, "user": who, "date": NOON, **thumb},
        "message_reaction_count": {"chat": channel, "message_id": 5, "date": NOON, "reactions": []},
    }
