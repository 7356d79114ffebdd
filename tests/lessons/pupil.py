"""A child for tests: it knows every answer, and gives the right or a wrong one as it is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from lessons import player
from lessons.models import Enrolment, StudySession
from lessons.player import Position, Step
from lessons.selectors.sessions import answers_of, item_of, position_of
from lessons.services.answering import answer
from lessons.services.starting import start_lesson, start_review

Chooses = Callable[[Step, int], bool]
TEN_SECONDS = timedelta(seconds=10)


def always_right(_step: Step, _attempt: int) -> bool:
    return True


def wrong_at_first(_step: Step, attempt: int) -> bool:
    return attempt > 1


def always_wrong(_step: Step, _attempt: int) -> bool:
    """Never right until the answer stands on the page (an answer that is shown is always entered)."""
    return False


class Pupil:
    """Studies through the real services, ten seconds an answer."""

    def __init__(self, child: User, chooses: Chooses = always_right) -> None:
        self.child, self.chooses = child, chooses

    def lesson(self, enrolment: Enrolment, now: datetime) -> StudySession:
        return self.finish(start_lesson(self.child, enrolment_id=enrolment.pk, now=now), now)

    def review(self, now: datetime) -> StudySession:
        return self.finish(start_review(self.child, now=now), now)

    def finish(self, session: StudySession, now: datetime) -> StudySession:
        while self.step(session, now):
            now += TEN_SECONDS
        session.refresh_from_db()
        return session

    def step(self, session: StudySession, now: datetime) -> bool:
        """Answer the current step once; False when there is none left."""
        session.refresh_from_db()
        at = position_of(session, answers_of(session))
        if at.step is None:
            return False
        answer(
            session,
            child=self.child,
            step=at.index,
            attempt=at.attempt,
            payload=self.payload(session, at),
            now=now,
        )
        return True

    def payload(self, session: StudySession, at: Position) -> dict[str, Any]:
        assert at.step is not None
        right = at.shown or self.chooses(at.step, at.attempt)
        item = item_of(at.step)
        if item is None:
            return {"choice": "sure"} if at.step.kind == player.CONFIDENCE else {"choice": "0"}
        order = session.plan["order"][f"{item.version_id}:{item.key}"]
        return payload_for(item.question, order, right=right)


def payload_for(body: dict[str, Any], order: list[int], *, right: bool) -> dict[str, Any]:
    """The form of a right, or of a wrong but readable, answer to an item."""
    match body["type"]:
        case "MC4" | "SCN":
            return {"choice": str(_pick(body["options"], right))}
        case "TF":
            return {"answer": "true", "reason": str(_pick(body["reasons"], right))}
        case "CZ":
            return {"text": body["accept"][0] if right else "모르는말"}
        case "SIM" if body.get("options"):
            return {"choice": str(_pick(body["options"], right))}
        case "NUM" | "EST" | "SIM" | "GRAPH":
            wrong = body["answer"] + body.get("tolerance", 0) + 7
            return {"number": str(body["answer"] if right else wrong)}
        case "SORT":
            buckets = [body["buckets"].index(body["cards"][i]["bucket"]) for i in order]
            shift = 0 if right else 1
            return {f"card-{n}": str((b + shift) % len(body["buckets"])) for n, b in enumerate(buckets)}
        case "ORD":
            places = [order.index(i) for i in range(len(order))]
            return {"order": [str(p) for p in (places if right else places[::-1])]}
        case "MATCH":
            shift = 0 if right else 1
            return {f"pair-{i}": str(order.index((i + shift) % len(order))) for i in range(len(order))}
        case "SPOT":
            lines = body["message"]["lines"]
            return {"line": [str(i) for i, line in enumerate(lines) if line["signal"] == right]}
        case "NEWS":
            return {
                "word": str(_pick(body["words"], right)),
                "direction": str(_pick(body["directions"], right)),
            }
        case "EXP":
            return {"text": "내 말로 적은 문장이에요."}
    return {}


def _pick(options: list[dict[str, Any]], right: bool) -> int:
    return next(i for i, option in enumerate(options) if bool(option.get("right")) == right)
