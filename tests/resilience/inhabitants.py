"""Run as a program inside the installation under test: tables, lessons, and a family. Prints JSON."""

import json
import sys

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from tests.shelf import fill_shelf

    call_command("migrate", verbosity=0, interactive=False)
    fill_shelf()
    from allauth.account.models import EmailAddress

    from lessons.models import Course
    from oneco.lib import clock
    from tests.factories import CHILD_PIN, PASSWORD, make_child, make_family, make_guardian
    from tests.town import run_mission

    guardian = make_guardian("mother@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=guardian, email=guardian.email, verified=True, primary=True)
    family = make_family(guardian)
    child = make_child(family, guardian, pin_is_first=False)
    course = Course.objects.get(slug="first-week")
    mission = run_mission(family, child, guardian, course, clock.now())
    about = {
        "email": guardian.email,
        "password": PASSWORD,
        "family_code": family.code,
        "child": child.pk,
        "pin": CHILD_PIN,
        "mission": mission.pk,
        "enrolment": mission.enrolment_id,
    }
    sys.stdout.write(json.dumps(about) + "\n")


if __name__ == "__main__":
    main()
