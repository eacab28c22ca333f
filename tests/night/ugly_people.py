"""The people whom the ugly inbox speaks of. Nobody here is real; the numbers are made from a running counter.

What belongs here: who they are, and the forms in which offices write their numbers. What does not: any file.
"""

from dataclasses import dataclass

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def wide(text: str) -> str:
    """Digits and X in full width."""
    return text.translate(FULL_WIDTH)


@dataclass(frozen=True)
class Person:
    """A person by name and the first seventeen digits of the identity number."""

    name: str
    body: str

    @property
    def number(self) -> str:
        """Eighteen characters (GB 11643)."""
        total = sum(int(digit) * weight for digit, weight in zip(self.body, WEIGHTS, strict=True))
        return self.body + "10X98765432"[total % 11]

    @property
    def old(self) -> str:
        """The fifteen-digit form of somebody born before 2000."""
        return self.body[:6] + self.body[8:]

    @property
    def as_float(self) -> float:
        """What Excel keeps of a number typed into a cell that is not text."""
        return float(int(self.body + "0"))


# 荣成市. 慕容雪's, 周翠屏's and 初建国's numbers end in X.
CONG = Person("丛培德", "37108219520314001")
YU = Person("于桂兰", "37108219540820002")
ZOU = Person("邹永福", "37108219650311003")
LIU = Person("刘㼆山", "37108219480902005")
AILI = Person("买买提·艾力", "37108219780505007")
GULI = Person("古丽娜·买买提", "37108220100909006")
BI = Person("毕秋菊", "37108219700707004")
BI_SON = Person("毕浩然", "37108220120518009")
DESHUI = Person("于得水", "37108219611224011")
YAN = Person("王䶮川", "37108219731001013")
JI = Person("𠮷田花", "37108219690415008")
PRIVATE = Person("王\ue000海", "37108219571117015")
LOST = Person("孙?梅", "37108219660606012")
SONG = Person("宋长林", "37108219590128017")
MURONG = Person("慕容雪", "37108219751212008")
ZHOU = Person("周翠屏", "37108219481130003")
SQUARE = Person("丁□", "37108220140203019")
DEHAI = Person("于得海", "37108219700228021")
# 乳山市.
GONG = Person("宫本利", "37108319550203001")
CHU = Person("初建国", "37108319600412029")
CHU_CHILD = Person("初晓雨", "37108320130701004")
JIANG = Person("姜玉芬", "37108319470102006")
MARKS = Person("王??", "37108319500510003")
QU = Person("曲连成", "37108319880621005")
GE = Person("葛兰英", "37108319910816008")
# Twelve who died, 威海市.
_DEAD_NAMES = (
    *("殷宝山", "滕玉柱", "隋凤英", "车长海", "战玉兰", "慈洪亮"),
    *("矫桂香", "鞠传文", "原淑珍", "苗德厚", "戚绍武", "谭秀云"),
)
DEAD = tuple(
    Person(name, f"3710021935{month:02}{month + 3:02}{month:03}") for month, name in enumerate(_DEAD_NAMES, start=1)
)
CERTIFICATE_HOLDERS = (ZOU, BI, SONG, JIANG, LIU)
EVERYBODY = (
    *(CONG, YU, ZOU, LIU, AILI, GULI, BI, BI_SON, DESHUI, YAN, JI, PRIVATE, LOST, SONG, MURONG, ZHOU, SQUARE, DEHAI),
    *(GONG, CHU, CHU_CHILD, JIANG, MARKS, QU, GE),
    *DEAD,
)
