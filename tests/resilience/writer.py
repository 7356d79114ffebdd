"""Run as a program inside the installation under test: writes notices the way requests do, and survives.

`people N` makes N readers and prints their addresses; `write N SECONDS` tells them N things, evenly over the
seconds, each in a transaction of its own that is tried again for as long as the database is away.
"""

import json
import os
import sys
import time

import django

BROWSERS_EVERY = 5  # every fifth reader takes pushes instead of mail


def people(count: int) -> None:
    from accounts.models import PushSubscription, TellingSettings, User
    from oneco.lib import clock

    origin, browser = os.environ["TEST_PUSH_SERVICE"], json.loads(os.environ["TEST_BROWSER"])
    for number in range(count):
        pushed = number % BROWSERS_EVERY == 0
        email = None if pushed else f"reader{number}@example.com"
        user = User.objects.create_user(email, role=User.Role.GUARDIAN, display_name="읽는 사람")
        # No quiet hours: this test runs at any time of the day.
        TellingSettings.objects.create(user=user, quiet_from="00:00", quiet_until="00:00")
        if pushed:
            endpoint = f"{origin}/{number}"
            PushSubscription.objects.create(
                user=user,
                endpoint=endpoint,
                endpoint_hash=PushSubscription.hash_of(endpoint),
                created_at=clock.now(),
                **browser,
            )


def write(count: int, seconds: float) -> None:
    from django.db import InterfaceError, OperationalError, connection, transaction

    from accounts.models import User
    from accounts.services.notify import notify
    from oneco.lib import clock

    readers = list(User.objects.filter(display_name="읽는 사람").order_by("pk"))
    begun = time.monotonic()
    slowest, again = 0.0, 0
    for number in range(count):
        time.sleep(max(0.0, begun + seconds * number / count - time.monotonic()))
        while True:
            started = time.monotonic()
            try:
                with transaction.atomic():
                    reader, data = (
                        readers[number % len(readers)],
                        {"child": f"서하 {number}", "device": "휴대폰"},
                    )
                    notify(reader, "pin.locked", f"chaos:{number}", data, now=clock.now())
                slowest = max(slowest, time.monotonic() - started)
                break
            except (OperationalError, InterfaceError):
                again += 1
                connection.close()
                time.sleep(0.2)
    sys.stdout.write(json.dumps({"slowest": slowest, "again": again}) + "\n")


if __name__ == "__main__":
    django.setup()
    verb, *numbers = sys.argv[1:]
    {"people": people, "write": write}[verb](*(int(number) for number in numbers))
