"""Small models of the world for 써 보기: a child moves an input and sees what comes out. Pure rules.

A new lab is one module with a `LAB` and one line below. `read` makes numbers of a form, `LABS[name].run` a
result of numbers, `showing.shown` what the template lessons/_lab.html prints.
"""

from lessons.labs import (
    allowance_month,
    barter_market,
    choice_board,
    currency_trip,
    instalment,
    interest_slider,
    invest_wheel,
    lemonade_stand,
    lending_fee,
    price_basket,
    saving_goal,
    snack_street,
    tteokbokki_market,
    two_villages,
    workshop,
)
from lessons.labs.base import Chart, Input, Lab, Mark, Result
from lessons.labs.reading import BadInput, read

LABS: dict[str, Lab] = {
    lab.name: lab
    for lab in (
        choice_board.LAB,
        barter_market.LAB,
        allowance_month.LAB,
        saving_goal.LAB,
        interest_slider.LAB,
        instalment.LAB,
        tteokbokki_market.LAB,
        snack_street.LAB,
        lemonade_stand.LAB,
        workshop.LAB,
        lending_fee.LAB,
        invest_wheel.LAB,
        price_basket.LAB,
        two_villages.LAB,
        currency_trip.LAB,
    )
}

__all__ = ["LABS", "BadInput", "Chart", "Input", "Lab", "Mark", "Result", "read"]
