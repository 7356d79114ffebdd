from typing import Any

from django.core.management.base import BaseCommand

from accounts.channels.push import new_private_key


class Command(BaseCommand):
    help = "Print a new key for web push. A new key ends all subscriptions, so make it once and keep it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"VAPID_PRIVATE_KEY={new_private_key()}")
