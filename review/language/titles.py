"""Titles and positions: what stands before or behind a name and tells an official from a resident."""

from review.language.phrases import one_of

RESIDENT_TITLES = (
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "dì", "cậu", "mợ", "thím", "em", "cháu", "bé", "người dân",
    "công dân", "học sinh", "sinh viên", "nữ sinh", "nam sinh", "chủ hộ", "hộ", "hộ ông", "hộ bà", "cụ ông", "cụ bà",
    "tiểu thương", "công nhân", "nông dân", "tài xế", "bệnh nhân", "nạn nhân", "sản phụ", "gia đình", "mẹ", "má",
)  # fmt: skip
# Titles of those who act for an office or a paper.
OFFICIAL_TITLES = (
    "đồng chí", "đ/c", "đc", "đ.c", "bác sĩ", "bs", "bs.", "bs ck1", "bs cki", "bs ckii", "luật sư", "ls", "ths",
    "ths.", "thạc sĩ", "tiến sĩ", "ts", "ts.", "gs", "pgs", "pgs.ts", "ctv", "phóng viên", "pv", "thầy", "cô giáo",
    "thầy giáo", "đại tá", "thượng tá", "trung tá", "thiếu tá", "đại úy", "thượng úy", "trung úy", "thiếu úy",
    "linh mục", "thượng tọa", "đại đức", "hòa thượng",
)  # fmt: skip
TITLES = (*RESIDENT_TITLES, *OFFICIAL_TITLES)
POSITIONS = (
    "chủ tịch", "phó chủ tịch", "bí thư", "phó bí thư", "giám đốc", "phó giám đốc", "trưởng phòng",
    "phó trưởng phòng", "phó phòng", "trưởng ban", "phó ban", "chánh văn phòng", "phó chánh văn phòng", "công chức",
    "cán bộ", "viên chức", "chuyên viên", "tổ trưởng", "tổ phó", "đội trưởng", "hội trưởng", "trưởng khu phố",
    "trưởng ấp", "hiệu trưởng", "phó hiệu trưởng", "lãnh đạo", "đại diện", "bí thư đoàn", "thư ký", "trưởng công an",
    "thượng tá", "trung tá", "thiếu tá", "đại úy", "thượng úy", "bộ trưởng", "thứ trưởng", "phó trưởng",
    "trưởng trạm", "bác sĩ", "luật sư", "cán sự", "hộ tịch", "tư pháp", "đoàn viên", "phóng viên", "cộng tác viên",
    "trưởng đoàn", "nhân viên", "bưu tá", "trưởng nhóm", "kế toán", "điều phối viên", "ủy viên", "đại biểu",
    "phó đoàn", "địa chính", "trưởng bộ phận", "phụ trách", "trưởng thôn", "tổ phó", "pct", "ct", "phó ct", "p.ct",
    "chi hội trưởng", "phường đội trưởng", "chỉ huy trưởng", "cảnh sát khu vực", "giáo viên",
    "điều dưỡng", "bí thư chi bộ", "bí thư chi đoàn", "chủ nhiệm", "phó chủ nhiệm", "trợ lý", "thanh tra",
    "kiểm sát viên", "thẩm phán", "chấp hành viên",
)  # fmt: skip
# Behind a name these tell where somebody works: "anh Tuấn (Công an phường)".
WORKPLACES = ("công an", "ubnd", "văn phòng ubnd", "bộ phận một cửa", "trạm y tế", "mttq", "hội phụ nữ", "đoàn phường")
# Titles that also count people and name groups; only a family name behind them makes a person of them.
GROUP_TITLES = frozenset(
    (
        "người dân", "công dân", "học sinh", "sinh viên", "nữ sinh", "nam sinh", "chủ hộ", "hộ", "tiểu thương",
        "công nhân", "nông dân", "tài xế", "bệnh nhân", "nạn nhân", "sản phụ", "gia đình", "mẹ", "má",
    )
)  # fmt: skip
POSITION = one_of(*POSITIONS)
