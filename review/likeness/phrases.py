"""What every office writes in every text: such word pairs tell little about whether two texts are one."""

from itertools import pairwise

PHRASES = """
ủy ban nhân dân · hội đồng nhân dân · mặt trận tổ quốc · hội liên hiệp phụ nữ · đoàn thanh niên
thành phố hồ chí minh · UBND phường · UBND xã · UBND thành phố · UBND các phường xã · trên địa bàn phường
trên địa bàn thành phố · địa bàn xã · cải cách hành chính · thủ tục hành chính · giải quyết thủ tục
bộ phận một cửa · trung tâm phục vụ hành chính công · dịch vụ công trực tuyến · hồ sơ trực tuyến · nộp hồ sơ
hồ sơ đúng hạn · giải quyết đúng hạn · tiếp nhận hồ sơ · trả kết quả · tiếp nhận và trả kết quả · chuyển đổi số
tổ công nghệ số cộng đồng · định danh điện tử · tài khoản định danh · người dân và doanh nghiệp · phục vụ người dân
hướng dẫn người dân · lượt người dân · được người dân · số lượng người dân · cán bộ công chức viên chức
cán bộ và công chức · lãnh đạo các ban ngành đoàn thể · đại diện lãnh đạo · cùng đại diện · chủ tịch UBND phường
phó chủ tịch UBND phường · chủ tịch UBND xã · bí thư đảng ủy · trưởng ban chỉ đạo · lãnh đạo phường
tổ chức hội nghị · hội nghị sơ kết · hội nghị tổng kết · đến dự hội nghị có · tham dự hội nghị có ông
tham dự có bà · phát biểu tại hội nghị · phát biểu chỉ đạo · tại hội nghị các đại biểu · tại buổi làm việc
có buổi làm việc với · ghi nhận · theo báo cáo · báo cáo kết quả · 6 tháng đầu năm · 9 tháng đầu năm
10 tháng đầu năm · những tháng cuối năm · quý iii năm · phương hướng nhiệm vụ trọng tâm · nhiệm vụ và giải pháp
triển khai thực hiện · triển khai kế hoạch · thực hiện kế hoạch · nâng cao chất lượng phục vụ · nâng cao hiệu quả
nâng cao nhận thức · tinh thần trách nhiệm · đẩy mạnh công tác tuyên truyền · tiếp tục đẩy mạnh
trong thời gian tới · thời gian tới phường · từ đầu năm đến nay · tính đến nay · so với cùng kỳ năm trước · cho biết
qua đó · theo đó · bên cạnh đó · đồng thời · nhằm nâng cao · góp phần nâng cao · ra mắt mô hình · nhân rộng mô hình
đưa vào hoạt động · đồng tình và đánh giá cao · vận động người dân tham gia · ban hành quyết định số
về việc công bố · có hiệu lực thi hành kể từ ngày ký · thuộc phạm vi chức năng quản lý · chủ trì phối hợp
các cơ quan liên quan · theo quy định · niêm yết công khai · cập nhật niêm yết · sáng ngày · chiều ngày · sáng nay
chiều nay · vừa qua · ngày tháng năm · gửi ban biên tập · em gửi · hình em tự chụp · anh chị ạ · đơn vị em
phường em
"""


def common_pairs(folded_phrases: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of neighbouring words of phrases that are folded and parted by full stops."""
    return frozenset(pair for phrase in folded_phrases.split(".") for pair in pairwise(phrase.split()))
