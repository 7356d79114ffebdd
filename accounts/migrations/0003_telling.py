# Nothing wrote deliveries before this, so that their new unique key meets no rows.

import accounts.models.notices
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_names_for_staff"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=40)),
                ("channel", models.CharField(max_length=10)),
                ("on", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("endpoint", models.CharField(max_length=1000)),
                ("endpoint_hash", models.CharField(max_length=64, unique=True)),
                ("p256dh", models.CharField(max_length=200)),
                ("auth", models.CharField(max_length=60)),
                ("device", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TellingSettings",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="telling",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("remind_hour", models.PositiveSmallIntegerField(blank=True, default=17, null=True)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="one_delivery_per_channel",
        ),
        migrations.RemoveIndex(
            model_name="delivery",
            name="deliveries_due",
        ),
        migrations.AddField(
            model_name="delivery",
            name="created_at",
            field=models.DateTimeField(null=True, verbose_name="쓴 때"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="done_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="끝난 때"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="key",
            field=models.CharField(
                default=accounts.models.notices.new_token, editable=False, max_length=32, unique=True
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="kind",
            field=models.CharField(default="", max_length=40, verbose_name="소식"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="delivery",
            name="leased_by",
            field=models.CharField(blank=True, db_index=True, max_length=32),
        ),
        migrations.AddField(
            model_name="delivery",
            name="letter",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="stale_after",
            field=models.DateTimeField(blank=True, null=True, verbose_name="쓸모 있는 기한"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="target",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="delivery",
            name="urgency",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "Letter"), (1, "Decision"), (2, "Reminder")], default=1
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="budget",
            field=models.CharField(blank=True, max_length=60, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="notification",
            name="token",
            field=models.CharField(default=accounts.models.notices.new_token, editable=False, max_length=32),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="보내 본 횟수"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(
                choices=[("email", "이메일"), ("push", "푸시")], max_length=10, verbose_name="길"
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="error",
            field=models.CharField(blank=True, max_length=300, verbose_name="까닭"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="leased_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="맡은 기한"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="next_try_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="다음 시도"),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="notification",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="accounts.notification",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "기다림"),
                    ("leased", "보내는 중"),
                    ("sent", "보냄"),
                    ("parked", "멈춤"),
                    ("dropped", "보내지 않음"),
                ],
                default="waiting",
                max_length=8,
                verbose_name="상태",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "urgency", "next_try_at"], name="deliveries_in_turn"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "leased_until"], name="deliveries_leased"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "done_at"], name="deliveries_done"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["created_at"], name="notices_by_age"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("notification", "channel", "target"), name="one_delivery_per_target"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "leased", "sent", "parked", "dropped"])),
                name="delivery_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("notification__isnull", False), ("channel", "email"), _connector="OR"),
                name="only_mail_stands_alone",
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="preferences",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pushsubscription",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="push_subscriptions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tellingsettings",
            name="remind_guardian",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reminded_for",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.UniqueConstraint(
                fields=("user", "topic", "channel"), name="one_switch_per_topic"
            ),
        ),
        migrations.AddIndex(
            model_name="tellingsettings",
            index=models.Index(fields=["remind_hour"], name="by_remind_hour"),
        ),
        migrations.AddConstraint(
            model_name="tellingsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("remind_hour__isnull", True), ("remind_hour__range", (8, 20)), _connector="OR"
                ),
                name="remind_hour_by_day",
            ),
        ),
    ]
