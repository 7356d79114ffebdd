"""The doors through which accounts are made. Each door fixes the role."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from allauth.account.forms import SignupForm
from allauth.socialaccount.forms import SignupForm as BaseSocialSignupForm
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import TellingSettings, User
from accounts.models.reaching import REMIND_HOURS
from accounts.quiet import QuietHours
from accounts.selectors import Telling
from accounts.topics import CHANNEL_NAMES, Topic
from oneco.lib import clock
from oneco.lib.forms import WordsField
from oneco.lib.korean import hour_text

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NEVER = "never"
HOURS = [(NEVER, _("알리지 않기")), *((hour, hour_text(hour)) for hour in REMIND_HOURS)]


def adult_field() -> forms.BooleanField:
    """The tick of the guardian's door. Never ticked beforehand."""
    return forms.BooleanField(
        label=_("만 19세 이상이에요"),
        error_messages={"required": _("보호자 계정은 만 19세 이상만 만들 수 있어요.")},
    )


class OwnSignupForm(SignupForm):
    """Sign-up with one's own e-mail and one password field."""

    role = User.Role.GUARDIAN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("이메일")
        self.fields["email"].widget.attrs.pop("placeholder", None)
        password = self.fields["password1"]
        password.label = _("비밀번호")
        password.help_text = _("8글자 이상으로 정해 주세요.")
        password.widget.attrs.pop("placeholder", None)


class GuardianSignupForm(OwnSignupForm):
    """보호자로 시작하기."""

    field_order = ("email", "password1", "adult")
    adult = adult_field()


class TeenSignupForm(OwnSignupForm):
    """초대를 받았어요, 14 or over. The age was asked before; the view checks its signed answer."""

    role = User.Role.CHILD


class SocialSignupForm(BaseSocialSignupForm):
    """What a provider does not know. Only guardians come through this door."""

    adult = adult_field()


class NameForm(forms.Form):
    display_name = WordsField(label=_("이름"), max_length=20)


class SwitchesForm(forms.Form):
    """By which channels each of some topics comes. Without the channels that a person has not."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        telling: Telling,
        topics: Sequence[Topic],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.telling, self.topics = telling, topics
        for topic in topics if telling.channels else ():
            self.fields[topic.key] = self._field(topic)

    def _field(self, topic: Topic) -> forms.Field:
        channels = self.telling.channels
        return forms.MultipleChoiceField(
            label=str(topic.name),
            help_text=str(topic.hint),
            choices=[(channel, CHANNEL_NAMES[channel]) for channel in channels],
            initial=[channel for channel in channels if self.telling.wants(topic, channel)],
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "flow"}),
            error_messages={"invalid_choice": _("고를 수 있는 것만 골라 주세요.")},
        )

    @property
    def switches(self) -> dict[tuple[str, str], bool]:
        """The switches that were moved, {(topic, channel): on}."""
        return {
            (topic.key, channel): channel in self.cleaned_data[topic.key]
            for topic in self.topics
            for channel in self.telling.channels
            if (channel in self.cleaned_data[topic.key]) != self.telling.wants(topic, channel)
        }


class TellingForm(SwitchesForm):
    """알림 설정: by which channels each topic comes; for a child also when.

    `grown` is somebody of 14 or over, who sets its own quiet hours.
    """

    remind_hour = forms.TypedChoiceField(
        label=_("오늘의 단어를 알려 줄 시각"),
        choices=HOURS,
        coerce=lambda choice: None if choice == NEVER else int(choice),
        help_text=_("배우는 날에 아직 안 했을 때만, 하루에 한 번이에요."),
    )
    quiet_from = forms.TimeField(label=_("조용한 시간 시작"), required=False, widget=CLOCK)
    quiet_until = forms.TimeField(
        label=_("조용한 시간 끝"),
        required=False,
        widget=CLOCK,
        help_text=_("비워 두면 밤 9시부터 아침 7시 30분까지예요."),
    )

    def __init__(self, data: QueryDict | None, *, telling: Telling, child: bool, grown: bool) -> None:
        super().__init__(data, telling=telling, topics=telling.topics, initial=_hours_of(telling.when))
        if not child:
            del self.fields["remind_hour"]
        if not grown:
            del self.fields["quiet_from"], self.fields["quiet_until"]

    def clean(self) -> dict[str, Any]:
        """An hour at which it must be quiet would never come."""
        data = super().clean() or {}
        hour, start, end = data.get("remind_hour"), data.get("quiet_from"), data.get("quiet_until")
        if hour is not None and start and end:
            moment = datetime.combine(clock.today(), time(hour), clock.KST)
            if QuietHours(start, end).hold(moment):
                self.add_error("remind_hour", _("고른 조용한 시간에 들어 있어요. 다른 시각을 골라 주세요."))
        return data


def _hours_of(when: TellingSettings) -> dict[str, Any]:
    hour = NEVER if when.remind_hour is None else when.remind_hour
    return {"remind_hour": hour, "quiet_from": when.quiet_from, "quiet_until": when.quiet_until}


class SubscribeForm(forms.Form):
    """What a browser says about itself when it is to take pushes."""

    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=60)


class LookForm(forms.Form):
    """What an open page shows, when it asks whether that is still so: whose it is, and how many unread."""

    of = forms.IntegerField()
    unread = forms.IntegerField()
    after = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
