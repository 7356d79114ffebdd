from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.checking import CONTENT
from lessons.services.content import load_all, summary
from oneco.lib import clock


class Command(BaseCommand):
    help = "Load the files of lessons, courses and facts; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("root", nargs="?", type=Path, default=CONTENT, help="default: lessons/content")
        parser.add_argument("--force", action="store_true", help="overwrite what staff edited")

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_all(options["root"], now=clock.now(), force=options["force"])
        for name in [*report.added, *report.changed]:
            self.stdout.write(f"+ {name}")
        for name in report.conflicts:
            self.stderr.write(
                f"{name}: 운영자가 고쳤거나 누가 배우고 있어서 그대로 두었어요. 덮어쓰려면 --force"
            )
        for error in report.errors:
            self.stderr.write(str(error))
        self.stdout.write(summary(report))
        if report.errors:
            raise CommandError(
                f"고칠 것 {len(report.errors)}개. 그 파일에서는 아무것도 읽어 들이지 않았어요."
            )
