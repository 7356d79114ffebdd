"""What people read about missions and promises, by what it is about."""

from missions.wording.contract import GUARDIAN, Words, contract, promise_text
from missions.wording.ledger import line_text
from missions.wording.notices import NOTICES
from missions.wording.refusals import MOVED_MEANWHILE, NOT_A_MEMBER, refusal
from missions.wording.states import MARGIN, SENTENCES, WAITS, Facts, sentence, waits_text

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
    "line_text",
    "promise_text",
    "refusal",
    "sentence",
    "waits_text",
]
