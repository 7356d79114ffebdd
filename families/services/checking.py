"""The nightly check of consents: what no constraint can refuse, because it hangs on ages and withdrawals."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from families.ages import CONSENT_UNTIL
from families.models import ChildProfile, Consent, ConsentFault
from families.selectors import LIVE, UNDO_WITHIN
from oneco.lib.clock import KST
from oneco.lib.transactions import use_case

Kind = ConsentFault.Kind
ERASED_WITHIN = timedelta(days=1)  # after the 7 days; the job runs every hour


def check_consents(now: datetime) -> None:
    """Look at every profile and leave a row for each fault; rows of faults that are gone go too."""
    for kind, profiles in _faults(now):
        _note(kind, list(profiles.values_list("pk", flat=True)), now)


@use_case
def _note(kind: str, profiles: list[int], now: datetime) -> None:
    ConsentFault.objects.filter(kind=kind).exclude(profile__in=profiles).delete()
    faults = [ConsentFault(profile_id=pk, kind=kind, found_at=now) for pk in profiles]
    ConsentFault.objects.bulk_create(faults, ignore_conflicts=True)


def _faults(now: datetime) -> Iterable[tuple[str, QuerySet[ChildProfile]]]:
    profiles = ChildProfile.objects.order_by("pk")
    withdrawn = profiles.filter(consent__withdrawal__isnull=False)
    kinds = Q(consent__isnull=False) & ~Q(consent__kind=Consent.Kind.ACCOUNT)
    kinds |= Q(sharing__isnull=False) & ~Q(sharing__kind=Consent.Kind.SHARING)
    return (
        (Kind.NO_CONSENT, _under_14(profiles, now).filter(basis=ChildProfile.Basis.OWN)),
        (Kind.WRONG_CONSENT, profiles.filter(kinds)),
        (Kind.WITHDRAWN, withdrawn.filter(user__is_active=True)),
        (Kind.NOT_ERASED, withdrawn.filter(consent__withdrawal__at__lte=now - UNDO_WITHIN - ERASED_WITHIN)),
        (Kind.NOT_SHARED, _unshared(_under_14(profiles, now))),
    )


def _under_14(profiles: QuerySet[ChildProfile], now: datetime) -> QuerySet[ChildProfile]:
    """As `ages.is_14` says it, for the database: months counted from year 0."""
    day = now.astimezone(KST).date()
    born = profiles.alias(born=F("birth_year") * 12 + F("birth_month"))
    return born.filter(born__gte=(day.year - CONSENT_UNTIL) * 12 + day.month)


def _unshared(profiles: QuerySet[ChildProfile]) -> QuerySet[ChildProfile]:
    closed = Q(sharing__isnull=True) | Q(sharing__withdrawal__isnull=False)
    live = Count("user__memberships", filter=Q(user__memberships__state=LIVE))
    return profiles.filter(closed).alias(homes=live).filter(homes__gt=1)
