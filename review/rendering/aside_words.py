"""The phrases by which correspondents speak to the desk. Data: add lines freely, each with an example."""

import re

from review.language.phrases import one_of

SPACE = r"\s+"
REST = r"\b.*"
A_FEW_WORDS = r"(?:\W+\w+){0,6}\W*"
STOP = r"\W*"


def maybe(*phrases: str) -> str:
    """Return an expression for any number of the phrases, each with the space after it."""
    return rf"(?:{one_of(*phrases)}{SPACE})*"


def said(*parts: str) -> str:
    """Return the parts one after the other, with spaces between them; a `maybe` brings its own."""
    spaced = "".join(part if part.endswith(rf"{SPACE})*") else part + SPACE for part in parts)
    return spaced.removesuffix(SPACE)


ME = one_of(
    "em", "tôi", "mình", "tui", "con", "cháu", "chúng tôi", "chúng em", "tụi em", "bọn em", "bên em", "tụi mình"
)
DESK = one_of(
    "ban biên tập", "bbt", "tòa soạn", "anh chị", "các anh chị", "anh/chị", "quý báo", "quý anh chị", "quý ban",
    "biên tập viên", "btv", "cổng thông tin", "mọi người", "cả nhà", "các anh", "các chị",
)  # fmt: skip
POLITE = maybe("dạ", "dạ thưa", "vâng", "thưa", "xin", "kính", "cho")
I_KINDLY = maybe(
    *("em", "tôi", "mình", "tui", "con", "cháu", "chúng tôi", "tụi em", "bên em", "xin", "kính", "trân trọng")
)
PICTURES = one_of("hình", "ảnh", "hình ảnh", "video", "clip", "file", "tệp")
REPORT = one_of("tin", "bài", "bài viết", "thông tin", "số liệu", "báo cáo", "link")
HOW_MANY = (
    rf"(?:(?:\d+|{one_of('một', 'hai', 'ba', 'bốn', 'năm', 'vài', 'mấy', 'các', 'ít', 'thêm', 'kèm', 'theo')}){SPACE})*"
)
PIECE = maybe("tấm", "bức", "cái", "bộ", "đoạn")
SEND = one_of("gửi", "gởi", "gửi kèm", "gửi lại", "gửi thêm", "gửi luôn", "gửi tới", "kèm", "kèm theo", "bổ sung")
HAVE = one_of("có", "có chụp", "có kèm", "có gửi", "chụp")
PARTICLES = rf"(?:{SPACE}{one_of('ạ', 'nhé', 'nha', 'nghen', 'nhen', 'nè', 'luôn', 'ạ anh chị', 'nha anh chị')})*{STOP}"
# What may follow the pictures; anything else ("gửi file mẫu cho từng hộ dân") is news.
ABOUT_PICTURES = (
    rf"(?:{SPACE}(?:{one_of('cho', 'tới', 'đến', 'qua')}{SPACE})?{DESK}\b.*"
    rf"|{SPACE}{one_of('minh họa', 'đính kèm', 'kèm theo', 'bên dưới', 'ở dưới', 'chụp', 'tự chụp', 'về')}\b.*)?"
    + PARTICLES
)
A_RESULT = rf"(?!.*(?:%|{one_of('cho thấy', 'đạt', 'tăng', 'giảm')}))"
AGREED = one_of("đồng ý", "cho phép")
TO_PRINT = one_of("cho đăng", "đăng", "cho nêu tên", "nêu tên", "cho chụp", "cho lấy tên")
LOOK_AT = one_of("xem", "đăng", "sửa", "biên tập", "duyệt", "kiểm tra", "giúp", "hỗ trợ")

