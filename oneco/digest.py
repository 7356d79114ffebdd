"""이번 주 이야기: the one letter a week to a guardian, over all its live families.

What the children learned in the seven days before Sunday 19:00 in Seoul, what they are about to forget, what
was promised, one question for dinner and one line to say. Whose children did nothing is told so in two kind
sentences while a mission runs; where none runs and nothing waits, no letter goes out: silence nags nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import kinds, wording
from accounts.models import Notification, User
from accounts.services.notify import notify
from accounts.topics import DIGEST
from families.erasing import erases
from families.models import Membership
from families.selectors import children_of, guardians_of
from lessons.selectors.week import ChildWeek, Word, dinner_of, weeks_told
from missions.selectors.cards import open_missions_of_guardian
from missions.selectors.owing import Owed, owed_by
from oneco.lib import clock
from oneco.lib.korean import friendly, josa
from oneco.lib.transactions import use_case

SUNDAY = 6
EVENING = time(19)
WEEK = timedelta(days=7)
STEADY = 3  # days with a shell from which the line is about going on
GUARDIANS_AT_ONCE = 200
ANSWERS = {"answer", "change", "stop", "end"}  # what a card may wait for that is no giving


def digests_due(now: datetime) -> int:
    """Write this Sunday's letters, from 19:00 until the study day is over; how many guardians got one.

    Safe to run again at any time: the key of the week makes it one letter each.
    """
    until = evening_of(now)
    if clock.study_date(now) != clock.study_date(until):
        return 0
    return sum(write_digest(guardian, until=until, now=now) for guardian in _guardians(week_key(until)))


def evening_of(now: datetime) -> datetime:
    """The last Sunday 19:00 KST up to `now`."""
    there = now.astimezone(clock.KST)
    sunday = there.date() - timedelta(days=(there.weekday() - SUNDAY) % 7)
    evening = datetime.combine(sunday, EVENING, clock.KST)
    return evening if evening <= now else evening - WEEK


def week_key(until: datetime) -> str:
    """The week of a letter, as in its address: 2026-W12."""
    return f"{clock.study_date(until):%G-W%V}"


def write_digest(guardian: User, *, until: datetime, now: datetime) -> bool:
    """Write the letter of the week that ended at `until`; False where there is nothing to tell."""
    data = digest_of(guardian, until)
    if data is None:
        return False
    _tell(guardian, week_key(until), data, now)
    return True


@use_case
def _tell(guardian: User, week: str, data: dict[str, Any], now: datetime) -> None:
    notify(guardian, DIGEST, f"{DIGEST}:{week}", data, now=now)


def letter_for(guardian: User, week: str) -> Notification:
    """The letter of a week ("2026-W12") to this very guardian. Raises Http404."""
    letter = Notification.objects.filter(recipient=guardian, key=f"{DIGEST}:{week}").first()
    if letter is None:
        raise Http404
    return letter


@erases(height=3)
def forget_letters(child: User) -> None:
    """A child is erased: so are the letters to its guardians that tell of it."""
    letters = Notification.objects.filter(kind=DIGEST, recipient__in=guardians_of(child))
    told = [pk for pk, data in letters.values_list("pk", "data") if _tells_of(child, data)]
    Notification.objects.filter(pk__in=told).delete()


def _tells_of(child: User, data: Mapping[str, Any]) -> bool:
    return any(told["pk"] == child.pk for told in data["children"])


def digest_of(guardian: User, until: datetime) -> dict[str, Any] | None:
    """What the letter says, as the notice keeps it; None where there is nothing to tell."""
    today = clock.study_date(until)
    children = [child for child in children_of(guardian) if child.is_active]
    weeks = weeks_told([child.pk for child in children], until - WEEK, until)
    told = [(child, weeks[child.pk]) for child in children]
    cards = open_missions_of_guardian(guardian, today=today)
    due = owed_by(guardian)
    answers = sum(card.waits_for_me in ANSWERS for card in cards)
    active = [(child, week) for child, week in told if week.days or week.learned or week.recalled]
    if not (active or due or answers or any(card.under_way for card in cards)):
        return None
    turn = today.isocalendar().week
    return {
        "from": (today - WEEK + timedelta(days=1)).isoformat(),
        "to": today.isoformat(),
        "children": [_child(child, week) for child, week in told],
        "promises": [_promise(owed) for owed in due],
        "answers": answers,
        "line": _line(_at(active or told, turn)),
        "question": _question(_at(active or told, turn + 1), until),
        "url": reverse("digest", args=[week_key(until)]),
    }


def _guardians(week: str) -> Iterator[User]:
    """Guardians who live with somebody and have no letter of this week yet, a few at a time."""
    last = 0
    while batch := list(_without_letter(week).filter(pk__gt=last)[:GUARDIANS_AT_ONCE]):
        yield from batch
        last = batch[-1].pk


def _without_letter(week: str) -> QuerySet[User]:
    live = Membership.objects.filter(user=OuterRef("pk"), role="guardian", state=Membership.State.LIVE)
    written = Notification.objects.filter(recipient=OuterRef("pk"), key=f"{DIGEST}:{week}")
    return User.objects.filter(Exists(live), ~Exists(written), is_active=True).order_by("pk")


def _child(child: User, week: ChildWeek) -> dict[str, Any]:
    return {
        "pk": child.pk,
        "name": child.display_name,
        "learned": [word.word for word in week.learned],
        "recalled": len(week.recalled),
        "shells": len(week.days),
        "faded": [word.word for word in week.faded],
    }


def _promise(owed: Owed) -> dict[str, str]:
    due = owed.due_on.isoformat() if owed.due_on else ""
    return {"child": owed.child, "promise": owed.thing, "due_on": due}


def _at(told: Sequence[tuple[User, ChildWeek]], turn: int) -> tuple[User, ChildWeek] | None:
    """Whose turn it is this week: brothers and sisters take turns instead of being compared."""
    return told[turn % len(told)] if told else None


def _line(told: tuple[User, ChildWeek] | None) -> dict[str, str] | None:
    """One line a guardian may say to a child, about what it did and not how well."""
    if told is None:
        return None
    child, week = told
    if week.recalled:
        said = _("지난번에 배운 ‘{word}’, 힌트 없이 떠올렸더라. 기억이 단단해졌네!").format(
            word=week.recalled[-1].word
        )
    elif len(week.days) >= STEADY:
        said = _("이번 주에 {n}일이나 이어 갔더라. 꾸준히 하는 게 제일 어려운 건데.").format(n=len(week.days))
    elif week.learned:
        said = _("‘{word}’ 배웠다며? 무슨 뜻인지 나한테도 알려 줄래?").format(word=week.learned[-1].word)
    else:
        said = _("이번 주는 어땠어? 쉬고 싶을 땐 쉬어도 괜찮아.")
    return {"child": child.display_name, "said": said}


def _question(told: tuple[User, ChildWeek] | None, until: datetime) -> dict[str, str] | None:
    """A question for dinner: about the last word learned, else the most faded one."""
    if told is None:
        return None
    child, week = told
    words: Sequence[Word] = [*week.learned[-1:], *week.faded[:1]]
    text = dinner_of(words[0], clock.study_date(until)) if words else ""
    return {"child": child.display_name, "word": words[0].word, "text": text} if text else None


def in_short(data: Mapping[str, Any]) -> str:
    """The letter in one or two sentences: the inbox, the lock screen."""
    learned = [(child["name"], len(child["learned"])) for child in data["children"] if child["learned"]]
    if learned:
        counts = [_("{name} {n}개").format(name=josa(friendly(name), "은/는"), n=n) for name, n in learned]
        said = _("새 단어를 {counts} 배웠어요.").format(counts=", ".join(counts))
    elif any(child["shells"] or child["recalled"] for child in data["children"]):
        said = _("배운 단어를 다시 떠올린 한 주였어요.")
    else:
        said = _("이번 주는 쉬어 갔어요. 다음 배우는 날부터 이어 가면 돼요.")
    if not data["promises"]:
        return said
    return _("{said} 챙길 약속이 {n}개 있어요.").format(said=said, n=len(data["promises"]))


kinds.declare({DIGEST: kinds.reminder(gettext_lazy("보호자"), template="mail/digest", weekly=True)})
wording.register(DIGEST, in_short, title=gettext_lazy("이번 주 이야기"), action=gettext_lazy("이야기 읽기"))
