from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.checking import CONTENT
from lessons.services.exporting import export_facts, export_words
from oneco.lib.errors import Refused


class Command(BaseCommand):
    help = "Write what staff published in the admin back as files of lessons, to be reviewed like code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="*", help="words (U01.4); default: edits that no file has yet")
        parser.add_argument("--to", type=Path, default=CONTENT, help="a folder (default: lessons/content)")
        parser.add_argument("--facts", action="store_true", help="facts.yaml too")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = export_words(options["codes"], to=options["to"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        for word in written:
            self.stdout.write(f"{word.name}: {word.file}")
        if options["facts"]:
            self.stdout.write(f"facts.yaml: {export_facts(to=options['to'])}")
        if not written:
            self.stdout.write("파일에 없는 고침이 없어요.")
