"""How the notices of lessons read."""

from django.utils.translation import gettext_lazy as _

from accounts.wording import register

register("praise", _("{by:이/가} ‘{word}’에 칭찬을 남겼어요."))
register("report_answered", _("알려 준 ‘{word}’의 이상한 곳을 고쳤어요. 고마워요."))
register("pair.opened", _("{child:이/가} 쓴 문장이에요. 무슨 단어인지 맞혀 볼래요?"))
register("pair.answered", _("{guardian:이/가} 내 문장의 단어를 골랐어요."))
