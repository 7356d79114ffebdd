"""What requests to the lessons may carry."""

import re
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from families.selectors import children_of, families_of
from lessons.grading import move
from lessons.selectors.trying import ASK, END, GUESS, step_of

HIGHEST = 500
MONTH = re.compile(r"^(\d{4})-(\d{2})$")


class StepForm(forms.Form):
    """The step a hint is asked for, with what was typed into its form so far."""

    step = forms.IntegerField(min_value=0, max_value=HIGHEST)

    @staticmethod
    def number(raw: str | None) -> int | None:
        """A small number from the address, or None for anything else."""
        return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) <= 3 else None

    def payload(self) -> dict[str, str | list[str]]:
        """The form as sent: one value as text, several as a list."""
        assert isinstance(self.data, QueryDict)
        return {
            key: values if len(values) > 1 else values[0]
            for key, values in self.data.lists()
            if key not in ("csrfmiddlewaretoken", "step", "attempt") and values
        }


class AnswerForm(StepForm):
    """An answer to `attempt` of `step`; the rest of the form belongs to the item's type."""

    attempt = forms.IntegerField(min_value=1, max_value=HIGHEST)

    def sentence(self) -> str:
        return _("답을 읽지 못했어요. 지금 문제부터 다시 해 볼까요? 지금까지 한 것은 그대로 있어요.")

    def place(self) -> dict[str, int]:
        return {"step": self.cleaned_data["step"], "attempt": self.cleaned_data["attempt"]}

    @property
    def is_move(self) -> bool:
        """Whether a card of an order was only moved up or down."""
        return "move" in self.data

    def moved(self) -> dict[str, Any]:
        """What was typed, with the order after the press ("up-2"); an unreadable press changes nothing."""
        assert isinstance(self.data, QueryDict)
        places = [int(p) for p in self.data.getlist("order") if p.isascii() and p.isdigit() and len(p) <= 2]
        return self.payload() | {"order": move(places, str(self.data["move"]))}


class MonthForm:
    """Which month of the record is shown (?month=2026-03)."""

    @staticmethod
    def first_day(raw: str | None, today: date) -> date:
        """The first day of the month asked for; of this month for nonsense or a year that cannot be."""
        match = MONTH.match(raw or "")
        if match and 2020 <= int(match[1]) <= today.year + 1 and 1 <= int(match[2]) <= 12:
            return date(int(match[1]), int(match[2]), 1)
        return today.replace(day=1)


class LearnedForm:
    """Whose learning a guardian looks at (?child=12): the first child where none, or a stranger, is named."""

    def __init__(self, data: QueryDict, *, guardian: User) -> None:
        self.asked = data.get("child", "")
        self.children = list(children_of(guardian))
        self.family_ids = list(families_of(guardian).values_list("pk", flat=True))

    def chosen(self) -> User | None:
        mine = {str(child.pk): child for child in self.children}
        return mine.get(self.asked) or next(iter(self.children), None)


class PairForm(forms.Form):
    """The word a guardian names on the card for two."""

    choice = forms.CharField(max_length=12, required=False)
    error = ""

    def chosen(self) -> int:
        """The lesson's id, 0 for none."""
        choice = str(self.data.get("choice", ""))
        return int(choice) if choice.isascii() and choice.isdigit() and len(choice) <= 12 else 0


class TryForm(forms.Form):
    """One press in the lesson on the first page. `state` is signed, so that no row is needed."""

    state = forms.CharField(max_length=200, required=False)
    choice = forms.CharField(max_length=3, required=False)

    def advance(self) -> tuple[int, str]:
        """The step to show next and the sentence about what is missing, if anything is."""
        self.is_valid()
        step = step_of(self.cleaned_data.get("state", ""))
        if step in (GUESS, ASK) and self.chosen() < 0:
            return step, _("하나를 골라 주세요.")
        return min(step + 1, END), ""

    def chosen(self) -> int:
        """The option's index, -1 for none."""
        choice = self.cleaned_data.get("choice", "")
        return int(choice) if choice.isascii() and choice.isdigit() else -1
