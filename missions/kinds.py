"""The kinds of news about missions and promises: who hears, and how pressing it is."""

from django.utils.translation import gettext_lazy as _

from accounts.kinds import decision, declare, news

_BOTH = _("자녀와 보호자, 누른 사람은 빼고")

declare(
    {
        "mission_proposed": decision(_("제안에 답할 사람")),
        "mission_countered": decision(_("바뀐 제안에 답할 사람")),
        "mission_accepted": news(_BOTH),
        "mission_declined": news(_BOTH),
        "mission_withdrawn": news(_BOTH),
        "mission_expired": news(_("자녀와 보호자")),
        "mission_begun": news(_("자녀와 보호자")),
        "mission_moved_days": news(_("자녀와 보호자")),
        "mission_makeup": news(_("자녀와 보호자")),
        "mission_closed": news(_("자녀와 보호자")),
        "mission_ended": news(_("자녀와 보호자")),
        "mission_closed_by_staff": news(_("자녀와 보호자")),
        "mission_stop_asked": decision(_("미션을 맡은 보호자"), of="guardian"),
        "mission_more_asked": decision(_("그만할지 정할 자녀"), of="child"),
        "mission_end_asked": decision(_("여기까지 할지 정할 자녀"), of="child"),
        "mission_kept_on": news(_BOTH),
        "mission_lengthened": news(_("자녀")),
        "mission_achieved": decision(_("약속을 챙길 보호자. 자녀에게는 소식"), of="guardian"),
        "mission_part_earned": decision(_("약속을 챙길 보호자. 자녀에게는 소식"), of="guardian"),
        "mission_delivered": decision(_("받았는지 알려 줄 자녀"), of="child"),
        "mission_not_yet": decision(_("약속을 챙길 보호자"), of="guardian"),
        "mission_confirmed": news(_("약속한 보호자")),
        "mission_settled": news(_("자녀와 보호자")),
        "mission_settled_forgiven": news(_("자녀와 보호자")),
        "mission_forgiven": news(_("약속한 보호자")),
        "mission_unforgiven": news(_("약속한 보호자")),
        "mission_change_asked": decision(_("바꾸자는 말에 답할 사람")),
        "mission_change_answered": news(_("바꾸자고 한 사람")),
        "mission_overdue": decision(_("약속을 챙길 보호자. 자녀에게는 소식"), of="guardian"),
        "mission_overdue_week": decision(_("약속을 챙길 보호자. 자녀에게는 소식"), of="guardian"),
        "mission_nudge": decision(_("약속을 챙길 보호자"), of="guardian"),
        "mission_promiser_left": decision(_("이어 맡을 수 있는 보호자. 자녀에게는 소식"), of="guardian"),
        "mission_left_alone": news(_("자녀와 보호자")),
        "mission_taken_over": news(_("자녀")),
        "mission_last_day_moved": news(_BOTH),
        "rest_asked": decision(_("쉬고 싶다는 말에 답할 보호자"), of="guardian"),
        "rest_granted": news(_("자녀")),
        "rest_kept": news(_("자녀")),
    }
)
