"""The wizard: everything filled in travels with each page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from missions.forms.steps import (
    FIELDS,
    FORMS,
    SMALLER_IDEAS,
    STEPS,
    CourseForm,
    PromiseForm,
    amount_of,
    pattern,
)
from missions.models import Offer
from missions.selectors.proposing import CourseChoice, Draft, Options, Target
from missions.services.terms import Terms

LONG = 8  # words; a longer course is promised in parts unless somebody unticks it


class Wizard:
    """One page of the wizard: the form of `step`, and everything filled in on the others.

    All of it is in the page itself, so that going back loses nothing and two tabs are two proposals. Nothing
    carried along is trusted: every form is checked again at the end.
    """

    def __init__(self, data: QueryDict, options: Options, today: date, step: str = STEPS[0]) -> None:
        self.data = data.copy()
        self.options, self.today = options, today
        self.step = step if step in STEPS else STEPS[0]

    @property
    def number(self) -> int:
        return STEPS.index(self.step) + 1

    def form(self, step: str | None = None) -> forms.Form:
        """The form of a step over what was sent."""
        return self._fitted(FORMS[step or self.step](self.data, self.options, self.today))

    def unbound(self) -> forms.Form:
        """The form of the current step showing what is filled in, without saying what is missing."""
        form = self._fitted(FORMS[self.step](None, self.options, self.today))
        form.initial = {name: self._value(form, name) for name in form.fields if name in self.data}
        if self.step == "promise" and "title" not in self.data and self.course is not None:
            form.initial["parts"] = self.course.words > LONG
        return form

    def _fitted(self, form: forms.Form) -> forms.Form:
        """A form without what cannot be chosen with what is chosen already."""
        if isinstance(form, CourseForm):
            form.show_only(self.options.courses_for(self._sent_targets()))
        if isinstance(form, PromiseForm):
            if self.course is None or not self.course.may_be_shared:
                del form.fields["parts"]
            if self.not_the_first:
                form.fields["title"].help_text = SMALLER_IDEAS
        return form

    def _value(self, form: forms.Form, name: str) -> Any:
        many = isinstance(form.fields[name], forms.MultipleChoiceField)
        return self.data.getlist(name) if many else self.data.get(name)

    def carried(self) -> list[tuple[str, str]]:
        """The fields of the other steps, as hidden inputs."""
        own = FORMS[self.step].base_fields
        return [(name, value) for name in FIELDS if name not in own for value in self.data.getlist(name)]

    def first_wrong(self) -> str | None:
        """The first step whose form is not right, None when all are."""
        return next((step for step in STEPS if not self.form(step).is_valid()), None)

    def move(self, direction: str) -> bool:
        """Go one step on (only from a right form) or back; whether the page may be shown without errors."""
        if direction == "back":
            self.step = STEPS[max(self.number - 2, 0)]
            return True
        if not self.form().is_valid():
            return False
        if self.step == "course" and self.course_is_taken():
            return False
        self.step = STEPS[min(self.number, len(STEPS) - 1)]
        return True

    def course_is_taken(self) -> bool:
        """Whether the chosen course cannot begin now. Asked on its own step only: at the end the service
        knows a second press of the same proposal from another proposal."""
        cleaned = self.cleaned()
        return self.options.is_taken(cleaned.get("course", ""), self.targets(cleaned))

    def cleaned(self) -> dict[str, Any]:
        """Everything of the right forms in one dict; wrong fields are left out."""
        found: dict[str, Any] = {}
        for step in STEPS:
            form = self.form(step)
            form.is_valid()
            found |= form.cleaned_data
        return found

    def draft(self) -> Draft:
        """What is known so far, for the live sentence."""
        cleaned = self.cleaned()
        kind = cleaned.get("kind", Offer.Kind.TOGETHER)
        return Draft(
            targets=self.targets(cleaned),
            course=self.course,
            first_day=cleaned.get("first_day"),
            weekdays=pattern(cleaned.get("weekdays", [])),
            on_holidays=cleaned.get("on_holidays", False),
            kind=kind,
            title=cleaned.get("title", self.data.get("title", "").strip()[:100]),
            amount=amount_of(self.data.get("amount", "")) if kind == Offer.Kind.MONEY else 0,
            in_parts=cleaned.get("parts", False),
        )

    def terms(self) -> Terms:
        """What is proposed; every step is right."""
        draft, cleaned = self.draft(), self.cleaned()
        assert draft.course is not None
        assert draft.first_day is not None
        return Terms(
            course=draft.course.course,
            review=draft.course.review,
            first_day=draft.first_day,
            title=draft.title,
            kind=draft.kind,
            weekdays=draft.weekdays,
            on_holidays=draft.on_holidays,
            amount=draft.amount,
            parts=draft.shares,
            message=cleaned["message"],
        )

    @property
    def course(self) -> CourseChoice | None:
        """The course that was sent."""
        return next((c for c in self.options.courses if c.value == self.data.get("course")), None)

    @property
    def not_the_first(self) -> bool:
        """Whether one of the chosen children has agreed to a mission in its family before."""
        return any(target.agreed for target in self._sent_targets())

    @property
    def message(self) -> str:
        """The word to go with it, to be read once more at the end."""
        return str(self.data.get("message", "")).strip()

    def targets(self, cleaned: Mapping[str, Any]) -> list[Target]:
        return [target for target in self.options.targets if target.value in cleaned.get("to", [])]

    def _sent_targets(self) -> list[Target]:
        return [target for target in self.options.targets if target.value in self.data.getlist("to")]
