"""The lesson on the first page: guess, meet the word, answer once. No row is read but the published text."""

from dataclasses import dataclass
from typing import Any

from django.core import signing

from lessons.models import LessonVersion

TRY_LESSON = "U01.4"
GUESS, MEET, ASK, END = range(4)
SALT = "try-lesson"
A_DAY = 24 * 3600


@dataclass(frozen=True)
class TryStep:
    """One of the steps. `state` is the signed step number for the hidden field."""

    n: int
    state: str
    word: str
    content: dict[str, Any]
    item: dict[str, Any]
    chosen: dict[str, Any] | None
    guessed: str
    error: str

    @property
    def last(self) -> bool:
        return self.n == END


def try_page(step: int, chosen: int, *, error: str = "") -> TryStep | None:
    """The step to show, with what was chosen in the one before; None while no lesson is published."""
    version = (
        LessonVersion.objects.select_related("lesson")
        .prefetch_related("items")
        .filter(lesson__code=TRY_LESSON, published=1)
        .first()
    )
    item = next((i for i in version.items.all() if i.type == "MC4"), None) if version else None
    if version is None or item is None:
        return None
    guesses = version.content["guess"]["options"]
    options = item.body["options"]
    return TryStep(
        n=step,
        state=signing.dumps(step, salt=SALT),
        word=version.lesson.ko,
        content=version.content,
        item=item.body,
        chosen=options[chosen] if step == END and 0 <= chosen < len(options) else None,
        guessed=guesses[chosen] if step == MEET and 0 <= chosen < len(guesses) else "",
        error=error,
    )


def step_of(state: str) -> int:
    """The step a signed state stands at; the first one for a forged or an old state."""
    try:
        return int(signing.loads(state, salt=SALT, max_age=A_DAY))
    except (signing.BadSignature, TypeError, ValueError):
        return GUESS
