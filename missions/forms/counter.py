"""다시 제안하기: the terms of an offer once more, to change what should be different."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lessons.models import Course
from missions import policies
from missions.forms.steps import DaysForm, PromiseForm, WordsForm, chosen, pattern
from missions.models import Offer
from missions.selectors.proposing import CourseChoice, Draft, Target
from missions.services.terms import Terms
from oneco.lib.forms import WordsField


class CounterForm(DaysForm, PromiseForm, WordsForm):
    """Days, promise and words of the next offer, and a one-line reason. The course stays."""

    reason = WordsField(
        label=_("까닭 한 줄"),
        required=False,
        max_length=255,
        help_text=_("예: 수요일에는 학원이 있어요"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("까닭은 255자까지 적을 수 있어요.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = (
        "first_day",
        "weekdays",
        "on_holidays",
        "kind",
        "title",
        "amount",
        "parts",
        "message",
        "reason",
    )

    def __init__(self, data: QueryDict | None, *, choice: CourseChoice, today: date) -> None:
        super().__init__(data, None, today)
        self.choice = choice
        if not choice.may_be_shared:
            del self.fields["parts"]

    @classmethod
    def over(cls, offer: Offer, *, choice: CourseChoice, first_day: date, today: date) -> "CounterForm":
        """The form as it first opens: the terms on the table, the first day not before `first_day`."""
        data = QueryDict(mutable=True)
        data["first_day"] = max(offer.first_day, first_day).isoformat()
        data.setlist("weekdays", chosen(offer.weekdays))
        data["kind"], data["title"] = offer.kind, offer.title
        data["amount"], data["sure"] = f"{offer.amount:,}" if offer.amount else "", str(offer.amount)
        data["seen"] = str(offer.n)
        data.update({name: "on" for name in ("on_holidays", "parts") if getattr(offer, name)})
        return cls(data, choice=choice, today=today)

    def draft(self, target: Target) -> Draft:
        """What is right so far, for the live sentence."""
        self.is_valid()
        found = self.cleaned_data
        return Draft(
            targets=[target],
            course=self.choice,
            first_day=found.get("first_day"),
            weekdays=pattern(found.get("weekdays", [])),
            on_holidays=found.get("on_holidays", False),
            kind=found.get("kind", Offer.Kind.TOGETHER),
            title=found.get("title", ""),
            amount=found.get("amount", 0) or 0,
            in_parts=found.get("parts", False),
        )

    def terms(self, course: Course) -> Terms:
        """What is offered instead; the form is right."""
        cleaned, amount = self.cleaned_data, self.cleaned_data["amount"]
        return Terms(
            course=course,
            review=self.choice.review,
            first_day=cleaned["first_day"],
            title=cleaned["title"],
            kind=cleaned["kind"],
            weekdays=pattern(cleaned["weekdays"]),
            on_holidays=cleaned["on_holidays"],
            amount=amount,
            message=cleaned["message"],
            parts=policies.shares(amount, self.choice.words) if cleaned.get("parts") and amount else (),
        )
