"""What the wizard begins with: a usual week, a suggestion, an earlier mission, or a 복습 코스."""

from collections.abc import Mapping
from datetime import date

from django.http import QueryDict

from accounts.models import User
from missions.access import mission_for
from missions.forms.steps import MONDAY_TO_FRIDAY, STEPS, chosen
from missions.forms.wizard import LONG, Wizard
from missions.models import Mission
from missions.plans import EVERY_DAY, PLANS, Plan
from missions.selectors.proposing import Options, Target, first_free_day
from missions.selectors.starting import chosen_target


def first_page(asked: Mapping[str, str], user: User, options: Options, today: date) -> Wizard:
    """The wizard as it opens from what stands in an address; what is filled in already is not asked again.

    Raises Http404 for a mission of somebody else.
    """
    target = chosen_target(options, to=asked.get("to", ""), child=asked.get("child", ""))
    assert target is not None
    data = _usual(target, options, today)
    if asked.get("course"):
        data["course"] = asked["course"]
    plan = next((plan for plan in PLANS if plan.course == asked.get("plan")), None)
    like = asked.get("like", "")
    if plan is not None:
        _fill_plan(data, plan, options)
    elif like.isdecimal():
        _fill_mission(data, mission_for(user, int(like)), options, target)
    wizard = Wizard(data, options, today)
    if plan is not None or like:
        wizard.step = wizard.first_wrong() or STEPS[-1]
    return wizard


def _usual(target: Target, options: Options, today: date) -> QueryDict:
    data = QueryDict(mutable=True)
    data["to"] = target.value
    data["course"] = (options.courses_for([target]) or options.courses)[0].value
    data["first_day"] = first_free_day([target], today).isoformat()
    data.setlist("weekdays", list(MONDAY_TO_FRIDAY))
    data["kind"] = "together"
    return data


def _fill_plan(data: QueryDict, plan: Plan, options: Options) -> None:
    course = next((c for c in options.courses if c.course.slug == plan.course and not c.review), None)
    data["course"] = course.value if course else ""
    data.setlist("weekdays", chosen(plan.weekdays))
    if plan.weekdays == EVERY_DAY:
        data["on_holidays"] = "on"
    data["kind"], data["title"] = plan.kind, str(plan.promise)
    if course is not None and course.words > LONG:
        data["parts"] = "on"


def _fill_mission(data: QueryDict, mission: Mission, options: Options, target: Target) -> None:
    """The terms of an earlier mission; its course only where it can begin again."""
    offer = mission.agreed_offer or mission.offers.latest("n")
    free = {(c.course.pk, c.review): c.value for c in options.courses_for([target])}
    data["course"] = free.get((mission.course_id, mission.review), "")
    data.setlist("weekdays", chosen(offer.weekdays))
    data["kind"], data["title"] = offer.kind, offer.title
    data["amount"] = f"{offer.amount:,}" if offer.amount else ""
    data.update({name: "on" for name in ("on_holidays", "parts") if getattr(offer, name)})
