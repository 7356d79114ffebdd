"""Consents of guardians: given, taken back at once, given again within 7 days. The rows themselves stay."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.notify import notify
from families import selectors
from families.locks import lock_families_of_child
from families.models import ChildProfile, Consent, ConsentWithdrawal, Family, Membership, RestDay
from families.rests import child_scope
from families.selectors import UNDO_WITHIN
from families.signals import children_changed, rest_days_changed
from oneco.lib.clock import study_date
from oneco.lib.errors import Refused
from oneco.lib.korean import friendly
from oneco.lib.templatetags.oneco_ui import ktime
from oneco.lib.transactions import use_case

TEXT_VERSION = "2026-11-30"  # of templates/families/_consent.html; a new text is a new version
TOO_LATE = _("7일이 지나서 되돌릴 수 없어요.")


def give(
    family: Family, guardian: User, kind: str, *, method: str, receipt: dict[str, Any], now: datetime
) -> Consent:
    """Write one consent."""
    return Consent.objects.create(
        family=family,
        guardian=guardian,
        kind=kind,
        text_version=TEXT_VERSION,
        method=method,
        given_at=now,
        receipt=receipt,
    )


@use_case
def withdraw_consent(child: User, *, actor: User, now: datetime) -> None:
    """Take the consent back: the child is out at once, its missions stand still. Twice is once.

    The other guardians are told until when it can be given again; what is left is erased after that.
    """
    profile = locked_profile(child)
    check_legal(profile.home_family, actor)
    if profile.consent is None:
        raise Refused(
            _("열네 살부터는 스스로 정해요. 보호자의 동의로 쓰는 프로필이 아니에요."), code="own_basis"
        )
    if take_back(profile.consent, actor, now):
        stop(profile, actor, now)


def stop(profile: ChildProfile, actor: User, now: datetime) -> None:
    """Let a child in no more, keep its missions as they are, and tell its guardians. Inner service."""
    User.objects.filter(pk=profile.user_id).update(is_active=False)
    _stand_still(profile.user, now)
    _tell_of(profile, "withdrawn", _key(profile, "withdrawn", now), actor, now)


@use_case
def renew_consent(child: User, *, actor: User, now: datetime) -> None:
    """Undo a withdrawal within 7 days, by any legal guardian: a new consent, the old one stays."""
    profile = locked_profile(child)
    check_legal(profile.home_family, actor)
    consent = give_again(profile.consent, actor, now)
    if consent is None:
        return
    profile.consent = consent
    profile.save(update_fields=["consent"])
    go_on(profile, actor, now)


def go_on(profile: ChildProfile, actor: User, now: datetime) -> None:
    """Let a child in again and its missions go on, and tell its guardians. Inner service."""
    User.objects.filter(pk=profile.user_id).update(is_active=True)
    _take_stops_away(profile.user, now)
    _tell_of(profile, "renewed", _key(profile, "renewed", now), actor, now)


def _key(profile: ChildProfile, what: str, now: datetime) -> str:
    return f"child:{profile.user_id}:{what}:{now:%Y%m%d%H%M%S}"


def take_back(consent: Consent, actor: User, now: datetime) -> bool:
    """Write the withdrawal of a consent. False when it stands already."""
    return ConsentWithdrawal.objects.get_or_create(consent=consent, defaults={"by": actor, "at": now})[1]


def give_again(old: Consent | None, actor: User, now: datetime) -> Consent | None:
    """A new consent in place of a withdrawn one; None when it was not. Raises Refused after 7 days."""
    withdrawal = ConsentWithdrawal.objects.filter(consent=old).first() if old else None
    if old is None or withdrawal is None:
        return None
    if now - withdrawal.at >= UNDO_WITHIN:
        raise Refused(TOO_LATE, code="too_late")
    receipt = {"again_after": old.pk, "email": actor.email}
    return give(old.family, actor, old.kind, method="again", receipt=receipt, now=now)


def _stand_still(child: User, now: datetime) -> None:
    """Days on which a consent may still come back ask for nothing, so that missions lose none of theirs."""
    week = {study_date(now) + timedelta(days=n) for n in range(1, UNDO_WITHIN.days + 1)}
    scope = child_scope(child.pk)
    free = frozenset(week - set(RestDay.objects.filter(scope=scope).values_list("date", flat=True)))
    RestDay.objects.bulk_create([_stop(child, day, now) for day in sorted(free)])
    rest_days_changed.send(RestDay, scope=scope, added=free, removed=frozenset(), now=now)


def _stop(child: User, day: date, now: datetime) -> RestDay:
    kind, state = RestDay.Kind.STOP, RestDay.State.TAKEN
    return RestDay(scope=child_scope(child.pk), date=day, kind=kind, state=state, by=child, at=now)


def _take_stops_away(child: User, now: datetime) -> None:
    scope = child_scope(child.pk)
    ahead = RestDay.objects.filter(scope=scope, kind=RestDay.Kind.STOP, date__gte=study_date(now))
    removed = frozenset(ahead.values_list("date", flat=True))
    ahead.delete()
    rest_days_changed.send(RestDay, scope=scope, added=frozenset(), removed=removed, now=now)


def locked_profile(child: User, *families: int) -> ChildProfile:
    """The child's profile, locked after its live families and these others (lock order: family, child).

    Raises Refused when it was erased meanwhile.
    """
    try:
        lock_families_of_child(child.pk, *families)
    except User.DoesNotExist as erased:
        raise Refused(TOO_LATE, code="too_late") from erased
    profiles = ChildProfile.objects.select_related("user", "home_family", "consent", "sharing__withdrawal")
    return profiles.get(user=child)


def check_legal(family: Family, actor: User) -> None:
    """Raise Refused (403) unless this guardian declared to be 법정대리인 in the family."""
    legal = Membership.objects.filter(
        family=family, user=actor, state=Membership.State.LIVE, legal_at__isnull=False
    )
    if not legal.exists():
        raise Refused(_("법정대리인이라고 밝힌 보호자만 할 수 있어요."), code="not_legal", status=403)


def _tell_of(profile: ChildProfile, what: str, key: str, actor: User, now: datetime) -> None:
    """Missions hear of it for every home; guardians read who did it at home, elsewhere only that it is so."""
    child, until = profile.user, ktime(now + UNDO_WITHIN)
    for family in selectors.families_of(child):
        children_changed.send(Family, family=family, child=child, now=now)
        home = family.pk == profile.home_family_id
        data = {"child": friendly(child.display_name), "until": until, "url": reverse("families:family")}
        if home:
            data["by"] = selectors.called_in(family).get(actor.pk, "")
        for guardian in selectors.guardians_in(family).exclude(pk=actor.pk):
            notify(guardian, f"consent.{what}" if home else f"consent.{what}_elsewhere", key, data, now=now)
