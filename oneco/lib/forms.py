"""How every form is drawn and read: our labels, hints and errors; words without what nobody can see."""

import re
import unicodedata
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """`{{ form }}` draws all fields, `{{ form.name.as_field_group }}` one: label, hint, control, error."""

    form_template_name = "components/_form.html"
    field_template_name = "components/_field.html"


# Controls, marks that turn the direction of a line, and letters without a picture (한글 채움 문자 too). A
# name made of them looks empty or like another one, a promise reads backwards.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0]"
)
_JOINERS = "\u200d\ufe0e\ufe0f"  # inside an emoji they have a meaning, alone none


class WordsField(forms.CharField):
    """Words that other people will read, in NFC: nothing invisible, nothing that turns the line around."""

    def to_python(self, value: Any) -> str:
        """The words as they can be seen; empty when nothing can."""
        words = _UNSEEN.sub("", unicodedata.normalize("NFC", super().to_python(value) or "")).strip()
        return words if words.strip(_JOINERS + " ") else ""
