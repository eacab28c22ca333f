"""A town whose rows move a little every day, with the truth of who each row is about.

What belongs here: true persons, what departments wrote of them, one day's changes. What does not: resolving anything.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from tests.stages.identity.people import COLUMNS, valid_id

Row = dict[str, object]

SURNAMES = "张王李刘陈杨赵黄周吴孙马"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海燕春雪飞鹏宇晨"
TRADITIONAL = str.maketrans("张刘陈杨赵吴孙马伟静丽强军华玉兰红国飞鹏", "張劉陳楊趙吳孫馬偉靜麗強軍華玉蘭紅國飛鵬")
SOURCES = ("ledger|self", "hospital|self", "school|self")


@dataclass(frozen=True)
class Truth:
    """One person as they are."""

    name: str
    number: str
    sex: int
    born: date
    phone: str
    household: str
    division: str


def make_persons(count: int, draw: random.Random) -> list[Truth]:
    """Persons in households of three, some of them twins, some namesakes."""
    persons: list[Truth] = []
    for place in range(count):
        twin = persons[-1] if place % 3 == 2 and draw.random() < 0.05 else None
        born = twin.born if twin else date(1940, 1, 1) + timedelta(days=draw.randrange(30_000))
        order = draw.randrange(1, 998)
        name = draw.choice(SURNAMES) + "".join(draw.sample(GIVEN, draw.choice((1, 2, 2))))
        household = place // 3
        persons.append(
            Truth(
                name,
                valid_id(born, order, f"3710{draw.randrange(10, 90)}"),
                2 - order % 2,
                born,
                f"13{draw.randrange(10**8, 10**9)}",
                f"H{household:05}",
                f"371082{household % 7:03}{household % 11:03}",
            )
        )
    return persons


def written(truth: Truth, source: str, draw: random.Random) -> Row:
    """One row about a person; one in ten has no number, one in forty a wrong digit."""
    row: Row = {
        "source": source,
        "name": truth.name,
        "id_number": truth.number,
        "sex": truth.sex,
        "birth_date": truth.born,
        "phone": truth.phone,
        "division_code": truth.division,
        "household_no": truth.household if source == SOURCES[0] else None,
    }
    luck = draw.random()
    if luck < 0.1:
        row["id_number"] = None
    elif luck < 0.125:
        place = draw.randrange(10, 17)
        digit = str((int(truth.number[place]) + 3) % 10)
        row["id_number"] = truth.number[:place] + digit + truth.number[place + 1 :]
    return row


@dataclass
class MovingWorld:
    """rows: row number → what is written; about: row number → the person's place; changed: who was touched ever."""

    persons: list[Truth]
    rows: dict[int, Row]
    about: dict[int, int]
    changed: set[int]
    draw: random.Random
    # Persons that are in no row before a later day brings them.
    waiting: list[int]

    @classmethod
    def start(cls, count: int, seed: int) -> "MovingWorld":
        draw = random.Random(seed)
        persons = make_persons(count + count // 5, draw)
        world = cls(persons, {}, {}, set(), draw, list(range(count, len(persons))))
        for who in range(count):
            for source in draw.choices(SOURCES, k=draw.choice((1, 2, 3, 4))):
                world._add(who, source)
        return world

    def _add(self, who: int, source: str) -> None:
        number = max(self.about, default=0) + 1
        self.rows[number] = written(self.persons[who], source, self.draw)
        self.about[number] = who

    def next_day(self, share: float) -> None:
        """`share` of all rows: a third goes, a third comes (of persons known or new), a third is edited."""
        count = max(1, round(len(self.rows) * share / 3))
        touched = self.draw.sample(sorted(self.rows), 2 * count)
        for number in touched[:count]:
            self.changed.add(self.about[number])
            del self.rows[number]
        for number in touched[count:]:
            self.changed.add(self.about[number])
            self.rows[number] = self._edited(self.rows[number])
        known = sorted(set(self.about.values()))
        for _ in range(count):
            new = bool(self.waiting) and self.draw.random() < 0.5
            who = self.waiting.pop(0) if new else self.draw.choice(known)
            self.changed.add(who)
            self._add(who, self.draw.choice(SOURCES))

    def _edited(self, row: Row) -> Row:
        name = str(row["name"])
        changes: list[Row] = [
            {"phone": f"15{self.draw.randrange(10**8, 10**9)}"},
            {"division_code": f"371083{self.draw.randrange(5):03}001"},
            {"name": name.translate(TRADITIONAL)},
            {"name": f"{name[0]} {name[1:]}"},
            {"id_number": None},
        ]
        return row | self.draw.choice(changes)

    def records(self) -> pl.DataFrame:
        """The rows as records for `resolve`, record_id the row's number."""
        return pl.DataFrame([{"record_id": number, **row} for number, row in self.rows.items()], schema=COLUMNS)
