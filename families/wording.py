"""How the notices of families read: what each is about, its sentence, and what its link is called."""

from django.utils.translation import gettext_lazy as _

from accounts.wording import register

_SEE_FAMILY, _SEE_MINE = _("가족 보기"), _("내 것 보기")
_STAFF = _("운영자가 도왔어요")

for kind, title, sentence, action in (
    (
        "member.waiting",
        _("함께하고 싶은 보호자"),
        _("{name:이/가} ‘{family}’에 함께하고 싶어 해요. 아는 사람이면 받아 주세요."),
        _("살펴보고 답하기"),
    ),
    ("member.agreed", _("함께하게 됐어요"), _("이제 ‘{family}’의 기록을 함께 볼 수 있어요."), _SEE_FAMILY),
    ("member.refused", _("가족의 답"), _("‘{family}’에는 이번에 함께하지 않기로 했어요."), _SEE_FAMILY),
    (
        "member.sees_you",
        _("내 것을 볼 수 있는 사람"),
        _("이제 {name}도 내 미션과 배운 것을 볼 수 있어요."),
        _("누가 볼 수 있는지 보기"),
    ),
    (
        "member.legal",
        _("법정대리인이 늘었어요"),
        _("{name:이/가} ‘{family}’ 아이들의 법정대리인이라고 밝혔어요."),
        _SEE_FAMILY,
    ),
    ("member.left", _("가족이 바뀌었어요"), _("{name:이/가} ‘{family}’에서 나갔어요."), _SEE_FAMILY),
    (
        "member.you_left",
        _("가족에서 나왔어요"),
        _("‘{family}’에서 나왔어요. 7일 안에 되돌릴 수 있어요."),
        _("되돌리는 곳 보기"),
    ),
    ("member.back", _("가족이 바뀌었어요"), _("{name:이/가} ‘{family}’에 돌아왔어요."), _SEE_FAMILY),
    ("child.made", _("새 자녀 프로필"), _("{child:이/가} 가족에 들어왔어요."), _SEE_FAMILY),
    (
        "child.joined",
        _("자녀가 들어왔어요"),
        _("{child:이/가} 초대를 받아 ‘{family}’에 들어왔어요."),
        _SEE_FAMILY,
    ),
    (
        "pin.locked",
        _("PIN이 잠시 잠겼어요"),
        _("{child}의 PIN이 {device}에서 5번 틀려 잠시 잠겼어요. 바로 풀어 줄 수 있어요."),
        _("풀어 주러 가기"),
    ),
    (
        "pin.reset",
        _("PIN이 바뀌었어요"),
        _("{by:이/가} 내 PIN을 새로 정했어요. 들어올 때 바꿀 수 있어요."),
        _("내 설정 보기"),
    ),
    (
        "pin.reset_elsewhere",
        _("PIN이 바뀌었어요"),
        _("다른 집에서 {child}의 PIN을 새로 정했어요."),
        _SEE_FAMILY,
    ),
    (
        "home.second",
        _("다른 집에도 함께해요"),
        _("{by:이/가} {child:을/를} 다른 집에도 함께하게 했어요. 배운 단어와 조개만 오가요."),
        _SEE_FAMILY,
    ),
    (
        "home.yours",
        _("함께하는 집이 늘었어요"),
        _("이제 ‘{family}’에서도 함께해요. 누가 보는지는 ‘나’에 적혀 있어요."),
        _("누가 볼 수 있는지 보기"),
    ),
    (
        "home.ended",
        _("다른 집에 함께하지 않아요"),
        _("{child:은/는} 이제 다른 집에 함께하지 않아요."),
        _SEE_FAMILY,
    ),
    (
        "home.you_left",
        _("함께하는 집이 줄었어요"),
        _("이제 ‘{family}’에는 함께하지 않아요. 배운 단어와 조개는 그대로예요."),
        _("내 가족 보기"),
    ),
    (
        "consent.withdrawn",
        _("가입 동의를 거두었어요"),
        _("{by:이/가} {child}의 가입 동의를 거두었어요. {until}까지 다시 동의하지 않으면 모두 지워요."),
        _SEE_FAMILY,
    ),
    (
        "consent.withdrawn_elsewhere",
        _("지금은 들어올 수 없어요"),
        _("{child:은/는} 지금 들어올 수 없어요. 하던 미션은 그대로 멈춰 있어요."),
        _SEE_FAMILY,
    ),
    (
        "consent.renewed",
        _("가입에 다시 동의했어요"),
        _("{by:이/가} {child}의 가입에 다시 동의했어요."),
        _SEE_FAMILY,
    ),
    (
        "consent.renewed_elsewhere",
        _("다시 들어올 수 있어요"),
        _("{child:이/가} 다시 들어올 수 있어요."),
        _SEE_FAMILY,
    ),
    (
        "consent.erased",
        _("기록을 지웠어요"),
        _("동의를 거둔 자녀 프로필과 그 기록을 모두 지웠어요."),
        _SEE_FAMILY,
    ),
    (
        "staff.sign_in_link",
        _STAFF,
        _("운영자가 {name}에게 들어오기 링크를 이메일로 보냈어요. 까닭: {reason}"),
        _SEE_FAMILY,
    ),
    (
        "staff.sign_in_link.you",
        _STAFF,
        _("운영자가 내 이메일로 들어오기 링크를 보냈어요. 까닭: {reason}"),
        _SEE_MINE,
    ),
    (
        "staff.change_email",
        _STAFF,
        _("운영자가 {name}의 이메일을 바꿨어요. 까닭: {reason}"),
        _SEE_FAMILY,
    ),
    (
        "staff.change_email.you",
        _STAFF,
        _("운영자가 내 이메일을 바꿨어요. 까닭: {reason}"),
        _SEE_MINE,
    ),
    (
        "staff.undo_leave",
        _STAFF,
        _("운영자가 {name:이/가} 가족에서 나간 것을 되돌렸어요. 까닭: {reason}"),
        _SEE_FAMILY,
    ),
    (
        "staff.undo_leave.you",
        _STAFF,
        _("운영자가 내가 가족에서 나간 것을 되돌렸어요. 까닭: {reason}"),
        _SEE_FAMILY,
    ),
    ("staff.unlock", _STAFF, _("운영자가 {name}의 잠긴 PIN을 풀었어요. 까닭: {reason}"), _SEE_FAMILY),
    ("staff.unlock.you", _STAFF, _("운영자가 내 잠긴 PIN을 풀었어요. 까닭: {reason}"), _SEE_MINE),
):
    register(kind, sentence, title=title, action=action)
