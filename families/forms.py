"""What people type about families. A form checks shape; rules live in the services."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.forms import TellingForm
from accounts.models import User
from accounts.selectors import Telling
from families.ages import is_14
from families.animals import ANIMALS, FIRST_ANIMAL
from families.models import Membership, Voice
from families.selectors import Reminded
from families.services.pins import check_good
from oneco.lib import clock
from oneco.lib.errors import Refused
from oneco.lib.forms import WordsField
from oneco.lib.korean import josa

CALLED = [_("엄마"), _("아빠"), _("할머니"), _("할아버지"), _("이모"), _("삼촌"), _("고모"), _("선생님")]
CALLED_CHOICES = [(str(name), name) for name in CALLED]
OWN_WORD = "own"
CODE_ATTRS = {
    "class": "code",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
}


def pin_field(label: Any, *, digits: str, help_text: Any = "", new: bool = False) -> forms.CharField:
    """A PIN: digits on a phone's keypad, hidden, never kept when the form comes back."""
    attrs = {
        "inputmode": "numeric",
        "pattern": f"[0-9]{{{digits}}}",
        "maxlength": digits.split(",")[-1],
        "autocomplete": "new-password" if new else "off",
        "class": "pin",
    }
    return forms.CharField(
        label=label, max_length=6, help_text=help_text, widget=forms.PasswordInput(attrs=attrs)
    )


