"""How one offer differs from the one before it, in a line that both sides understand."""

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from missions.models import Offer
from missions.wording.contract import promise_text
from oneco.lib.korean import day_text, weekdays_text

OFFER_CHANGED = _("그사이에 다른 제안이 놓였어요. 지금 제안을 보고 다시 정해 주세요.")


def change_text(before: Offer, after: Offer) -> str:
    """한 주 5일 → 4일, 약속은 그대로"""
    days = [_days(before, after), _first_day(before, after)]
    promise = [_promise(before, after), _shares(before, after)]
    return ", ".join(
        [
            *(filter(None, days) if any(days) else [say("배우는 날은 그대로")]),
            *(filter(None, promise) if any(promise) else [say("약속은 그대로")]),
        ]
    )


def last_word(*, to_child: bool) -> str:
    """After the third offer: what is left to do."""
    if to_child:
        return say("세 번째 제안이에요. 이제 받아들이거나 ‘이번에는 안 할래요’를 고르면 돼요.")
    return say("세 번째 제안이에요. 이제 받아들이거나 거절할 수 있어요.")


def _arrow(before: str, after: str) -> str:
    return f"{before}\u00a0→\u00a0{after}"


def _days(before: Offer, after: Offer) -> str:
    old, new = before.weekdays.count("1"), after.weekdays.count("1")
    if old != new:
        return say("한 주 %s") % _arrow(say("%d일") % old, say("%d일") % new)
    if before.weekdays != after.weekdays:
        return _arrow(weekdays_text(before.weekdays), weekdays_text(after.weekdays))
    if before.on_holidays != after.on_holidays:
        return say("공휴일에도 배우기") if after.on_holidays else say("공휴일에는 쉬기")
    return ""


def _first_day(before: Offer, after: Offer) -> str:
    if before.first_day == after.first_day:
        return ""
    return say("첫날 %s") % _arrow(day_text(before.first_day), day_text(after.first_day))


def _promise(before: Offer, after: Offer) -> str:
    old, new = (promise_text(offer.kind, offer.title, offer.amount) for offer in (before, after))
    return "" if old == new else _arrow(f"‘{old}’", f"‘{new}’")


def _shares(before: Offer, after: Offer) -> str:
    if bool(before.parts) == bool(after.parts):
        return ""
    return say("나눠 받기") if after.parts else say("한 번에 받기")
