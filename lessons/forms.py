"""What requests to the lessons may carry."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from families.selectors import children_of
from lessons.grading import move
from lessons.hangul import normal
from lessons.selectors.trying import ASK, END, GUESS, step_of
from oneco.lib.forms import WordsField

HIGHEST = 500
MONTH = re.compile(r"^(\d{4})-(\d{2})$")
ITEM_KEY = re.compile(r"^[a-z0-9_-]{1,12}$")
LONGEST_QUERY = 40


class StepForm(forms.Form):
    """The step a hint is asked for, with what was typed into its form so far."""

    step = forms.IntegerField(min_value=0, max_value=HIGHEST)

    def sentence(self) -> str:
        return _("답을 읽지 못했어요. 지금 문제부터 다시 해 볼까요? 지금까지 한 것은 그대로 있어요.")

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

    def place(self) -> dict[str, int]:
        return {"step": self.cleaned_data["step"], "attempt": self.cleaned_data["attempt"]}

    @property
    def is_move(self) -> bool:
        """Whether something was only moved, or a lab run: the step comes back and no answer is kept."""
        return "move" in self.data or "run" in self.data

    def moved(self) -> dict[str, Any]:
        """What was typed, with the order after a press ("up-2"); an unreadable press changes nothing."""
        assert isinstance(self.data, QueryDict)
        if "move" not in self.data:
            return self.payload()
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


class WeekForm:
    """Which week of the record is shown (?week=2026-03-09, any day of it)."""

    @staticmethod
    def monday(raw: str | None, today: date) -> date | None:
        """The Monday of the week asked for, None when none was; this week's for nonsense."""
        if raw is None:
            return None
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            day = today
        if not 2020 <= day.year <= today.year + 1:
            day = today
        return day - timedelta(days=day.weekday())


class ChildForm:
    """Which child a guardian looks at (?child=12): the first where none, or a stranger, is named."""

    def __init__(self, data: QueryDict, *, guardian: User) -> None:
        self.asked = data.get("child", "")
        self.children = list(children_of(guardian))

    def chosen(self) -> User | None:
        mine = {str(child.pk): child for child in self.children}
        return mine.get(self.asked) or next(iter(self.children), None)


def search_query(data: QueryDict) -> str:
    """What is looked for (?q=ㄱㅎㅂㅇ); too long a query is cut, nothing is refused."""
    return normal(data.get("q", ""))[:LONGEST_QUERY]


class BackForm(forms.Form):
    """A press that leads back to the page it was made on."""

    next = forms.CharField(required=False, max_length=300)

    def back(self, default: str) -> str:
        """The page named by the form if it is one of ours, else `default`."""
        self.is_valid()
        target = self.cleaned_data.get("next", "")
        inside = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
        return target if inside else default


class BookmarkForm(BackForm):
    """Mark a word (on=1) or take the mark away: the form says which, so that a second press does no harm."""

    on = forms.CharField(required=False, max_length=1)

    def wanted(self) -> bool:
        return self.data.get("on") == "1"


class PraiseForm(BackForm):
    """One line of 칭찬."""

    text = WordsField(
        label=_lazy("칭찬 한 줄"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={
            "required": _lazy("칭찬을 한 줄 적어 주세요."),
            "max_length": _lazy("칭찬은 100자까지 적을 수 있어요. 조금 줄여 주세요."),
        },
    )


class ReportForm(BackForm):
    """이상한 곳이 있어요. `item` is the question it is about, where there is one."""

    text = WordsField(
        label=_lazy("무엇이 이상한가요?"),
        max_length=300,
        help_text=_lazy(
            "틀린 글자, 이상한 그림, 말이 안 되는 답을 알려 주세요. 이름이나 주소는 적지 않아요."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _lazy("어디가 이상한지 한 줄만 적어 주세요."),
            "max_length": _lazy("300자까지 적을 수 있어요. 조금 줄여 주세요."),
        },
    )
    item = forms.CharField(required=False, widget=forms.HiddenInput)

    def item_key(self) -> str:
        """The key of a question, empty for nonsense."""
        key = str(self.cleaned_data.get("item", ""))
        return key if ITEM_KEY.match(key) else ""


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
