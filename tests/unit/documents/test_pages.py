"""The pages of docs/ that are made from metadata: nothing is missing on them, and a stale one is told with its cure."""

import re
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from assets.indicators.parameters import read_parameters
from assets.lake.publish import night_tables
from assets.vocabulary.column_words import template_of
from assets.vocabulary.feeds import ADDRESS, load_feeds
from assets.vocabulary.paths import PROJECT_ROOT, REFERENCE
from assets.vocabulary.tables import table_schema
from pipelines.documents.__main__ import documents
from pipelines.documents.markdown import code, table, text
from pipelines.documents.pages import PAGES, stale, write

DOCS = PROJECT_ROOT / "docs"
INDICATORS = yaml.safe_load((REFERENCE / "policy" / "indicators.yml").read_text(encoding="utf-8"))["indicators"]
CATALOGUES = ["indicators.zh-CN.md", "indicators.md"]

app = typer.Typer()
app.command()(documents)


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return {name: make() for name, make in PAGES.items()}


def _sections(page: str) -> dict[str, str]:
    """Heading of the third level → what stands below it."""
    parts = re.split(r"^### (.*)$", page, flags=re.M)
    return dict(zip(parts[1::2], (re.split(r"^## ", part, flags=re.M)[0] for part in parts[2::2]), strict=True))


def test_the_committed_pages_are_what_the_metadata_say() -> None:
    assert stale(DOCS) == [], "run `make docs` and commit the pages"


def test_a_page_has_the_same_bytes_every_time(made: dict[str, str], tmp_path: Path) -> None:
    assert write(tmp_path) == list(PAGES)
    assert {name: (tmp_path / name).read_bytes() for name in PAGES} == {
        name: text.encode("utf-8") for name, text in made.items()
    }
    assert [name for name, text in made.items() if "\r" in text or not text.endswith("\n")] == []


def test_a_changed_and_a_missing_page_are_stale_and_made_again(tmp_path: Path) -> None:
    pages = {"one.md": lambda: "1\n", "two.md": lambda: "2\n", "three.md": lambda: "3\n"}
    write(tmp_path, pages)
    (tmp_path / "one.md").write_bytes(b"1\r\n")
    (tmp_path / "three.md").unlink()
    assert stale(tmp_path, pages) == ["one.md", "three.md"]
    assert write(tmp_path, pages) == ["one.md", "three.md"]
    assert stale(tmp_path, pages) == []


