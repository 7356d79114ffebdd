from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def find_sharing(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A consent to sharing named the consent to the account beside it; now the profile names both."""
    consents = apps.get_model("families", "Consent").objects
    profiles = apps.get_model("families", "ChildProfile").objects
    for consent in consents.filter(kind="sharing").order_by("pk").iterator():
        beside = consent.receipt.get("beside")
        if beside is not None:
            profiles.filter(consent=beside).update(sharing=consent)


class Migration(migrations.Migration):
    dependencies = [("families", "0003_two_homes_and_staff")]

    operations = [migrations.RunPython(find_sharing, migrations.RunPython.noop, elidable=True)]
