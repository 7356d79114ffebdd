"""How the notices of families read: what each is about, its sentence, and what its link is called."""

from django.utils.translation import gettext_lazy as _

from accounts.wording import register

_SEE_FAMILY = _("가족 보기")

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
        "consent.withdrawn",
        _("가입 동의를 거두었어요"),
        _("{by:이/가} {child}의 가입 동의를 거두었어요. 7일 안에 다시 동의할 수 있어요."),
        _SEE_FAMILY,
    ),
    (
        "consent.renewed",
        _("가입에 다시 동의했어요"),
        _("{by:이/가} {child}의 가입에 다시 동의했어요."),
        _SEE_FAMILY,
    ),
):
    register(kind, sentence, title=title, action=action)
