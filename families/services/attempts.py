"""Counting tries at codes and PINs. A try is written before it is judged: many at once cannot slip by."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from families import limits
from families.limits import Lock, lock_after, locks_of
from families.models import Attempt
from oneco.lib.clock import KST
from oneco.lib.errors import Refused

WRONG = Attempt.Outcome.WRONG
ASK_GUARDIAN = _("여러 번 틀려서 잠겼어요. 보호자에게 열어 달라고 해 주세요.")


def claim(
    key: str, *, ladder: Sequence[timedelta], now: datetime, way_on: str | Promise = ASK_GUARDIAN
) -> Attempt:
    """Write down a try, counted as wrong until `settle` says otherwise.

    Raises Refused (429, nothing counted) while locked; `way_on` is the sentence for a lock without an end.
    """
    attempt = Attempt.objects.create(key=key, outcome=WRONG, at=now)
    lock = lock_after(_wrongs_before(attempt), ladder)
    if lock and lock.holds(now):
        attempt.delete()
        raise Refused(locked_sentence(lock, way_on), field="pin", code="locked", status=429)
    return attempt


def claim_code(what: str, *, place: str, now: datetime) -> list[Attempt]:
    """Write down a try at a code, for its place and for all. Raises Refused (429) for guessing.

    A place has CODES_PER_PLACE wrong tries an hour; where many places guess at once each has one.
    """
    mine, everybody = (
        Attempt.objects.create(key=f"{what}@{where}", outcome=WRONG, at=now) for where in (place, "all")
    )
    crowded = _recent(everybody, limits.WINDOW) >= limits.CODES_IN_ALL
    if _recent(mine, limits.WINDOW) >= (limits.CODES_WHEN_CROWDED if crowded else limits.CODES_PER_PLACE):
        forget([mine, everybody])
        sentence = _("여러 번 틀려서 잠시 쉬고 있어요. 한 시간 뒤에 다시 해 주세요.")
        raise Refused(sentence, field="code", code="locked", status=429)
    return [mine, everybody]


def claim_strange(child_id: int, *, now: datetime) -> Attempt:
    """Write down a try at a child's PIN on a device it never entered.

    Raises Refused (429): whoever knows the family code could otherwise guess on ever new devices.
    """
    attempt = Attempt.objects.create(key=limits.strange_pin_key(child_id), outcome=WRONG, at=now)
    if _recent(attempt, limits.DAY) >= limits.STRANGE_PINS:
        forget([attempt])
        raise Refused(ASK_GUARDIAN, field="pin", code="locked", status=429)
    return attempt


def _recent(attempt: Attempt, window: timedelta) -> int:
    """How many wrong tries with the same key came before this one within the window."""
    same = Attempt.objects.filter(key=attempt.key, outcome=WRONG, pk__lt=attempt.pk)
    return same.filter(at__gt=attempt.at - window).count()


def settle(attempts: Iterable[Attempt]) -> None:
    """The tries were right after all."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).update(outcome=Attempt.Outcome.RIGHT)


def forget(attempts: Iterable[Attempt]) -> None:
    """The tries were right, and nobody will ever ask for them (codes; a right PIN is remembered)."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).delete()


def clear(keys: Iterable[str], *, now: datetime) -> None:
    """Forget the wrong tries of these keys: a guardian allows them again."""
    cleared = Attempt.Outcome.CLEARED
    Attempt.objects.bulk_create([Attempt(key=key, outcome=cleared, at=now) for key in keys])


def clear_strange(child_id: int) -> None:
    """A guardian allows a child's PIN on new devices again."""
    Attempt.objects.filter(key=limits.strange_pin_key(child_id)).delete()


def forget_old(now: datetime) -> None:
    """Throw away tries that count no more; their keys hold addresses of people. PINs' rows stay."""
    counted = Q()
    for start in ("code@", "invite@", "strange-pin:"):
        counted |= Q(key__startswith=start)
    Attempt.objects.filter(counted, at__lt=now - limits.DAY).delete()


def is_locked(key: str, *, ladder: Sequence[timedelta], now: datetime) -> bool:
    """Whether a try with this key would be refused now."""
    tries = Attempt.objects.filter(key=key).order_by("pk").values_list("outcome", "at")
    return locks_of(tries, ladder, now)


def wrongs_in_a_row(attempt: Attempt) -> int:
    """How many wrong tries stand in a row, this one included."""
    return len(_wrongs_before(attempt)) + 1


def locked_sentence(lock: Lock, way_on: str | Promise = ASK_GUARDIAN) -> str:
    """What somebody who has to wait reads."""
    if lock.until is None:
        return str(way_on)
    until = lock.until.astimezone(KST)
    time = f"{_('오전') if until.hour < 12 else _('오후')} {until.hour % 12 or 12}:{until:%M}"
    return str(_("여러 번 틀려서 쉬고 있어요. %(time)s부터 다시 할 수 있어요.") % {"time": time})


def _wrongs_before(attempt: Attempt) -> list[datetime]:
    """The moments of the wrong tries in a row before this one, oldest first."""
    before = Attempt.objects.filter(key=attempt.key, pk__lt=attempt.pk)
    last_other = before.exclude(outcome=WRONG).order_by("-pk").values_list("pk", flat=True).first() or 0
    return list(before.filter(pk__gt=last_other).order_by("pk").values_list("at", flat=True))
