"""What is filled in at the 약속 수첩: a part that was given, another date, another thing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from missions import policies
from missions.forms.presses import SeenForm
from missions.forms.steps import amount_of, won_field
from oneco.lib.forms import WordsField
from oneco.lib.korean import won_text


class PressForm(SeenForm):
    """A press on a promise; `line` is the 줬어요 it is about, `change` the wish that it answers."""

    line = forms.IntegerField(required=False, min_value=1)
    change = forms.IntegerField(required=False, min_value=1)
    with_promises = forms.BooleanField(required=False)


class GiveForm(SeenForm):
    """How much of the 용돈 was given; `owed` in won is what is still to be given."""

    amount = won_field(
        label=_("준 금액(원)"),
        error_messages={"required": _("얼마를 줬는지 적어 주세요.")},
    )

    def __init__(self, *args: Any, owed: int, **more: Any) -> None:
        super().__init__(*args, **more)
        if owed:
            self.fields["amount"].help_text = _("1원부터 %s까지 적을 수 있어요.") % won_text(owed)

    def clean_amount(self) -> int:
        """A sum; whether so much is owed knows the service, which also knows a second press."""
        amount = amount_of(self.cleaned_data["amount"])
        if amount <= 0:
            raise forms.ValidationError(_("얼마를 줬는지 숫자로 적어 주세요."))
        return amount


class NewDateForm(SeenForm):
    """Another date for what is owed, from today to 90 days ahead."""

    due_on = forms.DateField(
        label=_("새로 약속할 날"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("날짜를 골라 주세요."), "invalid": _("날짜를 다시 골라 주세요.")},
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        last = today + timedelta(days=policies.MOST_DAYS_LATER)
        self.fields["due_on"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}
        self.fields["due_on"].help_text = _("오늘부터 90일 안에서 골라요.")


class NewThingForm(SeenForm):
    """Another thing for what is owed; with an amount it is 용돈. `sure` is a sum already asked about."""

    title = WordsField(
        label=_("대신 무엇으로 할까요?"),
        max_length=100,
        help_text=_("예: 영화 함께 보기, 책 한 권"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("무엇으로 바꿀지 적어 주세요."),
            "max_length": _("약속은 100자까지 적을 수 있어요."),
        },
    )
    amount = won_field(
        label=_("금액(원)"),
        required=False,
        help_text=_("용돈일 때만 적어요."),
    )
    sure = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = cleaned.get("amount", "")
        cleaned["amount"] = amount = amount_of(typed) or None
        if typed and (amount is None or amount > policies.MOST_AMOUNT):
            self.add_error("amount", _("금액을 숫자로 적어 주세요."))
        elif amount and amount > policies.LARGE_AMOUNT and cleaned.get("sure") != amount:
            self.add_error(
                "amount", _("%s, 꽤 큰 약속이에요. 맞으면 한 번 더 눌러 주세요.") % won_text(amount)
            )
            self.data = {**self.data, "title": cleaned.get("title", ""), "amount": typed, "sure": amount}
        return cleaned
