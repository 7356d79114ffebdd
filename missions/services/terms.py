"""What may be offered: the terms of a mission and everything that can be wrong with them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from lessons.calendar import BLOCK
from lessons.models import Course, Enrolment
from missions import dates, ledger, policies
from missions.models import Mission, Offer
from missions.states import REACHED
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.korean import day_text, friendly


@dataclass(frozen=True)
class Terms:
    """What is offered: `weekdays` as in Enrolment, `amount` in won (0 unless the kind is 용돈).

    `parts` are the shares of 나눠 받기 in won, one for each 복습하는 날; empty for all at the end.
    `review` is a 복습 코스: the course was finished before.
    """

    course: Course
    first_day: date
    title: str
    kind: str
    weekdays: str = "1111100"
    on_holidays: bool = False
    amount: int = 0
    message: str = ""
    parts: tuple[int, ...] = ()
    review: bool = False


def check_terms(terms: Terms, amount_confirmed: bool) -> None:
    """What is wrong with terms whoever they are for."""
    if len(terms.weekdays) != 7 or set(terms.weekdays) - {"0", "1"} or "1" not in terms.weekdays:
        raise Refused(_("배우는 요일을 하나 이상 골라 주세요."), field="weekdays", code="no_weekday")
    if not terms.title.strip():
        raise Refused(_("무엇을 약속할지 적어 주세요."), field="title", code="no_title")
    if len(terms.title) > 100:
        raise Refused(_("약속은 100자까지 적을 수 있어요."), field="title", code="title_too_long")
    if len(terms.message) > 255:
        raise Refused(_("한마디는 255자까지 적을 수 있어요."), field="message", code="message_too_long")
    if terms.kind not in Offer.Kind.values:
        raise Refused(_("약속의 종류를 골라 주세요."), field="kind", code="no_kind")
    is_money = terms.kind == Offer.Kind.MONEY
    if (is_money and not 0 < terms.amount <= policies.MOST_AMOUNT) or (not is_money and terms.amount):
        raise Refused(_("용돈은 얼마인지 적어 주세요."), field="amount", code="wrong_amount")
    _check_parts(terms)
    if terms.amount > policies.LARGE_AMOUNT and not amount_confirmed:
        raise Refused(
            _("50,000원이 넘는 큰 약속이에요. 맞으면 한 번 더 눌러 주세요."),
            field="amount",
            code="large_amount",
        )


def _check_parts(terms: Terms) -> None:
    if not terms.parts:
        return
    reviews = 0 if terms.review else -(-dates.course_size(terms.course) // BLOCK)
    if (len(terms.parts), sum(terms.parts)) != (reviews, terms.amount) or min(terms.parts) <= 0:
        raise Refused(
            _("나눠 받을 금액을 더하면 약속한 금액이 되어야 해요."), field="amount", code="wrong_parts"
        )


def promiser_may_promise(actor: User, now: datetime) -> None:
    """A guardian whose promise is long overdue first gives it."""
    if actor.is_guardian and ledger.overdue_missions(actor.pk, clock.study_date(now)):
        raise Refused(
            _("기다리는 약속이 있어요. 약속 수첩에서 그 약속을 먼저 챙겨 주세요."), code="promise_overdue"
        )


def course_is_free(course: Course, child: User, *, review: bool = False) -> None:
    """Whether a child may begin a course, or go over it again. Raises Refused, with no word about where."""
    if course.hidden:
        raise Refused(_("이 코스는 지금 고를 수 없어요."), field="course", code="course_hidden")
    if Enrolment.objects.filter(child=child, course=course, open=1).exists():
        raise Refused(_("이 코스는 지금 고를 수 없어요."), field="course", code="course_taken")
    done = Mission.objects.filter(child=child, course=course, state__in=REACHED).exists()
    if done and not review:
        raise Refused(
            _("이 코스는 지금 고를 수 없어요. 다 배운 코스는 복습 코스로 제안해요."),
            field="course",
            code="course_done",
        )
    if review and not done:
        raise Refused(
            _("아직 다 배우지 않은 코스라 복습할 수 없어요."), field="course", code="course_not_done"
        )


def offered_period(
    family_id: int, child: User, terms: Terms, now: datetime, *, besides: int | None = None
) -> dates.Period:
    """The offer's days. Raises Refused for a first or last day out of bounds."""
    today = clock.study_date(now)
    if terms.first_day < today:
        raise Refused(_("첫날은 오늘이나 그 뒤로 골라 주세요."), field="first_day", code="first_day_past")
    if (terms.first_day - today).days > policies.MOST_DAYS_AHEAD:
        raise Refused(_("첫날은 오늘부터 60일 안에서 골라 주세요."), field="first_day", code="first_day_far")
    busy = dates.busy_until(child.pk, family_id, besides=besides)
    if busy is not None and terms.first_day <= busy:
        raise Refused(
            _("%(child)s의 지금 미션이 %(day)s까지예요. 그다음 날부터 고를 수 있어요.")
            % {"child": friendly(child.display_name), "day": day_text(busy)},
            field="first_day",
            code="child_busy",
        )
    period = dates.period_from(
        terms.first_day,
        weekdays=terms.weekdays,
        on_holidays=terms.on_holidays,
        child_id=child.pk,
        family_id=family_id,
        words=dates.course_size(terms.course),
        review=terms.review,
    )
    if (period.ends_on - period.starts_on).days > policies.MOST_DAYS_LONG:
        raise Refused(
            _("마지막 날이 365일을 넘어요. 배우는 요일을 늘려 주세요."), field="weekdays", code="too_long"
        )
    return period
