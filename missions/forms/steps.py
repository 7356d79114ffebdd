"""The five steps of the wizard, each a short form over one set of fields."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from missions import policies, wording
from missions.models import Offer
from missions.selectors.proposing import CourseChoice, Options, Target
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
    "parts": "promise",
    "message": "words",
}
FIELDS = (*STEP_OF_FIELD, "sure")
MONDAY_TO_FRIDAY = ("0", "1", "2", "3", "4")
IDEAS = _("예: 자전거 타고 김밥 소풍, 함께 고른 저녁 메뉴")
SMALLER_IDEAS = _("예: 저녁 산책, 보드게임 한 판, 주말 아침 메뉴 고르기")


class StepForm(forms.Form):
    """A form over what was sent (None: nothing yet), for what may be chosen, as of the study date `today`."""

    def __init__(self, data: QueryDict | None, options: Options | None, today: date) -> None:
        super().__init__(data)
        self.today = today


def won_field(**more: Any) -> forms.CharField:
    """A sum of won as people type it; `amount_of` reads it. `more` goes to the field."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(max_length=14, widget=widget, **more)


def amount_of(text: str) -> int:
    """A sum as people type it ("5,000원") in won; 0 for anything else."""
    digits = text.replace(",", "").replace(" ", "").removesuffix("원")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0


class CourseForm(StepForm):
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

    def __init__(self, data: QueryDict | None, options: Options | None, today: date) -> None:
        super().__init__(data, options, today)
        assert options is not None
        _offer(self.fields["to"], [(target.value, _name(target, options)) for target in options.targets])
        _offer(self.fields["course"], [(choice.value, _course_line(choice)) for choice in options.courses])
        if len(options.targets) == 1:  # nothing to choose: it travels along unseen
            self.fields["to"].widget = forms.MultipleHiddenInput()

    def show_only(self, courses: list[CourseChoice]) -> None:
        """Draw these courses alone; what was sent is still read with every one of them."""
        widget = self.fields["course"].widget
        assert isinstance(widget, forms.RadioSelect)
        widget.choices = [(choice.value, _course_line(choice)) for choice in courses]


class DaysForm(StepForm):
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

    def __init__(self, data: QueryDict | None, options: Options | None, today: date) -> None:
        super().__init__(data, options, today)
        self.last = today + timedelta(days=policies.MOST_DAYS_AHEAD)
        self.fields["first_day"].widget.attrs |= {"min": today.isoformat(), "max": self.last.isoformat()}
        self.fields["first_day"].help_text = _("오늘부터 60일 안에서 골라요.")

    def clean_first_day(self) -> date:
        day: date = self.cleaned_data["first_day"]
        if day < self.today:
            raise forms.ValidationError(_("첫날은 오늘이나 그 뒤로 골라 주세요."))
        if day > self.last:
            raise forms.ValidationError(_("첫날은 오늘부터 60일 안에서 골라 주세요."))
        return day


class PromiseForm(StepForm):
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
        help_text=IDEAS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("무엇을 약속할지 적어 주세요."),
            "max_length": _("약속은 100자까지 적을 수 있어요."),
        },
    )
    amount = won_field(
        label=_("금액(원)"),
        required=False,
        help_text=_("용돈일 때만 적어요."),
    )
    parts = forms.BooleanField(
        label=_("나눠 받기"),
        required=False,
        help_text=_("복습하는 날마다 나눠 받아요. 받은 것은 무슨 일이 있어도 그대로예요."),
    )
    sure = forms.IntegerField(required=False, widget=forms.HiddenInput)

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
            self._has_asked(amount)
        cleaned["amount"] = amount
        return cleaned

    def _has_asked(self, amount: int) -> None:
        """Let the page that comes back carry the large amount it asks about."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["amount"] = self.data["sure"] = str(amount)


class WordsForm(StepForm):
    """A word to go with it."""

    message = WordsField(
        label=_("한마디"),
        required=False,
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("한마디는 255자까지 적을 수 있어요.")},
    )


class CheckForm(StepForm):
    """Nothing to fill in: the contract is read once more."""


FORMS: Mapping[str, Any] = {
    "course": CourseForm,
    "days": DaysForm,
    "promise": PromiseForm,
    "words": WordsForm,
    "check": CheckForm,
}


def pattern(weekdays: list[str]) -> str:
    """Chosen weekdays ("0" is Monday) as seven characters."""
    return "".join("1" if str(i) in weekdays else "0" for i in range(7))


def chosen(weekdays: str) -> list[str]:
    """Seven characters as chosen weekdays ("0" is Monday)."""
    return [str(i) for i, mark in enumerate(weekdays) if mark == "1"]


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _name(target: Target, options: Options) -> str:
    return f"{target.child} ({target.family})" if options.several_families else target.child


def _course_line(choice: CourseChoice) -> str:
    words = _("단어 %d개 다시 떠올리기") if choice.review else _("단어 %d개")
    summary = _("전에 다 배운 코스예요. 절반의 날만 걸려요.") if choice.review else choice.course.summary
    title = wording.course_text(choice.course.title, review=choice.review)
    return format_html("<b>{}</b> · {}<br>{}", title, words % choice.words, summary)
