"""The environment is read with types, and nonsense is refused with the name of the variable."""

import pytest

from oneco.lib import env


def test_unset_and_empty_mean_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONECO_X", "  ")
    assert env.text("ONECO_X", "a") == "a"
    assert env.flag("ONECO_X") is False
    assert env.whole("ONECO_X", 3) == 3
    assert env.url("ONECO_X", ("redis",)) is None
    assert env.origin("ONECO_X") == ""
    assert env.email("ONECO_X") == {}


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("Yes", True), ("off", False), ("0", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("ONECO_X", value)
    assert env.flag("ONECO_X", default=not meaning) is meaning


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env.flag("ONECO_X"), "maybe"),
        (lambda: env.whole("ONECO_X", 0), "-1"),
        (lambda: env.whole("ONECO_X", 0), "1.5"),
        (lambda: env.whole("ONECO_X", 0, most=9), "10"),
        (lambda: env.choice("ONECO_X", ("a", "b"), "a"), "c"),
        (lambda: env.url("ONECO_X", ("redis",)), "http://127.0.0.1"),
        (lambda: env.url("ONECO_X", ("redis",)), "redis://127.0.0.1:port"),
        (lambda: env.origin("ONECO_X"), "oneco.example"),
        (lambda: env.origin("ONECO_X"), "https://oneco.example/app"),
        (lambda: env.email("ONECO_X"), "smtp://"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, read: object, value: str) -> None:
    monkeypatch.setenv("ONECO_X", value)
    with pytest.raises(env.WrongSetting, match="ONECO_X"):
        read()  # type: ignore[operator]


def test_a_refusal_never_repeats_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONECO_X", "amqp://user:hunter2@127.0.0.1")
    with pytest.raises(env.WrongSetting) as refusal:
        env.url("ONECO_X", ("redis",))
    assert "hunter2" not in str(refusal.value)


def test_mail_with_starttls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONECO_X", "smtp+tls://me%40home:p%2Fw@mail.example")
    mail = env.email("ONECO_X")
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("me@home", "p/w")
    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"]) == (587, True, False)


def test_an_origin_is_lower_case_without_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONECO_X", "https://Oneco.Example/")
    assert env.origin("ONECO_X") == "https://oneco.example"