def test_the_check_names_the_stale_page_and_the_cure_and_writes_nothing(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["--folder", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(app, ["--check", "--folder", str(tmp_path)]).exit_code == 0
    page = tmp_path / "indicators.md"
    page.write_text("old\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["--check", "--folder", str(tmp_path)])
    assert told.exit_code == 1
    assert "docs/indicators.md is stale" in told.output
    assert "`make docs`" in told.output
    assert "data-dictionary" not in told.output
    assert page.read_text(encoding="utf-8") == "old\n"


@pytest.mark.parametrize("name", list(PAGES))
def test_every_row_has_the_cells_of_its_table(made: dict[str, str], name: str) -> None:
    cells, wrong = 0, []
    for line in made[name].splitlines():
        if not line.startswith("|"):
            cells = 0
            continue
        found = len(re.findall(r"(?<!\\)\|", line))
        cells = cells or found
        wrong += [line] if found != cells else []
    assert wrong == []


@pytest.mark.parametrize("name", list(PAGES))
def test_every_link_leads_to_a_file_or_a_place_on_a_page(made: dict[str, str], name: str) -> None:
    targets = set(re.findall(r"\]\(([^)]+)\)", made[name]))
    files = {target.partition("#")[0] for target in targets if not target.startswith("#")}
    assert [target for target in files if not (DOCS / target).exists()] == []
    places = {target.partition("#")[2] for target in targets} - {""}
    assert {place for place in places if f'id="{place}"' not in made["indicators.zh-CN.md"]} == set()


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_indicator_has_a_section_and_a_row(made: dict[str, str], name: str) -> None:
    sections = _sections(made[name])
    headings = {heading for heading in sections if heading.startswith("<a id=")}
    assert {heading.split("</a>")[1].split()[0] for heading in headings} == set(INDICATORS)
    assert [key for key in INDICATORS if made[name].count(f"| [{key}](#{key.lower()}) |") != 1] == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_section_says_what_the_metadata_say(made: dict[str, str], name: str) -> None:
    sections = {
        heading.split("</a>")[1].split()[0]: body
        for heading, body in _sections(made[name]).items()
        if "</a>" in heading
    }
    titles = {key: feed.title for key, feed in load_feeds().items()}
    for key, entry in INDICATORS.items():
        body = sections[key]
        wanted = [text(entry["legal_basis"]), *(titles[feed] for feed in entry["needs"])]
        wanted += [f"| `{parameter}` |" for parameter in entry["parameters"]]
        assert [words for words in wanted if words not in body] == [], key
        assert "{" not in body, key
        assert ("处理前应听取" in body) == (entry["lane"] == "A"), key


def test_a_value_of_every_region_and_its_standing_are_in_the_table(made: dict[str, str]) -> None:
    rows = [line for line in made["indicators.zh-CN.md"].splitlines() if line.startswith("| `std` |")]
    values = read_parameters().filter(read_parameters()["name"] == "std")
    assert len(set(rows)) == values.height
    assert {row.split(" | ")[-1].removesuffix(" |") for row in rows} == {"占位", "省级"}


def test_numbers_of_a_rule_are_those_of_the_parameters(made: dict[str, str]) -> None:
    """The library: YB02 over 50,000 yuan within 90 days, YB01 half of the disposable income, ZJ01 grades C and D."""
    chinese = made["indicators.zh-CN.md"]
    assert "近90天内（含当日）结算的一次普通住院，个人自付超过50,000元" in chinese
    assert "低收入人口达到上年度居民人均可支配收入的50%、其他人员达到100%" in chinese
    assert "鉴定等级为C级及以上（更危险）" in chinese


def test_every_published_table_and_column_is_in_the_dictionary(made: dict[str, str]) -> None:
    page = made["data-dictionary.md"]
    sections = {heading.split("`")[1]: body for heading, body in _sections(page).items()}
    for key in night_tables():
        template = "quarantine/<feed>" if key.startswith("quarantine/") else template_of(key)
        body = sections[template]
        address = ", ".join(f"`{name}`" for name in ADDRESS)
        in_rows = [name for name in table_schema(key) if f"| `{name}` |" not in body]
        assert in_rows == [] or (in_rows == list(ADDRESS) and address in body), key
        assert f"`{key}`" in page, key


def test_every_asset_but_the_publication_is_in_the_dictionary(made: dict[str, str]) -> None:
    keys = (PROJECT_ROOT / "tests/unit/pipelines/asset_keys.txt").read_text(encoding="utf-8").split()
    assert [key for key in keys if f"`{key}`" not in made["data-dictionary.md"]] == ["night/published"]


def test_what_is_dropped_is_told_as_dropped(made: dict[str, str]) -> None:
    dropped = [line for line in made["data-dictionary.md"].splitlines() if "落地即弃" in line]
    assert sorted(line.split("`")[1] for line in dropped) == ["bank_account", "content"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a|b", r"a\|b"),
        ("<department>/<feed>", "&lt;department&gt;/&lt;feed&gt;"),
        ("rows_read _x_", r"rows_read \_x\_"),
        ("two\nlines", "two lines"),
        ("[a](b) *c* `d`", r"\[a\](b) \*c\* \`d\`"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_text_means_nothing_to_markdown(written: str, shown: str) -> None:
    assert text(written) == shown


def test_a_bar_in_code_does_not_end_the_cell() -> None:
    assert table(("x",), [[code("a|b")]]) == ["| x |", "|---|", r"| `a\|b` |", ""]


def test_a_row_of_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="2 columns has a row of 1 cells"):
        table(("x", "y"), [["1"]])
