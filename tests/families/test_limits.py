"""How long who guesses has to wait, and which PINs are good enough. No database."""

from datetime import UTC, datetime, timedelta

import pytest

from families import ages, codes, limits, pins

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _wrongs(count: int) -> list[datetime]:
    return [START + timedelta(minutes=minute) for minute in range(count)]


def test_the_ladder_of_a_childs_pin() -> None:
    assert limits.lock_after(_wrongs(4), limits.CHILD_PIN) is None
    first = limits.lock_after(_wrongs(5), limits.CHILD_PIN)
    second = limits.lock_after(_wrongs(10), limits.CHILD_PIN)
    third = limits.lock_after(_wrongs(15), limits.CHILD_PIN)
    assert first == limits.Lock(START + timedelta(minutes=4 + 15))
    assert second == limits.Lock(START + timedelta(minutes=9 + 60))
    assert third == limits.Lock(None)
    assert third.holds(START + timedelta(days=999))


def test_a_right_entry_or_a_guardian_ends_the_row() -> None:
    tries = [("wrong", at) for at in _wrongs(5)]
    now = START + timedelta(minutes=6)
    assert limits.locks_of(tries, limits.CHILD_PIN, now)
    assert not limits.locks_of([*tries, ("cleared", now)], limits.CHILD_PIN, now)
    assert not limits.locks_of(tries, limits.CHILD_PIN, now + timedelta(minutes=15))


def test_a_household_counts_as_one_place() -> None:
    assert limits.place_of("2001:db8:1:2:aaaa::1") == limits.place_of("2001:db8:1:2:bbbb::9")
    assert limits.place_of("203.0.113.5") == limits.place_of("::ffff:203.0.113.5") == "203.0.113.5"
    assert limits.place_of("nonsense") == "unknown"


@pytest.mark.parametrize("pin", ["0000", "1234", "4321", "345678", "1212", "121212", "2580", "9876", "1004"])
def test_common_pins(pin: str) -> None:
    assert pins.is_common(pin)


@pytest.mark.parametrize("pin", ["2468", "7193", "135790", "80512"])
def test_good_pins(pin: str) -> None:
    assert not pins.is_common(pin)


def test_shapes_of_pins() -> None:
    assert pins.is_child_pin("2468")
    assert not pins.is_child_pin("24a8")
    assert not pins.is_child_pin("1234567")
    assert pins.is_device_pin("135790")
    assert not pins.is_device_pin("1357")
    assert not pins.is_child_pin("２４６８")


def test_codes_are_read_with_patience() -> None:
    code = codes.new_code(codes.FAMILY_CODE)
    assert codes.is_code(code, codes.FAMILY_CODE)
    assert codes.normalise(f" {code[:5].lower()}-{code[5:]} ") == code
    assert not codes.is_code("ABCDEFGHI0", codes.FAMILY_CODE)


def test_14_is_reached_on_the_first_of_the_next_month() -> None:
    assert not ages.is_14(2012, 3, datetime(2026, 3, 31, tzinfo=UTC).date())
    assert ages.is_14(2012, 3, datetime(2026, 4, 1, tzinfo=UTC).date())
    assert not ages.is_14(2012, 12, datetime(2026, 12, 31, tzinfo=UTC).date())
    assert ages.is_14(2012, 12, datetime(2027, 1, 1, tzinfo=UTC).date())
