"""Small forms behind single buttons."""

from django import forms


class SeenForm(forms.Form):
    """What a press on a promise or an offer was looking at, and where to go back to."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    back = forms.ChoiceField(required=False, choices=[("promises", "promises")], widget=forms.HiddenInput)


class FirstWeekForm(forms.Form):
    """For whom the suggested first week is."""

    child = forms.IntegerField(required=False, min_value=1)
    family = forms.IntegerField(required=False, min_value=1)
