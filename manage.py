#!/usr/bin/env python
"""The command line of Oneco."""

import os
import sys


def main() -> None:
    """Run one management command; a wrong setting ends with its sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneco.settings")
    from django.core.management import execute_from_command_line

    from oneco.lib.env import WrongSetting

    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:
        sys.exit(f"Wrong setting: {wrong}")


if __name__ == "__main__":
    main()
