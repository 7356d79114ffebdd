"""What is typed about rest days. Shapes only; the rules live in the services."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from families.models import RestDay
from families.rests import MOST_AHEAD, REACHES_BACK, REST
from missions.selectors.rests import Sight
from missions.services.rest_plans import Wish

Kind = RestDay.Kind
_WORDS = {
    Kind.REST: _("쉬는 날: 하루 쉬어요"),
    Kind.SICK: _("아픈 날: 나을 때까지 쉬어요"),
    Kind.EXAM: _("시험기간: 14일까지 쉬어요"),
    Kind.TRIP: _("여행: 온 가족이 28일까지 쉬어요"),
}
FOR_CHILDREN = (Kind.REST, Kind.SICK, Kind.EXAM)
_WRONG = {"required": _("날짜를 골라 주세요."), "invalid": _("날짜를 다시 골라 주세요.")}


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=_WRONG, **more)


class RestForm(forms.Form):
    """Which days, and why. `family` is asked only where there are several."""

    kind = forms.ChoiceField(
        label=_("어떤 날인가요?"),
        choices=[(kind.value, words) for kind, words in _WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("어떤 날인지 골라 주세요."), "invalid_choice": _("다시 골라 주세요.")},
    )
    first = _day(_("언제 쉬나요?"))
    last = _day(_("언제까지 쉬나요?"), required=False, help_text=_("하루만 쉬면 비워 두어요."))
    family = forms.TypedChoiceField(
        label=_("어느 가족에서 쉬나요?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("가족을 골라 주세요."), "invalid_choice": _("다시 골라 주세요.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, sight: Sight, today: date) -> None:
        super().__init__(data, initial={"kind": REST, "first": today})
        self.sight = sight
        for name in ("first", "last"):
            reach = {"min": today - REACHES_BACK, "max": today + MOST_AHEAD}
            self.fields[name].widget.attrs |= {key: day.isoformat() for key, day in reach.items()}
        kinds = FOR_CHILDREN if sight.viewer.is_child else tuple(_WORDS)
        _offer(self.fields["kind"], [(kind.value, _WORDS[kind]) for kind in kinds])
        family = self.fields["family"]
        _offer(family, [(str(home.pk), home.name) for home in sight.homes])
        if len(sight.homes) == 1:  # nothing to choose
            family.required, family.widget = False, forms.HiddenInput()

    def wish(self, *, whole: bool = False) -> Wish:
        """The days of a valid form; unless `whole`, a 쉬는 날 is one day whatever stands beside it."""
        data = self.cleaned_data
        last: date | None = data["last"] if whole or data["kind"] != REST else None
        return Wish(
            data["kind"],
            data["first"],
            last or data["first"],
            self.sight.child,
            self.sight.home(data["family"] or None),
        )


class AnswerForm(forms.Form):
    """Which 쉬는 날 is answered, and how."""

    family = forms.TypedChoiceField(coerce=int)
    day = forms.DateField()
    yes = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any], sight: Sight) -> None:
        super().__init__(data)
        self.sight = sight
        _offer(self.fields["family"], [(str(home.pk), home.name) for home in sight.homes])

    def wish(self) -> Wish:
        day: date = self.cleaned_data["day"]
        return Wish(REST, day, day, self.sight.child, self.sight.home(self.cleaned_data["family"]))


def _offer(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
