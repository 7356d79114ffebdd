"""What staff types about lessons."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lessons.models import Fact, NewsLink
from lessons.services.editing import CHECKLIST, TEXT_LENGTH
from oneco.lib import clock


class TextForm(forms.Form):
    """A word as the text of its file. `draft` and `seen` say which draft was opened, and how it read then."""

    text = forms.CharField(
        label=gettext_lazy("단어 파일(YAML)"),
        max_length=TEXT_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"class": "yaml", "spellcheck": "false", "autocomplete": "off"}),
    )
    draft = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """With the line ends of a file."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class MoveForm(forms.Form):
    """A version's next step."""

    STEPS = ("submit", "publish", "return", "drop")

    step = forms.ChoiceField(choices=[(step, step) for step in STEPS])
    ticks = forms.MultipleChoiceField(required=False, choices=list(CHECKLIST.items()))
    reason = forms.CharField(required=False, max_length=500)


class FactForm(forms.ModelForm):
    """A number that changes, vouched for until a day that is still to come."""

    class Meta:
        model = Fact
        fields = ("key", "value", "unit", "effective_on", "source", "check_by")
        labels = {"key": gettext_lazy("이름")}
        help_texts = {
            "key": gettext_lazy("글에서는 {fact:이름}으로 적어요. 영어 소문자와 수, -, _만 써요."),
            "value": gettext_lazy("글에 그대로 들어가요: 10,320"),
            "unit": gettext_lazy("값 바로 뒤에 붙어요: 원, %"),
            "check_by": gettext_lazy("이날이 지나면 이 수가 든 문장이 저절로 숨어요."),
        }

    def clean_key(self) -> str:
        """As texts can name it."""
        key = str(self.cleaned_data["key"])
        if key != key.lower():
            raise forms.ValidationError(_("영어 소문자로 적어 주세요."))
        return key

    def clean_check_by(self) -> Any:
        """Saving says that it was looked up again: until when does it hold?"""
        day = self.cleaned_data["check_by"]
        if day < clock.today():
            raise forms.ValidationError(_("이미 지난 날이에요. 다시 확인하고 앞으로의 날을 적어 주세요."))
        return day

    def clean(self) -> dict[str, Any]:
        """A number holds from the day it takes effect."""
        data = super().clean() or {}
        begins, ends = data.get("effective_on"), data.get("check_by")
        if begins and ends and ends < begins:
            self.add_error("check_by", _("시행일보다 앞서요."))
        for name in ("value", "unit"):
            if {"{", "}"} & set(data.get(name) or ""):
                self.add_error(name, _("중괄호는 쓸 수 없어요."))
        return data


class NewsForm(forms.ModelForm):
    """An article; only https, so that no reader is sent over an open line."""

    class Meta:
        model = NewsLink
        fields = ("lesson", "title", "url", "published_on")
        labels = {"lesson": gettext_lazy("단어")}

    url = forms.URLField(label=gettext_lazy("주소"), max_length=400, assume_scheme="https")

    def clean_url(self) -> str:
        """Refuse what is not https."""
        url = str(self.cleaned_data["url"])
        if not url.startswith("https://"):
            raise forms.ValidationError(_("https://로 시작하는 주소만 넣을 수 있어요."))
        return url

    def clean_published_on(self) -> Any:
        """An article has appeared."""
        day = self.cleaned_data["published_on"]
        if day > clock.today():
            raise forms.ValidationError(_("아직 오지 않은 날이에요."))
        return day
