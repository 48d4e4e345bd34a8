"""Complaints and petitions (domain guide, section 10): a private grievance together with a request that somebody act.

A "Kiến nghị:" inside an article, a dialogue meeting, opinions in a consultation and a hotline's figures are none.
"""

from review.language.finding import Finding, found
from review.language.phrases import one_of, whole

OURS = one_of("nhà", "gia đình", "xóm", "hẻm", "chỗ", "dãy", "khu nhà", "hồ sơ của", "giấy tờ của", "đất của")
ME = one_of("tôi", "tui", "mình", "chúng tôi", "tụi tôi", "tụi em", "nhà em", "con")
I_SAY = one_of("tôi", "tui", "chúng tôi")
HARMED = one_of("nộp", "đi nộp", "làm", "chờ", "đợi", "lên phường", "xin", "đi lại")
DENIED = one_of("được", "nhận", "có kết quả", "ai")
HARM = whole(
    rf"{OURS}\s+(?:{ME}|em)"
    rf"|{I_SAY}\s+(?:{one_of('đã', 'có')}\s+)?{HARMED}"
    rf"|{I_SAY}\s+[^.;\n]{{0,40}}?{one_of('chưa', 'không')}\s+{DENIED}"
)
FAILED = whole(
    one_of(
        "gọi mãi", "gọi hoài", "gọi nhiều lần", "báo nhiều lần", "phản ánh nhiều lần", "kêu nhiều lần",
        "hỏi nhiều lần", "nhiều lần phản ánh", "không ai giải quyết", "chưa ai giải quyết", "không ai xử lý",
        "không ai nghe máy", "không ai trả lời", "không thấy ai", "chưa thấy ai", "chưa được giải quyết",
        "không được giải quyết", "hẹn tới hẹn lui", "hẹn hoài", "hứa hoài", "mãi không", "mãi chưa",
        "vẫn chưa có kết quả", "chưa có kết quả", "không ai ngó ngàng", "đi tới đi lui", "chạy tới chạy lui",
        "quá hạn mà", "im lặng", "chưa thấy giải quyết", "không thấy giải quyết", "không ai tới", "không ai xuống",
        "chẳng ai", "không ai bắt máy", "không bắt máy", "không ai nghe", "không ai đoái hoài", "chưa ai xuống",
        "chưa ai tới", "chưa có ai", "chưa được trả lời", "hẹn lần hẹn lữa", "hẹn lần này lần khác", "đùn đẩy",
        "bặt tăm", "chưa ai trả lời", "không thấy xử lý", "chưa thấy xử lý", "không ai chịu",
    )
)  # fmt: skip
ACT = one_of(
    "xử lý", "giải quyết", "can thiệp", "vào cuộc", "làm rõ", "xem xét", "kiểm tra", "giúp đỡ", "sớm có", "xuống coi",
    "xem giùm", "coi giùm",
)  # fmt: skip
WISH = one_of("nhờ", "mong", "kính mong", "xin", "rất mong")
DEMAND = one_of("đề nghị", "yêu cầu", "mong muốn", "kính đề nghị")
KINDLY = one_of("giùm", "giúp", "dùm")
PLEA = whole(rf"(?:{WISH}|{DEMAND})(?=\s)[^.;\n]{{0,70}}?{ACT}")
PERSONAL_PLEA = whole(rf"{WISH}(?=\s)[^.;\n]{{0,70}}?{ACT}|{DEMAND}(?=\s)[^.;\n]{{0,70}}?{ACT}\s+{KINDLY}")
STRONG = whole(
    one_of(
        "khiếu nại",
        "tố cáo",
        "kêu cứu",
        "bức xúc",
        "hạch sách",
        "nhũng nhiễu",
        "vòi vĩnh",
        "hành dân",
        "ngâm hồ sơ",
        "oan ức",
    )
)
FIRST_PERSON = whole(one_of("tôi", "tui", "chúng tôi", "tụi tôi", "bà con chúng tôi", "gia đình tôi"))
REPORT = whole(
    one_of(
        "hội nghị", "đối thoại", "tiếp xúc cử tri", "đường dây nóng", "tiếp công dân", "lấy ý kiến", "góp ý", "buổi lễ",
        "tập huấn", "tổ chức", "khai mạc", "cho biết", "tiếp nhận", "ubnd phường đã", "kế hoạch",
    )
)  # fmt: skip


def find(text: str) -> Finding | None:
    """Return where a text complains, None where it reports."""
    harm, failed, plea, strong = (pattern.search(text) for pattern in (HARM, FAILED, PLEA, STRONG))
    personal_plea = PERSONAL_PLEA.search(text)
    grievance = harm or failed or strong
    if grievance is None:
        return None
    speaks_for_self = bool(harm or FIRST_PERSON.search(text))
    is_complaint = (
        (harm and (failed or plea or strong))
        or (failed and (personal_plea or (plea and not REPORT.search(text))))
        or (strong and speaks_for_self and (failed or plea))
        or (strong and personal_plea and not REPORT.search(text))
    )
    return found("complaint", text, *grievance.span(), severity="warn") if is_complaint else None
