"""Why something about rest days cannot be done, for the person who pressed."""

from django.utils.translation import gettext_lazy as _

REST_IS_OVER = _("오늘까지의 쉬는 날은 그대로 남아요. 내일부터의 날만 되돌릴 수 있어요.")
REST_GONE = _("그사이에 부탁을 거두었어요.")
REST_ANSWERED = _("이미 답한 부탁이에요.")
GUARDIANS_ANSWER = _("보호자가 답하는 부탁이에요.")
GUARDIANS_TRIP = _("여행은 보호자가 정해요.")
NOT_YOUR_REST = _("정한 사람만 되돌릴 수 있는 날이에요.")
