"""The wizard: five short forms over one set of fields. Everything filled in travels with each page."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from missions import policies
from missions.models import Offer
from missions.selectors.proposing import Draft, Options, Target
from oneco.lib.forms import WordsField
from oneco.lib.korean import WEEKDAYS, won_text

STEPS = ("course", "days", "promise", "words", "check")
STEP_OF_FIELD = {
    "to": "course",
    "course": "course",
    "first_day": "days",
    "weekdays": "days",
    "on_holidays": "days",
    "kind": "promise",
    "title": "promise",
    "amount": "promise",
    "message": "words",
}
FIELDS = (*STEP_OF_FIELD, "sure")
MONDAY_TO_FRIDAY = ("0", "1", "2", "3", "4")


class CourseForm(forms.Form):
    """Whom, and what is learned."""

    to = forms.MultipleChoiceField(
        label=_("누구와 할까요?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("누구와 할지 골라 주세요."), "invalid_choice": _("다시 골라 주세요.")},
    )
    course = forms.ChoiceField(
        label=_("무엇을 배울까요?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("코스를 골라 주세요."), "invalid_choice": _("다시 골라 주세요.")},
    )

    def __init__(self, data: QueryDict | None, options: Options, today: date) -> None:
        super().__init__(data)
        _offer(self.fields["to"], [(target.value, _name(target, options)) for target in options.targets])
        _offer(
            self.fields["course"],
            [
                (
                    str(choice.course.pk),
                    _course_line(choice.course.title, choice.words, choice.course.summary),
                )
                for choice in options.courses
            ],
        )
        if len(options.targets) == 1:  # nothing to choose: it travels along unseen
            self.fields["to"].widget = forms.MultipleHiddenInput()


class DaysForm(forms.Form):
    """When: the first day and the days of the week."""

    first_day = forms.DateField(
        label=_("첫날"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("첫날을 골라 주세요."), "invalid": _("날짜를 다시 골라 주세요.")},
    )
    weekdays = forms.MultipleChoiceField(
        label=_("배우는 요일"),
        choices=[(str(i), name) for i, name in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "flow"}),
        error_messages={"required": _("배우는 요일을 하나 이상 골라 주세요.")},
    )
    on_holidays = forms.BooleanField(label=_("공휴일에도 배워요"), required=False)

    def __init__(self, data: QueryDict | None, options: Options, today: date) -> None:
        super().__init__(data)
        last = today + timedelta(days=policies.MOST_DAYS_AHEAD)
        self.today, self.last = today, last
        self.fields["first_day"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}
        self.fields["first_day"].help_text = _("오늘부터 60일 안에서 골라요.")

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day < self.today:
            raise forms.ValidationError(_("첫날은 오늘이나 그 뒤로 골라 주세요."))
        if day > self.last:
            raise forms.ValidationError(_("첫날은 오늘부터 60일 안에서 골라 주세요."))
        return day


class PromiseForm(forms.Form):
    """What is promised. `sure` is the large amount about which the page has already asked."""

    kind = forms.ChoiceField(
        label=_("어떤 약속인가요?"),
        choices=Offer.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "flow"}),
        error_messages={"required": _("약속의 종류를 골라 주세요.")},
    )
    title = WordsField(
        label=_("약속한 것"),
        max_length=100,
        help_text=_("예: 자전거 타고 김밥 소풍, 함께 고른 저녁 메뉴"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("무엇을 약속할지 적어 주세요."),
            "max_length": _("약속은 100자까지 적을 수 있어요."),
        },
    )
    amount = forms.CharField(
        label=_("금액(원)"),
        required=False,
        max_length=14,
        help_text=_("용돈일 때만 적어요."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    sure = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, options: Options, today: date) -> None:
        super().__init__(data)

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        return title.strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") != Offer.Kind.MONEY:
            cleaned["amount"] = 0
            return cleaned
        amount = amount_of(cleaned.get("amount", ""))
        if not 0 < amount <= policies.MOST_AMOUNT:
            self.add_error("amount", _("용돈은 얼마인지 숫자로 적어 주세요."))
        elif amount > policies.LARGE_AMOUNT and cleaned.get("sure") != amount:
            self.add_error(
                "amount", _("%s, 꽤 큰 약속이에요. 맞으면 한 번 더 눌러 주세요.") % won_text(amount)
            )
            self.data = {
                **self.cleaned_data,
                "amount": str(amount),
                "sure": str(amount),
            }  # the page has asked
        cleaned["amount"] = amount
        return cleaned


class WordsForm(forms.Form):
    """A word to go with it."""

    message = WordsField(
        label=_("한마디"),
        required=False,
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("한마디는 255자까지 적을 수 있어요.")},
    )

    def __init__(self, data: QueryDict | None, options: Options, today: date) -> None:
        super().__init__(data)


class CheckForm(forms.Form):
    """Nothing to fill in: the contract is read once more."""

    def __init__(self, data: QueryDict | None, options: Options, today: date) -> None:
        super().__init__(data)


FORMS: Mapping[str, Any] = {
    "course": CourseForm,
    "days": DaysForm,
    "promise": PromiseForm,
    "words": WordsForm,
    "check": CheckForm,
}


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
        return FORMS[step or self.step](self.data, self.options, self.today)

    def unbound(self) -> forms.Form:
        """The form of the current step showing what is filled in, without saying what is missing."""
        form: forms.Form = FORMS[self.step](None, self.options, self.today)
        form.initial = {name: self._value(form, name) for name in form.fields if name in self.data}
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
            course=next((c for c in self.options.courses if str(c.course.pk) == cleaned.get("course")), None),
            first_day=cleaned.get("first_day"),
            weekdays=pattern(cleaned.get("weekdays", [])),
            on_holidays=cleaned.get("on_holidays", False),
            kind=kind,
            title=cleaned.get("title", self.data.get("title", "").strip()[:100]),
            amount=amount_of(self.data.get("amount", "")) if kind == Offer.Kind.MONEY else 0,
        )

    @property
    def message(self) -> str:
        """The word to go with it, to be read once more at the end."""
        return str(self.data.get("message", "")).strip()

    def targets(self, cleaned: Mapping[str, Any]) -> list[Target]:
        return [target for target in self.options.targets if target.value in cleaned.get("to", [])]


def pattern(weekdays: list[str]) -> str:
    """Chosen weekdays ("0" is Monday) as seven characters."""
    return "".join("1" if str(i) in weekdays else "0" for i in range(7))


def amount_of(text: str) -> int:
    """A sum as people type it ("5,000원") in won; 0 for anything else."""
    digits = text.replace(",", "").replace(" ", "").removesuffix("원")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0


class SeenForm(forms.Form):
    """What a press on a promise was looking at, and where to go back to."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    back = forms.ChoiceField(required=False, choices=[("promises", "promises")], widget=forms.HiddenInput)


class FirstWeekForm(forms.Form):
    """For whom the suggested first week is."""

    child = forms.IntegerField(required=False, min_value=1)
    family = forms.IntegerField(required=False, min_value=1)


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _name(target: Target, options: Options) -> str:
    return f"{target.child} ({target.family})" if options.several_families else target.child


def _course_line(title: str, words: int, summary: str) -> str:
    return format_html("<b>{}</b> · {}<br>{}", title, _("단어 %d개") % words, summary)
