from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from oneco.demo import GUARDIAN, STAFF, seed
from oneco.lib import clock

ONLY_HERE = ("127.0.0.1", "localhost", "::1")


class Command(BaseCommand):
    help = "Make the demo family where it is missing and print how to sign in to it."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PUBLIC_URL:
            raise CommandError("A demo family has no place on a public server (PUBLIC_URL is set).")
        open_to_network = settings.HOST not in ONLY_HERE
        sign_ins = seed(now=clock.now(), open_to_network=open_to_network)
        if open_to_network and not sign_ins.new:
            self.stdout.write("시연 가족의 비밀번호와 PIN은 처음 열 때 한 번만 알려 드렸어요.")
            return
        self.stdout.write(
            f"보호자  {GUARDIAN} · {sign_ins.password}\n"
            f"자녀    /in/ 에서 가족 코드 {sign_ins.family_code} · PIN {sign_ins.pin}\n"
            f"운영자  /admin/ {STAFF} · {sign_ins.password}"
        )
