"""Remake names/similar_characters.csv: which characters of names look alike, from a table of their parts.

Belongs here: the maintenance script of that table. Does not belong here: anything that reads the table; characters that
sound alike; the characters and parts that are taken for each other, which stand in names/confused_characters.csv.

Usage: python data/reference/make_similar_characters.py <cjk-decomp.txt>

Two characters look alike where
- they are put together in the same way, all parts but one are the same, and the two parts that differ are taken for
  each other or look alike themselves (晴 睛, 祎 袆);
- the same holds and the part that is the same has most of the strokes (博 搏 do, 海 梅 do not);
- one is the other with a light part beside it (每 海);
- they are written down as taken for each other (己 已 巳).
What siblings share, the same light part (洁 清, 琳 琪), makes no likeness.
"""

import sys
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import polars as pl

NAMES = Path(__file__).parent / "names"
CONFUSED, TARGET = NAMES / "confused_characters.csv", NAMES / "similar_characters.csv"
# Characters of names that GB 2312 does not have.
BEYOND = (
    "䶮㼆㛃喆垚翀玥祎袆璟珺琰珅珂玙玘玢玹珩琤琬琯瑀瑄瑗璇璎璐璠璨瓅昇昉昳晅晞晟晧晫晸暄暐暘曈曌曦炘炅炜焜焱煊"
    "煜熠燊燚燏犇堃堉堯甯嫚嬿嫄婳婠姮姝妧妘妤孖孞宥寔尧岍峣崟嵘嶷彧忻忞悫愔懿旸旻昀昕朠杕栢梽棪棽楒楠榕槿樾沄"
    "沅沚泓泠洺浠涔淏淼湉湜湲溦滢滟漪潆潇澍澔濛瀛灏烔烜烨琀琋琎琏琨璘皞皓睿砼硙碁礽祇祐祜祺禔禛禟筠箐箬篪綦绂"
    "绮缦羿翊翎翮翯芃芊芮苒苡茉茜茗荃荇莀莙莞菀菡萱葳蓁蓥蔓蔚蕙蕤蕴薏藜蘅蘩虓褀觅訚誉诃诒诩诣诺谖谞豫贇赟赪轶"
    "辀邈郁郦钰钲铄铎铠锜锴镕镛閠阅隽雒霁霏霓霖霭靓韡韫韶顼颀颉颋颖颢飏馥骁骅骏骐骞鸿鹭鹮麒黛齮龑龢"
)
SAME_SHARE = 0.70
LIGHT_STROKES = 3
HOST_STROKES = 4
HOST_SHARE = 0.62
DEPTH = 2

Parts = tuple[str, tuple[str, ...]]


def read_parts(file: Path) -> dict[str, Parts]:
    """Character → (way of composition, parts), from lines such as 晴:a(日,青)."""
    table: dict[str, Parts] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        character, _, rest = line.partition(":")
        way, _, inside = rest.rstrip(")").partition("(")
        table[character] = way, tuple(part for part in inside.split(",") if part)
    return table


def scope() -> list[str]:
    """The characters of GB 2312, both levels, and those of names beyond it; in order of their code points."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    standard = {cell.decode("gb2312", errors="ignore") for cell in cells} - {""}
    return sorted(standard | set(BEYOND))


def confused(*kinds: str) -> set[tuple[str, str]]:
    """The pairs written by hand, either way round; `kinds`: part, whole."""
    table = pl.read_csv(CONFUSED)
    groups = table.filter(pl.col("kind").is_in(kinds))["characters"].to_list()
    pairs = {pair for group in groups for pair in combinations(group, 2) if pair[0] != pair[1]}
    return pairs | {(right, left) for left, right in pairs}


class Likeness:
    """Which characters of a table of parts look alike."""

    def __init__(self, table: dict[str, Parts]) -> None:
        self.table = table
        self.parts_alike = confused("part")
        self.strokes = cache(self._strokes)

    def _strokes(self, character: str) -> int:
        """About how many strokes; parts that are repeated count as often as they stand there."""
        way, parts = self.table.get(character, ("c", ()))
        times = (
            int(way[1]) if way[:1] == "r" and way[1:2].isdigit() else 1 + way.startswith(("ra", "rd", "rrefl", "rrefr"))
        )
        return times * sum(self.strokes(part) for part in parts) or 1

    def alike(self, left: str, right: str, depth: int = DEPTH) -> bool:
        """By their parts alone."""
        if (left, right) in self.parts_alike:
            return True
        (left_way, left_parts), (right_way, right_parts) = (self.table.get(c, ("c", ())) for c in (left, right))
        if not depth or left_way != right_way or len(left_parts) != len(right_parts) or len(left_parts) < 2:
            return False
        differing = [pair for pair in zip(left_parts, right_parts, strict=True) if pair[0] != pair[1]]
        if len(differing) != 1:
            return False
        (one, other) = differing[0]
        heavy = max(self.strokes(left), self.strokes(right))
        lightest = min(self.strokes(left) - self.strokes(one), self.strokes(right) - self.strokes(other))
        return lightest >= SAME_SHARE * heavy or self.alike(one, other, depth - 1)

    def hosts(self, character: str) -> Iterator[str]:
        """The parts of a character beside which only a light part stands."""
        way, parts = self.table.get(character, ("c", ()))
        if way not in ("a", "d") or len(parts) != 2:
            return
        for host, light in (parts, parts[::-1]):
            whole = self.strokes(host) + self.strokes(light)
            heavy = self.strokes(host) >= max(HOST_STROKES, HOST_SHARE * whole)
            if self.strokes(light) <= LIGHT_STROKES and heavy:
                yield host


def similar_pairs(table: dict[str, Parts]) -> set[tuple[str, str]]:
    """All pairs (left < right by code point) of the scope that look alike."""
    likeness, characters = Likeness(table), scope()
    known = set(characters)
    pairs = {pair for pair in confused("part", "whole") if known.issuperset(pair)}
    pairs |= {(host, character) for character in characters for host in likeness.hosts(character) if host in known}
    by_frame: dict[tuple[str, int, int, str], list[str]] = {}
    for character in characters:
        way, parts = table.get(character, ("c", ()))
        for place, part in enumerate(parts):
            by_frame.setdefault((way, len(parts), place, part), []).append(character)
    for members in by_frame.values():
        pairs |= {pair for pair in combinations(members, 2) if likeness.alike(*pair)}
    return {(min(pair), max(pair)) for pair in pairs}


def as_table(pairs: set[tuple[str, str]]) -> pl.DataFrame:
    """character, similar: each pair once, at the character of the lower code point."""
    frame = pl.DataFrame(sorted(pairs), schema=["character", "similar"], orient="row")
    return frame.group_by("character", maintain_order=True).agg(pl.col("similar").str.join(""))


if __name__ == "__main__":
    as_table(similar_pairs(read_parts(Path(sys.argv[1])))).write_csv(TARGET)
