"""What a department head should be told first: files refused, counties that vanished, unreadable numbers, headings.

What belongs here: sentences from the guard's tables. What does not: measuring (landing).
"""

from dataclasses import dataclass

import polars as pl

from assets.queues.returns import words
from assets.queues.returns.changes import doubtful_persons
from assets.queues.returns.sent import Sent, title
from assets.vocabulary.divisions import divisions

_SHOWN_OF_A_KIND = 4
_LONGEST_REASON = 60


@dataclass(frozen=True)
class Alert:
    """A sentence for staff with its kind and colour, and the feed (or stray file) that it is about."""

    feed: str
    kind: str
    verdict: str
    text: str


def all_alerts(sent: Sent) -> list[Alert]:
    """Every alert, kind by kind."""
    return [*_refused(sent), *_volumes(sent), *_quality(sent), *_doubtful(sent), *_headings(sent)]


def few_of_each_kind(found: list[Alert]) -> tuple[Alert, ...]:
    """The gravest first; of each kind a few are spelled out and the rest is counted."""
    shown: list[Alert] = []
    for kind in dict.fromkeys(alert.kind for alert in found):
        own = sorted((alert for alert in found if alert.kind == kind), key=_gravest_first)
        rest = own[_SHOWN_OF_A_KIND:] if len(own) > _SHOWN_OF_A_KIND + 1 else []
        shown += own[: len(own) - len(rest)]
        if rest:
            shown.append(Alert("", kind, rest[0].verdict, f"{kind}另有{len(rest):,}处，见退回清单。"))
    return tuple(sorted(shown, key=_gravest_first))


def _gravest_first(alert: Alert) -> bool:
    return alert.verdict != words.RED


def _refused(sent: Sent) -> list[Alert]:
    found = []
    for row in sent.refused().with_columns(fault=words.fault(pl.col("reason"))).iter_rows(named=True):
        whole = row["reason_code"] != words.SHEET_REFUSED
        what = "整份退回" if whole else f"工作表“{row['sheet']}”未采用"
        text = f"{row['title']}：文件“{row['file']}”{what}，{row['fault'][:_LONGEST_REASON]}。"
        found.append(Alert(row["feed"], "未采用的文件", words.RED if whole else words.YELLOW, text))
    unique = {alert.text: alert for alert in found}
    return list(unique.values())


def _volumes(sent: Sent) -> list[Alert]:
    volumes = sent.night.read("landing/volumes").filter(
        (pl.col("delivery") == sent.night.night)
        & pl.col("feed").str.starts_with(f"{sent.department}/")
        & pl.col("bound").is_in(["warn", "stop"])
    )
    names = divisions().select(division_code="code", county="name")
    named = volumes.join(names, on="division_code", how="left").with_columns(title(pl.col("feed")))
    return [_volume(row) for row in named.sort("ratio", "feed", "division_code").iter_rows(named=True)]


def _volume(row: dict[str, object]) -> Alert:
    rows, usual = int(str(row["rows"])), float(str(row["usual_rows"] or 0))
    county = f"{row['county'] or row['division_code']} " if row["division_code"] else ""
    percent = round(abs(rows / usual - 1) * 100) if usual else 100
    change = "一行也没有" if rows == 0 else f"比往次{'少' if rows < usual else '多'}{percent}%"
    accepted = "，已由值班人员确认属实" if row["accepted"] else ""
    grave = row["bound"] == "stop" and not row["accepted"]
    text = f"{county}{row['title']}：{change}（今晚{rows:,}行，往次约{usual:,.0f}行）{accepted}。"
    return Alert(str(row["feed"]), "行数异常", words.RED if grave else words.YELLOW, text)


def _quality(sent: Sent) -> list[Alert]:
    alarmed = sent.night.read("landing/quality").filter(
        (pl.col("night") == sent.night.night) & pl.col("feed").str.starts_with(f"{sent.department}/") & pl.col("alarm")
    )
    found = []
    for row in alarmed.with_columns(title(pl.col("feed"))).sort("feed", "file").iter_rows(named=True):
        usual = "" if row["usual_share"] is None else f"，往常约{row['usual_share']:.1%}"
        share = f"{row['malformed_share'] or 0:.1%}"
        text = f"{row['title']}：文件“{row['file']}”有{share}的证件号读不出来{usual}，请检查导出设置。"
        found.append(Alert(row["feed"], "证件号异常", words.RED, text))
    return found


def _doubtful(sent: Sent) -> list[Alert]:
    rows = doubtful_persons(sent).with_columns(title(pl.col("feed")))
    return [
        Alert(row["feed"], "疑似他人", words.YELLOW, f"{row['title']}：{words.DOUBTFUL.format(rows=row['rows'])}")
        for row in rows.iter_rows(named=True)
    ]


def _headings(sent: Sent) -> list[Alert]:
    drift = sent.night.read("landing/drift").filter(
        pl.col("feed").str.starts_with(f"{sent.department}/")
        & pl.col("change").is_in(["missing", "renamed", "similar"])
    )
    counts = drift.group_by("feed").agg(pl.len(), pl.col("file").n_unique().alias("files")).sort("feed")
    return [
        Alert(
            row["feed"],
            "表头变化",
            words.YELLOW,
            f"{row['title']}：{row['files']:,}个文件的列名与上次不同（{row['len']:,}处），见退回清单。",
        )
        for row in counts.with_columns(title(pl.col("feed"))).iter_rows(named=True)
    ]
