from typing import Any

from django.core.management.base import BaseCommand

from accounts.kinds import EMAIL, PUSH, Kind, Told, declared

TOLD = {
    Told.DECISION: "결정",
    Told.NEWS: "소식",
    Told.REMINDER: "때맞춘 알림",
    Told.ACCOUNT: "계정",
}
WAYS = {EMAIL: "이메일", PUSH: "푸시"}


class Command(BaseCommand):
    help = "Print the table of all kinds of notices as Markdown, as README.md has it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("| 종류 | 급 | 누구에게 | 가는 길 |\n|---|---|---|---|")
        for name, kind in declared().items():
            self.stdout.write(f"| `{name}` | {TOLD[kind.told]} | {kind.to} | {_ways(kind)} |")


def _ways(kind: Kind) -> str:
    inside = [] if kind.told is Told.ACCOUNT else ["알림함"]
    return " · ".join(inside + [WAYS[channel] for channel in kind.channels])
