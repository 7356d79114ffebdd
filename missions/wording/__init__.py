"""What people read about missions and promises, by what it is about."""

from missions.wording.contract import GUARDIAN, Words, contract, promise_text
from missions.wording.keeping import keeping
from missions.wording.ledger import line_text, things_text
from missions.wording.notices import NOTICES
from missions.wording.refusals import MOVED_MEANWHILE, NOT_A_MEMBER, refusal
from missions.wording.states import MARGIN, SENTENCES, WAITS, Facts, margin, sentence, waits_text

__all__ = [
    "GUARDIAN",
    "MARGIN",
    "MOVED_MEANWHILE",
    "NOTICES",
    "NOT_A_MEMBER",
    "SENTENCES",
    "WAITS",
    "Facts",
    "Words",
    "contract",
    "keeping",
    "line_text",
    "margin",
    "promise_text",
    "refusal",
    "sentence",
    "things_text",
    "waits_text",
]
