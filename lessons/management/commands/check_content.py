from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.checking import check, coverage


class Command(BaseCommand):
    help = "Check the files of lessons, courses and facts; needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", help="files or folders (default: lessons/content)")

    def handle(self, *args: Any, **options: Any) -> None:
        report = check(options["paths"])
        for error in report.errors:
            self.stderr.write(str(error))
        for remark in report.remarks:
            self.stdout.write(f"참고: {remark}")
        self.stdout.write(coverage(report))
        if report.errors:
            raise CommandError(f"고칠 것 {len(report.errors)}개")
        self.stdout.write(self.style.SUCCESS("고칠 것이 없어요."))
