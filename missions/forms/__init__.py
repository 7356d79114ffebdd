"""What comes in from the pages of missions."""

from missions.forms.counter import CounterForm
from missions.forms.prefill import first_page
from missions.forms.presses import FirstWeekForm, SeenForm
from missions.forms.steps import STEP_OF_FIELD, amount_of, pattern
from missions.forms.wizard import Wizard

__all__ = [
    "STEP_OF_FIELD",
    "CounterForm",
    "FirstWeekForm",
    "SeenForm",
    "Wizard",
    "amount_of",
    "first_page",
    "pattern",
]
