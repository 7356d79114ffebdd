"""How the notices of families read."""

from django.utils.translation import gettext_lazy as _

from accounts.wording import register

for kind, sentence in {
    "member.waiting": _("{name:이/가} ‘{family}’에 함께하고 싶어 해요. 아는 사람이면 받아 주세요."),
    "member.agreed": _("이제 ‘{family}’를 함께 볼 수 있어요."),
    "member.refused": _("‘{family}’에는 이번에 함께하지 않기로 했어요."),
    "member.sees_you": _("이제 {name}도 내 미션과 배운 것을 볼 수 있어요."),
    "member.legal": _("{name:이/가} ‘{family}’ 아이들의 법정대리인이라고 밝혔어요."),
    "member.left": _("{name:이/가} ‘{family}’에서 나갔어요."),
    "member.you_left": _("‘{family}’에서 나왔어요. 7일 안에 되돌릴 수 있어요."),
    "member.back": _("{name:이/가} ‘{family}’에 돌아왔어요."),
    "child.made": _("{child:이/가} 가족에 들어왔어요."),
    "child.joined": _("{child:이/가} 초대를 받아 ‘{family}’에 들어왔어요."),
    "pin.locked": _("{child}의 PIN이 {device}에서 5번 틀려 잠시 잠겼어요. 바로 풀어 줄 수 있어요."),
    "pin.reset": _("{by:이/가} 내 PIN을 새로 정했어요. 들어올 때 바꿀 수 있어요."),
    "pin.reset_elsewhere": _("다른 집에서 {child}의 PIN을 새로 정했어요."),
    "home.second": _("{by:이/가} {child:을/를} 다른 집에도 함께하게 했어요. 배운 단어와 조개만 오가요."),
    "home.yours": _("이제 ‘{family}’에서도 함께해요. 누가 보는지는 ‘나’에 적혀 있어요."),
    "home.ended": _("{child:은/는} 이제 다른 집에 함께하지 않아요."),
    "home.you_left": _("이제 ‘{family}’에는 함께하지 않아요. 배운 단어와 조개는 그대로예요."),
    "consent.withdrawn": _(
        "{by:이/가} {child}의 가입 동의를 거두었어요. {until}까지 다시 동의하지 않으면 기록을 모두 지워요."
    ),
    "consent.withdrawn_elsewhere": _("{child:은/는} 지금 들어올 수 없어요. 하던 미션은 그대로 멈춰 있어요."),
    "consent.renewed": _("{by:이/가} {child}의 가입에 다시 동의했어요."),
    "consent.renewed_elsewhere": _("{child:이/가} 다시 들어올 수 있어요."),
    "staff.sign_in_link": _("운영자가 {name}에게 들어오기 링크를 이메일로 보냈어요. 까닭: {reason}"),
    "staff.sign_in_link.you": _("운영자가 내 이메일로 들어오기 링크를 보냈어요. 까닭: {reason}"),
    "staff.change_email": _("운영자가 {name}의 이메일을 바꿨어요. 까닭: {reason}"),
    "staff.change_email.you": _("운영자가 내 이메일을 바꿨어요. 까닭: {reason}"),
    "staff.undo_leave": _("운영자가 {name:이/가} 가족에서 나간 것을 되돌렸어요. 까닭: {reason}"),
    "staff.undo_leave.you": _("운영자가 내가 가족에서 나간 것을 되돌렸어요. 까닭: {reason}"),
    "staff.unlock": _("운영자가 {name}의 잠긴 PIN을 풀었어요. 까닭: {reason}"),
    "staff.unlock.you": _("운영자가 내 잠긴 PIN을 풀었어요. 까닭: {reason}"),
    "consent.erased": _("동의를 거둔 자녀 프로필과 그 기록을 모두 지웠어요."),
}.items():
    register(kind, sentence)