EXPRESSIONS = (
    # Gửi Ban Biên tập bài về … · Kính gửi BBT
    said(I_KINDLY, SEND, maybe("tới", "đến", "cho"), DESK) + A_FEW_WORDS,
    said(I_KINDLY, SEND, maybe("tới", "đến", "cho"), DESK, HOW_MANY, REPORT, maybe("nói", "viết"), one_of("về")) + REST,
    # Em chào anh chị Ban Biên tập · Alo anh chị · Anh chị ơi
    said(I_KINDLY, one_of("chào", "thưa", "alo"), DESK) + A_FEW_WORDS,
    one_of("dạ", "vâng", "alo", "dạ thưa") + STOP,
    said(DESK, one_of("ơi")) + STOP,
    # Em gửi 2 hình · Em có 5 hình · Kèm 3 ảnh hoạt động
    said(I_KINDLY, SEND, HOW_MANY, PIECE, PICTURES) + ABOUT_PICTURES,
    said(ME, HAVE, HOW_MANY, PIECE, PICTURES) + ABOUT_PICTURES,
    # Em gửi tin ạ · Em gửi thêm số liệu sau
    said(I_KINDLY, SEND, HOW_MANY, REPORT) + rf"(?:{SPACE}{one_of('này', 'sau', 'trên', 'nhanh')})*" + PARTICLES,
    # Hình em tự chụp · Ảnh này do em chụp · Hình em gửi sau
    said(HOW_MANY, PICTURES, maybe("này", "trên", "do", "là", "thì", "cũng"), ME, maybe("tự", "sẽ", "mới"),
         one_of("chụp", "quay", "gửi", "gởi", "bổ sung")) + REST,
    # Có ảnh nhé · Có ảnh gửi sau
    said(one_of("có", "có kèm"), HOW_MANY, PICTURES, one_of("nhé", "nha", "ạ", "nghen", "gửi sau", "sau")) + STOP,
    # Số liệu lấy ở báo cáo tuần của phường
    A_RESULT + said(one_of("số liệu", "thông tin"), maybe("em", "này", "được", "là"), one_of("lấy", "trích", "dẫn"),
         one_of("ở", "từ", "trong", "theo")) + REST,
    # Anh Phó Chủ tịch đã đồng ý cho đăng · Em đã xin phép
    r".*\b" + said(one_of("đã", "có"), AGREED, TO_PRINT) + PARTICLES,
    said(I_KINDLY, one_of("đã xin phép", "có xin phép", "đã hỏi ý kiến")) + REST,
    # Em cảm ơn anh chị · Xin chân thành cảm ơn · Trân trọng
    said(I_KINDLY, maybe("chân thành", "rất"), one_of("cảm ơn", "cám ơn"), DESK) + A_FEW_WORDS,
    said(I_KINDLY, maybe("chân thành", "rất"), one_of("cảm ơn", "cám ơn")) + PARTICLES,
    one_of("trân trọng", "trân trọng kính chào", "kính thư", "thân mến", "thân ái") + STOP,
    said(one_of("chúc"), DESK) + A_FEW_WORDS,
    # Nhờ BBT xem giúp
    said(I_KINDLY, one_of("nhờ", "mong", "rất mong", "đề nghị"), DESK, LOOK_AT) + A_FEW_WORDS,
)  # fmt: skip
ASIDES = tuple(re.compile(POLITE + expression, re.IGNORECASE) for expression in EXPRESSIONS)

# "Em Tuấn bên phường Bình Mẫu": who writes, told to the desk; the name begins with a capital.
INTRODUCTION = re.compile(
    r"(?:[Dd]ạ,? )?(?:[Ee]m|[Tt]ôi|[Mm]ình|[Tt]ui|[Cc]háu)(?: tên)?(?: là)? [A-ZÀ-ỸĐ]\w*(?: [A-ZÀ-ỸĐ]\w*){0,3},? "
    r"(?:bên|ở|thuộc|CTV|cộng tác viên)\b[^,.]*\W*"
)
# "Gửi Ban Biên tập bài về mô hình X": the aside names its subject.
ANNOUNCED = re.compile(
    POLITE
    + r".*?\b"
    + said(
        one_of("tin", "bài", "bài viết", "phóng sự", "phỏng vấn"), maybe("nói", "viết", "ngắn", "nhanh"), one_of("về")
    )
    + rf"{SPACE}(?P<subject>.+?)[\s.!]*",
    re.IGNORECASE,
)
# "Em gửi tin nhanh: Sáng nay …": the words before the colon are for the desk, the rest is the tip.
LEAD = re.compile(
    POLITE
    + said(I_KINDLY, one_of("gửi", "gởi", "báo", "đưa"))
    + rf"{SPACE}(?:[^\s:]+{SPACE}){{0,6}}?"
    + rf"{one_of('tin', 'bài', 'bài viết')}(?:{SPACE}[^\s:,.]+){{0,3}}\s*:{SPACE}",
    re.IGNORECASE,
)
# The sentence splitter takes "ạ." for an initial; the particle goes anyway.
PARTICLE_INSIDE = re.compile(r",?\s+ạ(?=[.!?…]+(?:\s|$))")
PARTICLES_BEFORE = re.compile(rf"^{one_of('dạ', 'dạ thưa')}\W+", re.IGNORECASE)
PARTICLES_AFTER = re.compile(
    r"(?:,?\s+(?:ạ|nha|nhé|nhe|nghen|nhen)(?:\s+(?:các\s+)?(?:anh chị|anh/chị|mọi người|bbt))?)+(?=[.!?…]*$)",
    re.IGNORECASE,
)
