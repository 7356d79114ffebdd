"""The lines that staff leaves: what it did, with the reason, and what it looked at."""

from datetime import datetime, timedelta

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from families.models import StaffAct, StaffLook
from oneco.lib.errors import Refused

LOOKS_KEPT = timedelta(days=365)


def note_act(
    act: StaffAct.Act, *, by: User, about: type[Model], pk: int, reason: str, now: datetime
) -> StaffAct:
    """Write one act in the transaction that does it. Raises Refused without a reason, or the right to it."""
    if not by.has_perm("families.add_staffact"):
        raise Refused(_("이 일을 할 권한이 없어요."), code="not_staff", status=403)
    if not reason.strip():
        raise Refused(_("까닭을 적어 주세요. 가족도 읽어요."), field="reason", code="no_reason")
    return StaffAct.objects.create(
        by=by, act=act, subject=subject_of(about, pk), reason=reason.strip(), at=now
    )


def note_look(by: User, about: type[Model], pk: int, *, now: datetime) -> None:
    """Write that staff opened the page of a row."""
    StaffLook.objects.create(by=by, subject=subject_of(about, pk), at=now)


def subject_of(about: type[Model], pk: int) -> str:
    """How the lines name a row: by its kind and number, so that they tell nothing else of anybody."""
    return f"{about._meta.label_lower}:{pk}"


def forget_old_looks(now: datetime) -> None:
    """The log of looks is kept for 12 months; acts stay."""
    StaffLook.objects.filter(at__lt=now - LOOKS_KEPT).delete()
