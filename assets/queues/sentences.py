"""The reasons in plain Chinese: one sentence an item, from the indicator's template and the hit's facts.

What belongs here: filling templates, and what is said where a template cannot be filled. What does not: the templates
(data/reference/policy/indicators.yml) and who may read them (queue).
"""

import json
from collections.abc import Mapping

import polars as pl

from assets.vocabulary.indicator_catalogue import IndicatorText

HEARING = "请核实后按程序办理；处理前应听取家属意见，本提示不作为停发依据。"
ASKED_BY_DEFAULT = "请入户核实情况并反馈核查结论。"


def _filled(template: str, facts: str) -> str | None:
    """The template with the facts, None where a fact is wanting or of another kind than the template expects."""
    try:
        return template.format(**json.loads(facts))
    except (KeyError, IndexError, ValueError, TypeError, AttributeError):
        return None


def _plain(name: str, value: float, threshold: float) -> str:
    return f"{name}：监测值{value:,.2f}，监测线{threshold:,.2f}。"


def _texts_of_code(rows: pl.DataFrame, text: IndicatorText | None, code: str) -> pl.DataFrame:
    """The distinct (facts, value, threshold) of one indicator with `sentence` and `asked`."""
    name = text.name_zh if text else f"指标{code}"
    facts, values, thresholds = (rows[column].to_list() for column in ("facts", "value", "threshold"))
    sentences = [
        (text and _filled(text.sentence, fact)) or _plain(name, value, threshold)
        for fact, value, threshold in zip(facts, values, thresholds, strict=True)
    ]
    asked = [(text and _filled(text.asked, fact)) or ASKED_BY_DEFAULT for fact in facts]
    return rows.with_columns(
        pl.Series("sentence", sentences, dtype=pl.String), pl.Series("asked", asked, dtype=pl.String)
    )


def reasons_of(items: pl.DataFrame, catalogue: Mapping[str, IndicatorText]) -> pl.DataFrame:
    """The items with `sentence` and `asked`.

    `items` needs code, facts (JSON object), value, threshold, lane, state, last_hit_on. A Python loop runs over the
    distinct facts only (about 5 µs each). A template that cannot be filled gives the indicator's name with value and
    threshold. The adverse lane ends with the right to be heard; an item that could not be assessed tonight says so.
    """
    key = ["code", "facts", "value", "threshold"]
    distinct = items.select(key).unique().sort(key)
    parts = [
        _texts_of_code(rows, catalogue.get(str(code)), str(code))
        for (code,), rows in distinct.group_by("code", maintain_order=True)
    ]
    empty = distinct.clear().with_columns(sentence=pl.lit(None, pl.String), asked=pl.lit(None, pl.String))
    # Facts and figures may be null: joined null-safe, so that no item loses its sentence.
    told = items.join(pl.concat([empty, *parts]), on=key, how="left", nulls_equal=True)
    sentence = pl.col("sentence").str.strip_suffix(HEARING)
    last_seen = pl.format("（本次未能评估，沿用{}的结果）", pl.col("last_hit_on").dt.to_string("%Y-%m-%d"))
    return told.with_columns(
        sentence=pl.concat_str(
            sentence,
            pl.when(pl.col("state") == "unassessed").then(last_seen).otherwise(pl.lit("")),
            pl.when(pl.col("lane") == "A").then(pl.lit(HEARING)).otherwise(pl.lit("")),
        )
    )
