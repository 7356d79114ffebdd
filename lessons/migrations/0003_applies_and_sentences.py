"""써 보기 becomes a list (a word has two forms of it), and what a child said is kept as it reads."""

from django.db import migrations


def applies_as_lists(apps, schema_editor):
    for version in apps.get_model("lessons", "LessonVersion").objects.iterator():
        if isinstance(version.content.get("apply"), dict):
            version.content["apply"] = [version.content["apply"]]
            version.save(update_fields=["content"])


def sentences_in_words(apps, schema_editor):
    answers = apps.get_model("lessons", "Answer").objects.filter(kind="words").select_related("session")
    items = apps.get_model("lessons", "Item").objects
    for answer in answers.iterator():
        text = answer.response.get("text", "")
        if "order" in answer.response:
            item = items.filter(version=answer.session.version_id, key=answer.item_key).first()
            parts = item.body.get("parts") or [] if item else []
            text = " ".join(parts[i] for i in answer.response["order"] if i < len(parts))
        answer.session.sentence = text[:300]
        answer.session.save(update_fields=["sentence"])


class Migration(migrations.Migration):
    dependencies = [("lessons", "0002_looking_back")]

    operations = [
        migrations.RunPython(applies_as_lists, migrations.RunPython.noop),
        migrations.RunPython(sentences_in_words, migrations.RunPython.noop),
    ]