class CalledMixin(forms.Form):
    """아이가 부르는 이름: one of the usual ones, or one's own word."""

    called = forms.ChoiceField(
        label=_("아이가 부르는 이름"), choices=[*CALLED_CHOICES, (OWN_WORD, _("직접 쓰기"))]
    )
    own_called = WordsField(
        label=_("직접 쓰기"),
        max_length=10,
        required=False,
        help_text=_("위에서 ‘직접 쓰기’를 골랐을 때만 써요."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("called") == OWN_WORD:
            data["called"] = data.get("own_called", "").strip()
            if not data["called"]:
                self.add_error("own_called", _("아이가 부르는 이름을 써 주세요."))
        return data


class FamilyForm(CalledMixin):
    name = WordsField(label=_("가족 이름"), max_length=30, initial=_("우리 가족"))
    field_order = ["name", "called", "own_called"]


VOICES = [
    (Voice.WARM, _("다정하게: “조금 아쉬워도 괜찮아요. 잘못 골랐다는 뜻은 아니니까요.”")),
    (Voice.PLAIN, _("담백하게: “하나를 골라서 다른 하나를 포기했어요.”")),
    (Voice.FRIEND, _("친구처럼: “공짜였는데 빵 구울 기회가 날아갔잖아요.”")),
]


class MannerForm(FamilyForm):
    """The family's name, what its children call me, and the voice in which the app speaks to them."""

    voice = forms.ChoiceField(
        label=_("아이에게 말하는 투"),
        choices=VOICES,
        widget=forms.RadioSelect,
        help_text=_("뜻은 같고 말투만 달라요. 아이와 함께 골라 보세요."),
    )
    field_order = ["name", "called", "own_called", "voice"]

    @classmethod
    def of(cls, me: Membership) -> dict[str, str]:
        """What stands in the form before anything is changed."""
        usual = me.called in {str(name) for name in CALLED}
        return {
            "name": me.family.name,
            "called": me.called if usual else OWN_WORD,
            "own_called": "" if usual else me.called,
            "voice": me.family.voice,
        }


def birth_fields() -> tuple[forms.TypedChoiceField, forms.TypedChoiceField]:
    """Lists for year and month of birth, nothing chosen."""
    year = forms.TypedChoiceField(label=_("태어난 해"), coerce=int, choices=_years)
    month = forms.TypedChoiceField(label=_("태어난 달"), coerce=int, choices=_months)
    return year, month


def _birth(form: "AgeForm") -> dict[str, int]:
    return {"year": form.cleaned_data["birth_year"], "month": form.cleaned_data["birth_month"]}


def _years() -> list[tuple[str | int, Any]]:
    newest = clock.today().year - 4
    return [
        ("", _("해")),
        *((year, _("%(year)d년") % {"year": year}) for year in range(newest, newest - 18, -1)),
    ]


def _months() -> list[tuple[str | int, Any]]:
    return [("", _("달")), *((month, _("%(month)d월") % {"month": month}) for month in range(1, 13))]


class AgeForm(forms.Form):
    """The age gate of the invitation door: asked before anything else, kept nowhere."""

    birth_year, birth_month = birth_fields()


class AnimalMixin(forms.Form):
    animal = forms.ChoiceField(
        label=_("동물 그림"), choices=list(ANIMALS.items()), initial=FIRST_ANIMAL, widget=forms.RadioSelect
    )


def needed_tick(label: Any, why: Any) -> forms.BooleanField:
    """A tick without which nothing happens, with the sentence for who leaves it out."""
    return forms.BooleanField(label=label, error_messages={"required": why})


class GoodPinMixin(forms.Form):
    """Says what is wrong with a new PIN together with everything else."""

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"]
        try:
            check_good(pin)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return pin


class ChildForm(GoodPinMixin, AnimalMixin):
    """Consent and profile on one page. From 14 on the two ticks are not needed; the service decides."""

    use_required_attribute = False  # the browser cannot know the age

    nickname = WordsField(
        label=_("별명"),
        max_length=20,
        help_text=_("이름이 아니어도 돼요. 이메일과 전화번호는 묻지 않아요."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_year, birth_month = birth_fields()
    pin = pin_field(
        _("첫 PIN"),
        digits="4,6",
        new=True,
        help_text=_("숫자 4개에서 6개예요. 아이가 자기 기기에서 처음 들어올 때 새로 정해요."),
    )
    legal = needed_tick(_("저는 이 아이의 법정대리인이에요"), _("법정대리인만 동의할 수 있어요."))
    account = needed_tick(_("아이의 가입에 동의해요"), _("가입에 동의해야 프로필을 만들 수 있어요."))
    sharing = forms.BooleanField(label=_("다른 집과 배운 단어와 조개를 나누는 데 동의해요"), required=False)
    ai = forms.BooleanField(label=_("AI가 힌트와 설명을 돕는 데 동의해요"), required=False)
    field_order = [
        "nickname",
        "birth_year",
        "birth_month",
        "animal",
        "pin",
        "legal",
        "account",
        "sharing",
        "ai",
    ]

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        age = AgeForm(data)
        if age.is_valid() and is_14(**_birth(age), day=clock.now().astimezone(clock.KST).date()):
            self.fields["legal"].required = self.fields["account"].required = False


class FamilyCodeForm(forms.Form):
    code = forms.CharField(
        label=_("가족 코드"),
        max_length=20,
        help_text=_("10글자예요. 보호자의 ‘가족’ 화면에 있어요."),
        widget=forms.TextInput(attrs=CODE_ATTRS),
    )


class InvitationCodeForm(forms.Form):
    code = forms.CharField(
        label=_("초대 코드"),
        max_length=20,
        help_text=_("8글자예요. 초대한 사람이 보내 줘요."),
        widget=forms.TextInput(attrs=CODE_ATTRS),
    )


class ChildPinForm(forms.Form):
    """A child's PIN at the door of a known device."""

    pin = pin_field(_("PIN"), digits="4,6")


class NewPinForm(GoodPinMixin):
    """A new PIN, chosen by the child or given by a guardian."""

    pin = pin_field(_("새 PIN"), digits="4,6", new=True, help_text=_("숫자 4개에서 6개예요."))


class ChangePinForm(NewPinForm):
    """Another PIN, for a child who has chosen one before."""

    current = pin_field(_("지금 PIN"), digits="4,6")
    field_order = ["current", "pin"]


class DevicePinForm(forms.Form):
    """The guardian's 6 digits on this device."""

    device_pin = pin_field(_("기기 PIN"), digits="6", help_text=_("이 기기에서 정한 숫자 6개예요."))


class WhoForm(forms.Form):
    """To whom the phone is handed."""

    child = forms.IntegerField(required=False, min_value=1)


class NewDevicePinForm(forms.Form):
    device_pin = pin_field(
        _("기기 PIN 정하기"),
        digits="6",
        new=True,
        help_text=_("숫자 6개예요. 아이 화면에서 보호자 화면으로 돌아올 때 물어봐요. 아이에게는 비밀이에요."),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("비밀번호"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ConfirmPasswordForm(forms.Form):
    """The guardian's password beside the fields of another form."""

    guardian_password = forms.CharField(
        label=_("비밀번호"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class JoinAsGuardianForm(CalledMixin):
    """How the children will call the one who joins."""


class JoinAsTeenForm(AnimalMixin):
    """What a first profile of 14 and over needs."""

    nickname = WordsField(label=_("별명"), max_length=20)
    birth_year, birth_month = birth_fields()
    field_order = ["nickname", "birth_year", "birth_month", "animal"]


class LegalForm(forms.Form):
    """법정대리인이라고 밝히기. Never ticked beforehand."""

    legal = needed_tick(
        _("저는 이 가족 아이들의 법정대리인이에요"), _("법정대리인일 때만 표시하고 눌러 주세요.")
    )


class BringForm(forms.Form):
    """Which PIN profile of the home joins a second family.

    The tick stands there while one of them still needs it, and must be set where all do.
    """

    child = forms.TypedChoiceField(label=_("함께할 아이"), coerce=int, widget=forms.RadioSelect)
    sharing = needed_tick(
        _("다른 집과 배운 단어와 조개를 나누는 데 동의해요"),
        _("나누는 데 동의해야 두 집에서 함께할 수 있어요."),
    )

    def __init__(self, data: Any = None, *, children: list[User], unshared: int) -> None:
        super().__init__(data)
        choice = self.fields["child"]
        assert isinstance(choice, forms.TypedChoiceField)
        choice.choices = [(child.pk, child.display_name) for child in children]
        if len(children) == 1:
            choice.initial = children[0].pk
        if not unshared:
            del self.fields["sharing"]
        elif unshared < len(children):
            self.fields["sharing"].required = False
            self.fields["sharing"].help_text = _("이미 동의한 아이라면 비워 두어도 돼요.")


class InviteForm(forms.Form):
    role = forms.ChoiceField(choices=[("guardian", _("보호자")), ("child", _("자녀"))])


class ReasonForm(forms.Form):
    """Why staff does something to a family, which reads it too."""

    reason = WordsField(
        label=_("까닭"),
        max_length=200,
        help_text=_("그 사람과 가족이 그대로 읽어요. 다른 가족의 일은 적지 마세요."),
    )


class EmailActForm(ReasonForm):
    email = forms.EmailField(label=_("새 이메일"), max_length=191)
    field_order = ["email", "reason"]

    def clean_email(self) -> str:
        """In the one spelling that accounts have."""
        return User.objects.normalize_email(self.cleaned_data["email"])


class GuardianTellingForm(TellingForm):
    """알림 설정 of a guardian: with the children whose reminders come to the guardian's own phone."""

    def __init__(self, data: QueryDict | None, *, telling: Telling, reminded: Sequence[Reminded]) -> None:
        super().__init__(data, telling=telling, child=False, grown=False)
        self.reminded = reminded
        if reminded:
            self.fields["children"] = forms.TypedMultipleChoiceField(
                label=_("아이 대신 내가 받을 ‘오늘의 단어’"),
                help_text=_("아이에게 휴대폰이 없을 때 골라요. 그 아이에게는 따로 알리지 않아요."),
                choices=[(row.child.pk, _reminded_label(row)) for row in reminded],
                initial=[row.child.pk for row in reminded if row.mine],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def moved(self) -> Iterator[tuple[User, bool]]:
        """The children whose tick was changed, and whether it is set now."""
        chosen = set(self.cleaned_data.get("children", []))
        for row in self.reminded:
            if (row.child.pk in chosen) != row.mine:
                yield row.child, not row.mine


def _reminded_label(row: Reminded) -> str:
    if not row.taker:
        return row.child.display_name
    return _("%(child)s · 지금은 %(taker)s 받아요") % {
        "child": row.child.display_name,
        "taker": josa(row.taker, "이/가"),
    }
