"""People of whom the feeds tell for years: more than any rule looks back. What belongs here: rows. Not: any test."""

from decimal import Decimal
from random import Random

from tests.stages.indicators.grant_rows import pay
from tests.stages.indicators.medical_rows import settle
from tests.stages.indicators.small_town import Place, Town
from tests.stages.indicators.work_rows import contribute, months_back

MONTHS = 60


def long_histories(town: Town, persons: int = 60) -> None:
    """Dibao households of one with contributions, settlements, reversals and payments in some months of five years."""
    random = Random("long histories")
    for number in range(persons):
        place = Place(town, f"history {number:02}")
        place.household("a", annual_income=Decimal(random.choice([0, 2400, 9000])), income_complete=True)
        began, stopped = sorted(random.sample(range(MONTHS), 2), reverse=True)
        for back in sorted({*random.sample(range(MONTHS), 3), *range(stopped, min(began, stopped + 20))}):
            contribute(place, months_back(back), base=Decimal(random.choice([1000, 2500, 6000])))
        for back in random.sample(range(MONTHS), 12):
            amount = random.choice(["600", "2500", "60000"])
            on = months_back(back)[0].replace(day=10)
            settle(place, amount, on, med_type=random.choice(["14", "21"]))
            if random.random() < 0.4:
                later = months_back(max(back - random.randint(0, 3), 0))[0].replace(day=20)
                settle(place, f"-{amount}", later, med_type="21")
        for back in sorted(random.sample(range(MONTHS), 20)):
            pay(place, back, random.choice(["400", "838", "1500"]), pay_status=random.choice(["成功", "成功", "失败"]))
