"""What people read about missions and promises, by what it is about."""

from missions.wording.around import AROUND
from missions.wording.contract import (
    GUARDIAN,
    Words,
    contract,
    course_text,
    length_text,
    promise_text,
    shares_text,
)
from missions.wording.duties import Duties, duties
from missions.wording.keeping import keeping
from missions.wording.ledger import line_text, things_text
from missions.wording.notices import NOTICES
from missions.wording.refusals import MOVED_MEANWHILE, NOT_A_MEMBER, refusal
from missions.wording.rests import REST_NOTICES
from missions.wording.rounds import OFFER_CHANGED, change_text, last_word
from missions.wording.states import MARGIN, SENTENCES, WAITS, Facts, margin, sentence, waits_text, wish_text

__all__ = [
    "AROUND",
    "GUARDIAN",
    "MARGIN",
    "MOVED_MEANWHILE",
    "NOTICES",
    "NOT_A_MEMBER",
    "OFFER_CHANGED",
    "REST_NOTICES",
    "SENTENCES",
    "WAITS",
    "Duties",
    "Facts",
    "Words",
    "change_text",
    "contract",
    "course_text",
    "duties",
    "keeping",
    "last_word",
    "length_text",
    "line_text",
    "margin",
    "promise_text",
    "refusal",
    "sentence",
    "shares_text",
    "things_text",
    "waits_text",
    "wish_text",
]
