"""The families whose pages are measured, and the floor that belongs to each person."""

from dataclasses import dataclass

from accounts.models import User
from bench.floor.data import make_notes
from tests.factories import make_child, make_device, make_family, make_guardian
from tests.test_growth import Growing

ADDRESSES = {
    "오늘": "/today/",
    "기록": "/record/",
    "홈": "/home/",
    "배운 것": "/learned/",
    "가족": "/family/",
    "미션": "/missions/",
    "새 미션": "/missions/new/",
    "약속": "/promises/",
    "알림": "/notices/",
}
OF_CHILD = ("오늘", "미션", "새 미션", "기록", "약속", "알림")
OF_GUARDIAN = ("홈", "미션", "새 미션", "배운 것", "약속", "가족", "알림")


@dataclass(frozen=True)
class Page:
    """A page of one person."""

    name: str
    person: User
    path: str


@dataclass(frozen=True)
class Household:
    guardian: User
    child: User
    mission: int | None = None

    def pages(self) -> list[Page]:
        """The main pages of both, the contract of the running mission among them."""
        pages = [Page(f"자녀 {name}", self.child, ADDRESSES[name]) for name in OF_CHILD]
        pages += [Page(f"보호자 {name}", self.guardian, ADDRESSES[name]) for name in OF_GUARDIAN]
        if self.mission:
            path = f"/missions/{self.mission}/"
            pages += [Page("자녀 약속장", self.child, path), Page("보호자 약속장", self.guardian, path)]
        return pages


def empty_household() -> Household:
    """A guardian and a child on their first evening: no mission, no notice, no phone."""
    guardian = make_guardian()
    child = make_child(make_family(guardian), guardian)
    return Household(guardian, child)


def full_household() -> Household:
    """Three children, each with a mission under way, three offers and three missions that are over."""
    family = Growing()
    family.child_more()
    family.child_more()
    family.missions_more(3)
    family.things_more(3)
    for person in (family.mother, family.child):
        make_notes(person)
    make_device(family.family, family.mother)
    return Household(family.mother, family.child, family.mission.pk)
