"""Persons who do not exist: names and identity numbers, unlike in every file, made of a seed.

What belongs here: values that name a person, by the public standards alone (GB 11643, GB 11714 forms). What does not:
how a clerk writes them into a cell (that is cells).
"""

from datetime import date, timedelta
from random import Random

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_DIVISIONS = ("371082", "371002", "370786", "370102", "371502")
# 䶮 㼆 㛃 are two or four bytes long in GB18030 according to its edition, 𠮷 𬭎 always four.
_FAMILY = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗"
_GIVEN = "䶮㼆㛃伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国春梅志海燕文"
_WIDE = "𠮷𬭎"
_LONG = ("阿不都·热合曼", "买买提·艾力", "古丽·帕提曼", "阿卜杜·热西提·买买提", "迪丽·努尔")


def check_character(body: str) -> str:
    """The 18th character of a 17-digit body (GB 11643)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def identity_number(random: Random) -> str:
    """A valid number of somebody born 1930 to 2023; never one that ends in 000, which is how lost digits look."""
    while True:
        born = date(1930, 1, 1) + timedelta(days=random.randrange(94 * 365))
        body = f"{random.choice(_DIVISIONS)}{born:%Y%m%d}{random.randrange(1000):03d}"
        number = body + check_character(body)
        if not number.endswith("000"):
            return number


def person_name(random: Random, *, wide: bool) -> str:
    """A name in its normal form; `wide` allows characters beyond the basic plane."""
    if random.random() < 0.1:
        return random.choice(_LONG)
    given = _GIVEN + (_WIDE if wide else "")
    return random.choice(_FAMILY) + "".join(random.choices(given, k=random.choice((1, 2, 2))))
