"""How the notices of lessons read; to a child with a line in its family's voice."""

from django.utils.translation import gettext_lazy as _

from accounts.wording import register
from families.models import Voice

register(
    "praise",
    _("{by:이/가} ‘{word}’에 칭찬을 남겼어요."),
    title=_("칭찬이 왔어요"),
    action=_("칭찬 읽기"),
    tones={Voice.WARM: _("마음이 담긴 한 줄이에요."), Voice.FRIEND: _("뭐라고 썼을까요?")},
)
register(
    "report_answered",
    _("알려 준 ‘{word}’의 이상한 곳을 고쳤어요. 고마워요."),
    title=_("알려 준 곳을 고쳤어요"),
    action=_("단어 보기"),
)
register(
    "pair.opened",
    _("{child:이/가} 쓴 문장이에요. 무슨 단어인지 맞혀 볼래요?"),
    title=_("둘이 푸는 카드"),
    action=_("카드 펼치기"),
)
register(
    "pair.answered",
    _("{guardian:이/가} 내 문장의 단어를 골랐어요."),
    title=_("둘이 푸는 카드"),
    action=_("답 보러 가기"),
    tones={Voice.WARM: _("함께 푼 단어는 더 오래 남아요."), Voice.FRIEND: _("맞혔는지 볼까요?")},
)
register(
    "study_reminder",
    _("{child}의 오늘의 단어가 남아 있어요. 10분이면 돼요."),
    to_child=_("오늘의 단어를 만날 시간이에요. 10분이면 돼요."),
    title=_("오늘의 단어"),
    action=_("오늘로 가기"),
    tones={Voice.WARM: _("천천히 해도 괜찮아요."), Voice.FRIEND: _("가볍게 열어 볼까요?")},
)
