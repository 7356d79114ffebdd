"""What goes into the envelope of a delivery, in the words of its reader."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import unsubscribing, wording
from accounts.channels.email import Letter
from accounts.channels.push import Push
from accounts.kinds import kind_of
from accounts.models import Delivery, PushSubscription
from accounts.topics import topic_of


def letter_of(delivery: Delivery) -> Letter:
    """The mail of a delivery: the letter that was written with it, or its notification in its template."""
    if delivery.letter is not None:
        return Letter(key=delivery.key, **delivery.letter)
    notice = delivery.notification
    assert notice is not None
    reader, template = notice.recipient, kind_of(notice.kind).template
    message = wording.message(notice.kind, notice.data, to_child=reader.is_child)
    unwanted = unsubscribing.token_for(reader.pk, topic_of(notice.kind))
    unsubscribe = absolute(reverse("accounts:unsubscribe", args=[unwanted]))
    context = {
        "message": message,
        "data": notice.data,
        "reader": reader,
        "link": absolute(reverse("accounts:open_notice", args=[notice.pk])),
        "unsubscribe": unsubscribe,
        "settings_link": absolute(reverse("families:telling")),
    }
    return Letter(
        key=delivery.key,
        to=reader.email or "",
        subject=message.title,
        text=render_to_string(f"{template}.txt", context),
        html=render_to_string(f"{template}.html", context),
        headers={
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def push_of(delivery: Delivery, browser: PushSubscription) -> Push:
    """The push of a delivery to one browser. It leads through the notice, which is then read."""
    notice = delivery.notification
    assert notice is not None
    message = wording.message(notice.kind, notice.data, to_child=notice.recipient.is_child)
    return Push(
        key=delivery.key,
        endpoint=browser.endpoint,
        p256dh=browser.p256dh,
        auth=browser.auth,
        title=message.title,
        body=message.body,
        url=reverse("accounts:open_notice", args=[notice.pk]),
    )


def absolute(path: str) -> str:
    """A path of ours as the world reaches it."""
    return f"{settings.SITE_URL}{path}"
