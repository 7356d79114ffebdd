"""Words that other people read."""

import pytest
from django import forms

from oneco.lib.forms import WordsField


class NameForm(forms.Form):
    name = WordsField(max_length=4)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("서하", "서하"),
        ("\u1109\u1165\u1112\u1161", "서하"),  # as a Mac sends it, letter by letter
        ("\u202e원000\u202c", "원000"),
        ("서\u200b하\x00\u3164", "서하"),
        ("👨\u200d👧", "👨\u200d👧"),
        ("  서 하 ", "서 하"),
    ],
)
def test_words_are_kept_as_they_can_be_seen(typed: str, kept: str) -> None:
    form = NameForm({"name": typed})
    assert form.is_valid()
    assert form.cleaned_data["name"] == kept


@pytest.mark.parametrize("typed", ["\u200b", "\u3164\u3164", "\u200d", "\ufe0f \u2800", "\x00"])
def test_a_name_that_nobody_can_see_is_none(typed: str) -> None:
    assert "name" in NameForm({"name": typed}).errors
