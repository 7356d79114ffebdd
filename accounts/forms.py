"""The doors through which accounts are made. Each door fixes the role."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.socialaccount.forms import SignupForm as BaseSocialSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from oneco.lib.forms import WordsField


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
