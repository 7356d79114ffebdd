"""An installed app: its manifest, its worker and the page for when there is no network."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_manifest_names_icons_that_exist(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["lang"] == "ko"
    assert [icon["purpose"] for icon in manifest["icons"]].count("maskable") == 2
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_worker_keeps_only_static_files_and_the_offline_page(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    kept = next(line for line in answer.text.splitlines() if line.startswith("const FILES"))
    assert kept.count("/static/") == 7
    assert "/today" not in answer.text


def test_offline_page_knows_nobody(client: Client) -> None:
    answer = client.get("/offline/")
    assert "인터넷에 닿지 않아요" in answer.text
    assert not answer.cookies
