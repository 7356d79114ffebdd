"""The forms with which a mission ends early or gets more time."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from missions.forms.steps import amount_of, won_field
from missions.selectors.ending import Reached, so_far_text
from oneco.lib.forms import WordsField
from oneco.lib.korean import day_text, won_text

REASON_TOO_LONG = _("255자까지 적을 수 있어요.")


class StopForm(forms.Form):
    """그만하고 싶어요, with or without a word why."""

    reason = WordsField(
        label=_("까닭"),
        required=False,
        max_length=255,
        help_text=_("적지 않아도 돼요."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": REASON_TOO_LONG},
    )


class EndForm(forms.Form):
    """The guardian's end: why, and what is given for 지금까지 한 만큼.

    `amount` stands for 용돈 (won, preset to the share that was done), `title` for everything else.
    """

    reason = WordsField(
        label=_("왜 여기까지 하나요?"),
        max_length=255,
        help_text=_("아이도 읽어요. 탓하지 않는 한 줄이면 돼요."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("왜 그만두는지 한 줄 적어 주세요."), "max_length": REASON_TOO_LONG},
    )
    amount = won_field(
        label=_("지금까지 한 만큼(원)"),
        required=False,
    )
    title = WordsField(
        label=_("지금까지 한 만큼"),
        required=False,
        max_length=100,
        help_text=_("약속한 것 대신 줄 작은 것이 있으면 적어요. 예: 함께 고른 간식"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("100자까지 적을 수 있어요.")},
    )

    def __init__(self, data: Any, *, reached: Reached, asked: bool) -> None:
        super().__init__(data, initial={"amount": str(reached.so_far)})
        self.fields["reason"].required = not asked  # the child's wish is reason enough
        if reached.most:
            del self.fields["title"]
            self.fields["amount"].help_text = _(
                "%(done)s 지금까지 얻은 것 말고 더 줄 금액이에요. 최대 %(most)s."
            ) % {
                "done": so_far_text(reached),
                "most": won_text(reached.most),
            }
        else:
            del self.fields["amount"]

    def clean_amount(self) -> int:
        """The sum in won; nothing typed is nothing given."""
        text: str = self.cleaned_data["amount"]
        amount = amount_of(text)
        if not amount and text.strip(" 0원"):
            raise forms.ValidationError(_("금액을 숫자로 적어 주세요."))
        return amount


class LengthenForm(forms.Form):
    """Until when a makeup period goes on."""

    until = forms.TypedChoiceField(
        label=_("언제까지 늘릴까요?"),
        coerce=date.fromisoformat,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("언제까지 늘릴지 골라 주세요."),
            "invalid_choice": _("보기 가운데 하나를 골라 주세요."),
        },
    )

    def __init__(self, data: Any, *, longer: list[date]) -> None:
        super().__init__(data)
        field = self.fields["until"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(day.isoformat(), _("%s까지") % day_text(day)) for day in longer]
