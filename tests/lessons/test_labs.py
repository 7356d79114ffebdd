"""The labs: what they say is right, whatever a child types or moves, and the page of it stays small."""

from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import pairwise, product
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from lessons.labs import (
    LABS,
    BadInput,
    Chart,
    Input,
    Lab,
    Mark,
    Result,
    instalment,
    interest_slider,
    invest_wheel,
    lending_fee,
    read,
    two_villages,
)
from lessons.labs import currency_trip as currency
from lessons.labs.drawing import drawn
from lessons.labs.showing import LabView, shown
from lessons.numbers import read_number

NAMES = {
    "choice-board", "barter-market", "allowance-month", "saving-goal", "interest-slider", "instalment",
    "tteokbokki-market", "snack-street", "lemonade-stand", "workshop", "lending-fee", "invest-wheel",
    "price-basket", "two-villages", "currency-trip",
}  # fmt: skip
every_lab = pytest.mark.parametrize("lab", LABS.values(), ids=list(LABS))


def numbers(field: Input) -> list[int]:
    """The places of a field that presses reach, thinned to at most seven with both ends."""
    ruler = range(field.low, field.high + 1, field.step)
    thin = list(ruler[:: max(1, len(ruler) // 6)])
    return sorted({*thin, field.start, field.high})


def grid(lab: Lab) -> Iterator[dict[str, int]]:
    keys = [field.key for field in lab.inputs]
    for values in product(*(numbers(field) for field in lab.inputs)):
        yield dict(zip(keys, values, strict=True))


def within(lab: Lab) -> st.SearchStrategy[dict[str, int]]:
    """Any whole numbers that a child may type, on the ruler or between its lines."""
    return st.fixed_dictionaries({f.key: st.integers(f.low, f.high) for f in lab.inputs})


def run(name: str, **values: int) -> Result:
    lab = LABS[name]
    return lab.run({field.key: field.start for field in lab.inputs} | values)


def cells(result: Result, column: int = 1) -> dict[str, float]:
    """One column of the table as numbers, by the name of the row; without what is no number."""
    read = {
        row[0]: read_number(row[column].replace("−", "-").rstrip("원개명잔그릇주달자루바구니상년일%"))
        for row in result.rows
    }
    return {name: number for name, number in read.items() if number is not None}


# --- every lab -------------------------------------------------------------------------------------------


def test_the_labs_of_the_curriculum_are_all_there() -> None:
    assert set(LABS) == NAMES
    assert all(lab.name == name for name, lab in LABS.items())


def sound(lab: Lab, values: Mapping[str, int]) -> None:
    result = lab.run(values)
    assert result == lab.run(values)
    width = len(result.head)
    assert 2 <= width <= 5
    assert {len(row) for row in result.rows} == {width}
    assert all(cell.strip() for row in (result.head, *result.rows) for cell in row)
    rows = len(lab.run({field.key: field.start for field in lab.inputs}).rows)
    # One payment, one row; everywhere else the table keeps its shape.
    assert len(result.rows) == (values["months"] + 1 if lab.name == "instalment" else rows)
    assert result.sentence.endswith(("요.", "요?"))
    assert result.sentence.count(". ") <= 2
    if result.chart:
        assert result.chart.alt
        assert len(result.chart.series) <= 3
        drawn(result.chart)


@every_lab
def test_every_setting_has_a_result_of_the_same_shape(lab: Lab) -> None:
    for values in grid(lab):
        sound(lab, values)


@every_lab
@given(data=st.data())
def test_what_lies_between_the_lines_of_the_ruler_runs_too(lab: Lab, data: st.DataObject) -> None:
    sound(lab, data.draw(within(lab)))


@every_lab
def test_the_ruler_of_a_field_holds_its_start_and_its_end(lab: Lab) -> None:
    assert len({field.key for field in lab.inputs}) == len(lab.inputs)
    for field in lab.inputs:
        assert field.start in range(field.low, field.high + 1, field.step)
        assert (field.high - field.low) % field.step == 0
        assert field.high == len(field.choices) - 1 if field.choices else field.low < field.high


# --- reading a form --------------------------------------------------------------------------------------

GOAL = LABS["saving-goal"]


@pytest.mark.parametrize("typed", ["3000", "3,000", "3000원", " 3,000 원 ", "3천 원", "３０００", "3000.0"])
def test_a_number_is_read_however_a_child_writes_it(typed: str) -> None:
    assert read(GOAL, {"lab-price": "20000", "lab-weekly": typed}) == {"price": 20_000, "weekly": 3_000}


@every_lab
def test_what_is_missing_or_empty_is_the_start(lab: Lab) -> None:
    start = {field.key: field.start for field in lab.inputs}
    assert read(lab, {}) == start
    assert read(lab, {field.name: "  " for field in lab.inputs}) == start
    assert read(lab, QueryDict("run=1&step=3&choice=1")) == start


@pytest.mark.parametrize(
    "typed", ["많이", "-500", "499", "10001", "700.5", "1e3", "9" * 500, "<b>", "NaN", "²"]
)
def test_nonsense_gets_a_kind_sentence_at_its_field(typed: str) -> None:
    with pytest.raises(BadInput) as error:
        read(GOAL, {"lab-price": "5000", "lab-weekly": typed})
    assert error.value.field == "lab-weekly"
    assert error.value.message.endswith(("요.", "3000", "2000"))


@pytest.mark.parametrize("typed", ["3", "-1", "x", "1.0", "²", "1" * 400])
def test_a_choice_is_one_of_its_list(typed: str) -> None:
    with pytest.raises(BadInput) as error:
        read(LABS["lemonade-stand"], {"lab-weather": typed})
    assert error.value.field == "lab-weather"


@given(
    st.dictionaries(
        st.sampled_from(["lab-price", "lab-cost", "lab-weather", "run", "x"]),
        st.text(max_size=60) | st.none() | st.lists(st.text(max_size=3)),
    )
)
def test_no_form_whatsoever_breaks_a_lab(payload: dict[str, Any]) -> None:
    lab = LABS["tteokbokki-market"]
    try:
        values = read(lab, payload)
    except BadInput as error:
        view = shown(lab, payload, {error.field: error.message})
        assert view.result is None
    else:
        view = shown(lab, values)
        assert view.result
    render_to_string("lessons/_lab.html", {"lab": view})


@pytest.mark.parametrize(
    ("press", "typed", "weekly"),
    [
        ("up-weekly", "2000", 2_500),
        ("down-weekly", "2000", 1_500),
        ("up-weekly", "2100", 2_500),
        ("down-weekly", "2100", 2_000),
        ("up-weekly", "10000", 10_000),
        ("down-weekly", "500", 500),
        ("up-weather", "2000", 2_000),
        ("sideways-weekly", "2000", 2_000),
        ("1", "2000", 2_000),
    ],
)
def test_plus_and_minus_move_to_the_next_line_of_the_ruler(press: str, typed: str, weekly: int) -> None:
    assert read(GOAL, {"lab-weekly": typed, "run": press})["weekly"] == weekly


# --- golden examples and laws, lab by lab ----------------------------------------------------------------


def test_what_was_chosen_is_never_its_own_opportunity_cost() -> None:
    for values in grid(LABS["choice-board"]):
        rows = LABS["choice-board"].run(values).rows
        fates = [row[2] for row in rows]
        assert [fate for fate in fates if "골랐" in fate] == ["골랐어요"]
        # Rows stand from the most wanted on: the cost is the first that was not chosen.
        assert next(fate for fate in fates if "골랐" not in fate) == "포기했어요 (기회비용)"
        assert sum("기회비용" in fate for fate in fates) == 1


def test_money_makes_no_things_but_brings_them_to_who_wants_them() -> None:
    for values in grid(LABS["barter-market"]):
        rows = LABS["barter-market"].run(values).rows
        assert (
            Counter(row[1] for row in rows) == Counter(row[3] for row in rows) == Counter(r[2] for r in rows)
        )
        for _person, brought, wanted, has, fate in rows:
            assert brought != wanted
            assert has == (wanted if fate == "얻음" else brought)
        happy = sum(row[4] == "얻음" for row in rows)
        assert happy == (5 if values["money"] else (0 if values["day"] == 1 else 2))


def test_a_month_holds_its_forty_thousand_won() -> None:
    for values in grid(LABS["allowance-month"]):
        result = LABS["allowance-month"].run(values)
        plan, left = cells(result), cells(result, 2)
        if values["snack"] + values["school"] + values["saving"] > 40_000:
            assert not left
            continue
        cost = {1: 6_000, 2: 12_000, 3: 4_000}[values["card"]]
        assert sum(plan.values()) == 40_000
        assert sum(left.values()) == 40_000 - cost
        assert all(0 <= left[place] <= plan[place] for place in plan)


def test_a_card_is_paid_from_its_own_place_then_from_the_emergency_money() -> None:
    calm = run("allowance-month", snack=10_000, school=8_000, saving=10_000, card=1)  # 12,000원 to spare
    assert cells(calm, 2) == {"간식": 10_000, "학용품": 8_000, "저축": 10_000, "비상금": 6_000}
    assert "비상금 칸의 돈으로 다 낼 수 있어서 다른 칸은 그대로" in calm.sentence
    short = run("allowance-month", snack=3_000, school=4_000, saving=30_000, card=2)  # 12,000원 for paint
    assert cells(short, 2) == {"간식": 0, "학용품": 0, "저축": 28_000, "비상금": 0}
    assert "학용품 칸만으로는 모자라서" in short.sentence
    assert "간식 3,000원, 저축 2,000원, 비상금 3,000원" in short.sentence
    assert "비상금 칸이 비어 있어서" in run("allowance-month", snack=20_000, card=3).sentence


def test_saving_more_never_takes_longer() -> None:
    assert cells(run("saving-goal", price=25_000, weekly=3_000), 2) == {
        "내 계획": 9,
        "500원 더": 8,
        "두 배로": 5,
    }
    assert cells(run("saving-goal", price=25_000, weekly=3_000), 3)["내 계획"] == 2_000
    for values in grid(GOAL):
        weeks = cells(GOAL.run(values), 2)
        assert weeks["두 배로"] <= weeks["500원 더"] <= weeks["내 계획"]
        assert (
            (weeks["내 계획"] - 1) * values["weekly"] < values["price"] <= weeks["내 계획"] * values["weekly"]
        )


def test_interest_by_hand() -> None:
    # 100,000 at 3 %: 3,000; 3,090; 3,182.7; 3,278.16; 3,376.4 → 15,926
    assert interest_slider.compound(100_000, 3, 5) == [0, 3_000, 6_090, 9_272, 12_550, 15_926]
    assert interest_slider.simple(100_000, 3, 5) == [0, 3_000, 6_000, 9_000, 12_000, 15_000]


@given(within(LABS["interest-slider"]))
def test_interest_on_interest_is_never_less(values: dict[str, int]) -> None:
    a, b = (f(**values) for f in (interest_slider.simple, interest_slider.compound))
    assert all(x <= y for x, y in zip(a, b, strict=True))
    assert (a[-1] < b[-1]) == (values["years"] > 1)
    exact = values["principal"] * (1 + values["rate"] / 100) ** values["years"]
    lost = ((1 + values["rate"] / 100) ** values["years"] - 1) / (values["rate"] / 100)  # a won a year, grown
    assert 0 <= exact - values["principal"] - b[-1] + 1e-6 < lost + 1e-3


def test_instalments_by_hand() -> None:
    # 20,000 × 4 % ÷ 12 × (12 + 11 + … + 1) = 20,000 × 0.04 ÷ 12 × 78
    assert sum(instalment.interests(20_000, 12, 4)) == 5_200
    assert instalment.interests(20_000, 6, 4) == [400, 333, 267, 200, 133, 67]
    result = run("instalment", monthly=20_000, months=6, rate=4)
    assert result.rows[0] == ("1번째", "20,000원", "6달", "400원")
    assert result.rows[-1] == ("모두", "120,000원", "–", "1,400원")


@given(within(LABS["instalment"]))
def test_instalments_add_up_and_the_later_ones_earn_less(values: dict[str, int]) -> None:
    monthly, months, rate = values["monthly"], values["months"], values["rate"]
    earned = instalment.interests(monthly, months, rate)
    assert sum(earned) == monthly * rate * months * (months + 1) // 2 // 1200
    assert all(a > b for a, b in pairwise(earned))
    for held, interest in zip(range(months, 0, -1), earned, strict=True):
        assert abs(interest - monthly * rate / 100 / 12 * held) < 1


def test_a_dearer_bowl_is_wanted_less_and_offered_more() -> None:
    lab = LABS["tteokbokki-market"]
    price = lab.inputs[0]
    for values in grid(lab):
        results = [
            cells(lab.run(values | {"price": p})) for p in range(price.low, price.high + 1, price.step)
        ]
        assert all(a["사려는 그릇"] > b["사려는 그릇"] for a, b in pairwise(results))
        assert all(a["팔려는 그릇"] < b["팔려는 그릇"] for a, b in pairwise(results))
        for each in results:
            assert each["정말 팔리는 그릇"] == min(each["사려는 그릇"], each["팔려는 그릇"]) >= 0
            assert each["사려는 그릇"] == each["정말 팔리는 그릇"] + each["못 산 그릇"]
            assert each["팔려는 그릇"] == each["정말 팔리는 그릇"] + each["못 판 그릇"]


def test_weather_moves_those_who_want_and_ingredients_those_who_offer() -> None:
    usual, chilly, hot, dear = (
        cells(run("tteokbokki-market", **v)) for v in ({}, {"weather": 1}, {"weather": 2}, {"cost": 1_500})
    )
    assert [each["사려는 그릇"] for each in (usual, chilly, hot, dear)] == [60, 80, 40, 60]
    assert [each["팔려는 그릇"] for each in (usual, chilly, hot, dear)] == [40, 40, 40, 30]
    assert "오르기 쉬워요" in run("tteokbokki-market").sentence
    assert "움직일 까닭이 없어요" in run("tteokbokki-market", price=3_500).sentence
    assert "내리기 쉬워요" in run("tteokbokki-market", price=4_000).sentence


def test_a_street_of_snacks_by_hand_and_by_law() -> None:
    # 120 × 1,500 ÷ (1,500 × 4 + 1,500) = 24
    assert cells(run("snack-street", shops=4, price=1_500))["내 가게 손님"] == 24
    lab = LABS["snack-street"]
    for values in grid(lab):
        mine = cells(lab.run(values))["내 가게 손님"]
        assert 0 < mine <= 120
        assert cells(lab.run(values))["내 가게에 들어온 돈"] == mine * values["price"]
        if values["shops"] < 6:
            assert cells(lab.run(values | {"shops": values["shops"] + 1}))["내 가게 손님"] < mine
        if values["price"] < 2_500:
            assert cells(lab.run(values | {"price": values["price"] + 100}))["내 가게 손님"] <= mine


def test_everybody_in_the_street_is_counted_once() -> None:
    for values in grid(LABS["snack-street"]):
        count = cells(LABS["snack-street"].run(values))
        others = count.get("다른 가게 하나의 손님", 0) * (values["shops"] - 1)
        assert count["내 가게 손님"] + others + count["사지 않은 사람"] == 120
        assert count["사지 않은 사람"] >= 0


def test_profit_is_sales_less_cost() -> None:
    rainy = cells(run("lemonade-stand", price=1_000, cups=40, weather=2))
    assert (rainy["팔린 잔"], rainy["매출"], rainy["비용"]) == (10, 10_000, 17_000)
    assert rainy["이윤 (매출 − 비용)"] == -7_000
    assert "7,000원 손해" in run("lemonade-stand", price=1_000, cups=40, weather=2).sentence
    for values in grid(LABS["lemonade-stand"]):
        count = cells(LABS["lemonade-stand"].run(values))
        assert count["만든 잔"] == count["팔린 잔"] + count["남은 잔"]
        assert count["매출"] == count["팔린 잔"] * values["price"]
        assert count["이윤 (매출 − 비용)"] == count["매출"] - count["비용"]


def test_dividing_the_work_helps_unless_handing_over_eats_it() -> None:
    # 3,600 s ÷ 240, 270, 300, 330 s
    assert [row[2] for row in run("workshop", handing=1, hours=4).rows] == ["15개", "10개", "50개"]
    assert "2개 더 나왔지만" in run("workshop", handing=1, hours=4).sentence
    assert "보람이 사라졌어요" in run("workshop", handing=2, hours=1).sentence
    assert "오히려" in run("workshop", handing=4, hours=1).sentence
    for values in grid(LABS["workshop"]):
        result = LABS["workshop"].run(values)
        assert cells(result)["모두"] == 12 * values["hours"]
        if values["handing"] < 4:
            slower = LABS["workshop"].run(values | {"handing": values["handing"] + 1})
            assert cells(slower, 2)["모두"] < cells(result, 2)["모두"]


def test_a_fee_by_the_year_by_hand() -> None:
    assert lending_fee.yearly(10_000, 7, 1_000) == 521  # 10 % × 365 ÷ 7 = 521.4 %
    assert lending_fee.yearly(10_000, 10, 100) == 37  # 36.5 %
    late = run("lending-fee", amount=10_000, days=7, fee=1_000, times=2)
    assert [row[1] for row in late.rows[:4]] == ["10,000원", "3,000원", "13,000원", "21일"]
    assert late.rows[4][1] == "빌린 돈의 약 521%"


@given(within(LABS["lending-fee"]))
def test_putting_off_only_makes_a_debt_bigger(values: dict[str, int]) -> None:
    lab = LABS["lending-fee"]
    owed = cells(lab.run(values))
    assert owed["갚을 돈"] == owed["빌린 돈"] + owed["수고비 모두"]
    if values["times"] < lending_fee.MOST_TIMES:
        assert (
            cells(lab.run(values | {"times": values["times"] + 1}))["갚을 돈"]
            == owed["갚을 돈"] + values["fee"]
        )


@given(within(LABS["invest-wheel"]))
def test_the_wheels_differ_in_swing_and_never_in_average(values: dict[str, int]) -> None:
    worst, mean, best = zip(
        *(
            invest_wheel.endings(values["amount"], values["years"], *each)
            for _n, *each in invest_wheel.WHEELS
        ),
        strict=True,
    )
    assert len(set(mean)) == 1
    assert mean[0] == values["amount"] * 104 ** values["years"] // 100 ** values["years"]
    assert worst[0] > worst[1] > worst[2]
    assert best[0] < best[1] < best[2]
    assert best[2] <= values["amount"] * 5


def test_the_average_is_that_of_every_road() -> None:
    for _name, low, high in invest_wheel.WHEELS:
        roads = [1_000_000 * a * b * c // 10**6 for a, b, c in product((low, high), repeat=3)]
        assert abs(sum(roads) / 8 - invest_wheel.endings(1_000_000, 3, low, high)[1]) < 2
        assert (min(roads), max(roads)) == invest_wheel.endings(1_000_000, 3, low, high)[::2]


def test_the_same_allowance_buys_fewer_baskets() -> None:
    lab = LABS["price-basket"]
    assert lab.run({"allowance": 12_000, "more": 0}).rows[-1] == ("살 수 있는 바구니", "6개", "5개")
    for allowance in range(10_000, 50_001, 1_000):
        result = lab.run({"allowance": allowance, "more": 0})
        assert sum(cells(result).get(thing, 0) for thing in ("우유", "연필", "젤리", "지우개")) == 2_000
        assert sum(cells(result, 2).get(thing, 0) for thing in ("우유", "연필", "젤리", "지우개")) == 2_400
        assert cells(result)["살 수 있는 바구니"] > cells(result, 2)["살 수 있는 바구니"]
    assert "늘릴 수 있어요" in lab.run({"allowance": 10_000, "more": 20_000}).sentence
    assert "으로 올라도" in lab.run({"allowance": 12_000, "more": 2_400}).sentence


def test_trading_loses_nothing_and_costs_nobody_a_meal() -> None:
    best = {0: 0, 1: 0}
    for field, sea in product(range(13), repeat=2):
        own = two_villages.made(0, field), two_villages.made(1, sea)
        end = two_villages.traded(*own)
        for good in (0, 1):
            assert own[0][good] + own[1][good] == end[0][good] + end[1][good]
        for before, after in zip(own, end, strict=True):
            assert min(after) >= min(before)
        best[0] = max(best[0], sum(map(min, own)))
        best[1] = max(best[1], sum(map(min, end)))
    assert best == {0: two_villages.ALONE_AT_MOST, 1: 6}


def test_villages_that_lean_to_what_costs_them_least_both_gain() -> None:
    result = run("two-villages", field=12, sea=4, trade=1)
    assert [row[1:] for row in result.rows] == [
        ("쌀 4 · 생선 0", "쌀 2 · 생선 2", "2상"),
        ("쌀 2 · 생선 8", "쌀 4 · 생선 6", "4상"),
    ]
    assert "합쳐 6상" in result.sentence
    assert "5상까지" in result.sentence
    assert "합쳐 5상" in run("two-villages").sentence


@given(within(LABS["currency-trip"]))
def test_no_won_is_lost_in_changing_money(values: dict[str, int]) -> None:
    result = LABS["currency-trip"].run(values)
    bought = []
    for row, rate in zip(result.rows, currency.RATES[values["money"]], strict=True):
        lot = currency.MONEY[values["money"]][1]
        got, left = (read_number(row[i].rstrip("달러엔원")) for i in (2, 3))
        assert got is not None
        assert left is not None
        assert got / lot * rate + left == values["amount"]
        assert left < rate
        bought.append((rate, got))
    ordered = sorted(bought)
    assert all(a[1] > b[1] for a, b in pairwise(ordered))  # the cheaper the unit, the more of it


def test_changing_money_by_hand() -> None:
    assert run("currency-trip").rows[1] == ("둘째 날", "1,300원", "76달러", "1,200원")
    yen = run("currency-trip", money=1, day=1)
    assert yen.rows[1] == ("둘째 날 ←", "900원", "11,100엔", "100원")
    assert "11,100엔을 받고" in yen.sentence


# --- on the page -----------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The tags of a fragment with their attributes, and whether they close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "input":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


def page(view: LabView) -> tuple[str, Tags]:
    html = render_to_string("lessons/_lab.html", {"lab": view})
    return html, Tags(html)


@every_lab
def test_the_page_of_a_lab_is_small_and_whole(lab: Lab) -> None:
    for values in ({f.key: f.start for f in lab.inputs}, {f.key: f.high for f in lab.inputs}):
        html, tags = page(shown(lab, values))
        assert len(html.encode()) < 16_000
        assert not tags.open
        assert "style=" not in html
        assert "<script" not in html
        assert "{" not in html
        fields = [a["name"] for a in (*tags.named("input"), *tags.named("select"))]
        assert sorted(map(str, fields)) == sorted(field.name for field in lab.inputs)
        ids = [attrs["id"] for _tag, attrs in tags.tags if attrs.get("id")]
        assert len(ids) == len(set(ids))
        described = [d for _tag, a in tags.tags for d in (a.get("aria-describedby") or "").split()]
        assert set(described) <= set(ids)
        assert all(attrs["for"] in ids for attrs in tags.named("label"))
        assert sum(attrs.get("value") == "1" for attrs in tags.named("button")) == 2  # and the one for Enter
        for svg in tags.named("svg"):
            assert svg["role"] != "img" or svg["aria-label"]


def test_a_lab_that_was_not_run_yet_shows_its_start_and_no_result() -> None:
    view = shown(GOAL)
    assert view.result is None
    assert [field.value for field in view.inputs] == ["24,000", "2,000"]
    assert "돌려 보기" in page(view)[0]


def test_a_field_that_makes_no_sense_keeps_what_was_typed_and_says_so() -> None:
    payload = {"lab-price": "<비싸요>", "lab-weekly": "3,000"}
    with pytest.raises(BadInput) as error:
        read(GOAL, payload)
    html, tags = page(shown(GOAL, payload, {error.value.field: error.value.message}))
    price, weekly = tags.named("input")
    assert (price["value"], weekly["value"]) == ("<비싸요>", "3,000")
    assert "lab-price-error" in str(price["aria-describedby"])
    assert error.value.message in html
    assert "<table" not in html


def test_plus_and_minus_stop_at_the_ends_of_the_ruler() -> None:
    _html, tags = page(shown(GOAL, {"price": 1_000, "weekly": 10_000}))
    stopped = {attrs["id"] for attrs in tags.named("button") if "disabled" in attrs}
    assert stopped == {"down-lab-price", "up-lab-weekly"}


def test_what_was_run_can_be_sent_again() -> None:
    values = {"price": 30_000, "weekly": 2_500}
    _html, tags = page(shown(GOAL, values))
    assert read(GOAL, {str(a["name"]): a["value"] for a in tags.named("input")}) == values
    _html, tags = page(shown(LABS["lemonade-stand"], {"price": 900, "cups": 20, "weather": 2}))
    assert [a["value"] for a in tags.named("option") if "selected" in a] == ["2"]


# --- charts ----------------------------------------------------------------------------------------------


def inside(chart: Chart) -> None:
    sheet = drawn(chart)
    width, height = float(sheet.width), float(sheet.height)
    for bar in sheet.bars:
        assert 0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= width
        assert 0 <= float(bar.y) <= float(bar.y) + float(bar.height) <= height
    for word in (*sheet.words, *sheet.labels):
        assert 0 <= float(word.x) <= width
        assert 8 <= float(word.y) <= height
    for line in sheet.lines:
        assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in line.dots)


@every_lab
def test_nothing_of_a_chart_is_drawn_outside_of_it(lab: Lab) -> None:
    for values in grid(lab):
        if chart := lab.run(values).chart:
            inside(chart)
            if chart.kind == "bars":  # every bar has its name under it
                under = [word.text for word in drawn(chart).words]
                assert set(chart.labels) <= set(under)


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12))
def test_any_bars_fit_their_sheet(values: list[int]) -> None:
    inside(Chart("bars", tuple(map(str, range(len(values)))), (("값", tuple(values)),), "원", "막대"))


def test_a_bar_is_as_high_as_its_number() -> None:
    sheet = drawn(Chart("bars", ("가", "나", "다"), (("값", (10, 20, -10)),), "개", "막대"))
    heights = [float(bar.height) for bar in sheet.bars]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == pytest.approx(heights[0], abs=0.2)
    assert float(sheet.bars[2].y) == pytest.approx(float(sheet.base), abs=0.1)


def test_a_line_may_have_any_numbers_on_its_axis_and_points_to_be_seen() -> None:
    graph = Chart(
        "lines", (), (("수요", (40.0, 20.0, 0.0)), ("공급", (0.0, 20.0, 40.0))), "개", "만나는 두 선",
        xs=(0, 500, 1_000), x_title="가격(원)", y_title="수량", marks=(Mark(500, 20, "만나는 점"),),
    )  # fmt: skip
    inside(graph)
    sheet = drawn(graph)
    assert [line.look for line in sheet.lines] == [0, 1]
    assert sheet.marks == (sheet.lines[0].dots[1],) == (sheet.lines[1].dots[1],)
    assert {word.text for word in sheet.labels} == {"수요", "공급", "만나는 점"}
    assert {"가격(원)", "수량(개)", "0", "500", "1,000"} <= {word.text for word in sheet.words}
    html = render_to_string("lessons/_chart.html", {"drawing": sheet})
    assert "만나는 두 선" in html
    assert not Tags(html).open


def test_names_at_the_ends_of_lines_do_not_lie_on_one_another() -> None:
    chart = Chart("lines", (), tuple((f"선{n}", (0.0, 10.0)) for n in range(3)), "개", "세 선", xs=(0, 1))
    ends = sorted(float(word.y) for word in drawn(chart).labels)
    assert all(b - a >= 12 for a, b in pairwise(ends))


def test_another_kind_of_chart_is_refused() -> None:
    with pytest.raises(ValueError, match="pie"):
        drawn(Chart("pie", ("가",), (("값", (1,)),), "개", "동그라미"))
