"""What was one person on an earlier night stays one while little changes: the bound to part is lower than that to join.

What belongs here: which pairs of tonight were one person before, and what that is worth when it is decided. What does
not: weights, and which pairs become one (that is clustering).

A pair's weight moves though neither record does: the population grows, a name becomes more frequent, weights are
estimated anew. A pair around the threshold would be one person on one night and two on the next, and somebody's id with
it. The weight itself is left as it is: what was decided yesterday is no evidence of who somebody is.
"""

import polars as pl

_SIDES = ("left", "right")


def with_standing(
    edges: pl.DataFrame, keys: pl.DataFrame, previous: pl.DataFrame | None, withdrawn: pl.DataFrame, margin: float
) -> pl.DataFrame:
    """`edges` (left, right, weight …) with `standing`, what is held against the thresholds.

    That is the weight, and `margin` more where both sides were known by one token. `keys`: identity_key and side, the
    nodes of tonight; `previous`: the registry of the night before; `withdrawn`: pairs (left, right) that a reviewer
    joined and took back, for whom the night is as if they had never been one.
    """
    before = pl.DataFrame(schema={side: edges.schema[side] for side in _SIDES})
    if previous is not None and not edges.is_empty():
        before = _without(_joined_before(edges, keys, previous), withdrawn)
    kept = before.with_columns(kept=pl.lit(margin))
    told = edges.join(kept, on=list(_SIDES), how="left", maintain_order="left")
    return told.with_columns(standing=pl.col("weight") + pl.col("kept").fill_null(0.0)).drop("kept")


def _joined_before(edges: pl.DataFrame, keys: pl.DataFrame, previous: pl.DataFrame) -> pl.DataFrame:
    """left, right: the pairs whose sides share a token of the registry."""
    ends = pl.concat([edges.select(side=side) for side in _SIDES]).unique()
    own = keys.join(ends, on="side", how="semi")
    tokens = own.join(previous.select("identity_key", "person_id"), on="identity_key").select("side", "person_id")
    tokens = tokens.unique()
    pairs = edges.select(_SIDES).join(tokens.rename({"side": "left"}), on="left")
    return pairs.join(tokens.rename({"side": "right"}), on=["right", "person_id"]).select(_SIDES).unique()


def _without(pairs: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """`pairs` that are not in `others`, whichever side is left."""
    turned = others.select(left="right", right="left")
    return pairs.join(pl.concat([others.select(_SIDES), turned]), on=list(_SIDES), how="anti")
