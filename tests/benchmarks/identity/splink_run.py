"""Splink on the records of a saved world, each model in a process of its own; the best threshold by F1 counts.

    python -m tests.benchmarks.identity.splink_run WORLD_FOLDER [MODEL [LINKS.parquet]]

Needs an environment with splink 5 beside numpy, polars, pyarrow, pypinyin and OpenCC; the project does not depend on
Splink. The threshold is chosen with the truth, which is kinder to Splink than any user can be. Prints JSON.
"""

import json
import logging
import sys
import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
from splink import DuckDBAPI, Linker, block_on

from tests.benchmarks.identity.quality import judged, pairs
from tests.benchmarks.identity.splink_models import MODELS, SEED, THRESHOLDS, Model
from tests.benchmarks.identity.splink_table import prepare
from tests.benchmarks.measure import own_peak_mib, run_module

# Ten million, as the documentation advises, changes the estimates little and costs minutes in string distances.
RANDOM_PAIRS = 3e6


def trained(table: pl.DataFrame, model: Model) -> Linker:
    """A linker whose m are estimated by expectation maximisation and whose u by random pairs."""
    linker = Linker(DuckDBAPI().register(table.to_arrow()), model.settings())
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on(*model.certain)], recall=model.certain_recall)
    training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for rule in model.training:
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    return linker


def clustered(linker: Linker, predicted: Any, threshold: float) -> pl.DataFrame:
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
    made = pl.from_arrow(clusters.as_pyarrow_table())
    assert isinstance(made, pl.DataFrame)
    return made.select(record_id="unique_id", person_id=pl.col("cluster_id").cast(pl.String))


def best(found: Iterable[tuple[float, pl.DataFrame]], truth: pl.DataFrame) -> tuple[float, pl.DataFrame]:
    """The threshold with the largest F1, and its links; of several millions no others are held."""
    chosen, largest = (0.0, truth.clear()), -1.0
    for threshold, links in found:
        f1 = pairs(judged(links, truth)).f1
        if f1 > largest:
            chosen, largest = (threshold, links), f1
    return chosen


def measure(folder: Path, name: str, links_file: str = "") -> dict[str, Any]:
    records = pl.read_parquet(folder / "records.parquet")
    started = time.monotonic()
    table = prepare(records, MODELS[name].derived)
    prepared = time.monotonic()
    linker = trained(table, MODELS[name])
    learnt = time.monotonic()
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    # A user clusters once: the first threshold is timed, the others serve the choice with the truth.
    first = clustered(linker, predicted, THRESHOLDS[0])
    ended, peak, cpu_seconds = time.monotonic(), own_peak_mib(), time.process_time()
    others = ((threshold, clustered(linker, predicted, threshold)) for threshold in THRESHOLDS[1:])
    truth = pl.read_parquet(folder / "truth.parquet")
    threshold, links = best(chain([(THRESHOLDS[0], first)], others), truth)
    judgement = judged(links, truth)
    if links_file:
        links.write_parquet(links_file)
    return {
        "model": name,
        "threshold": threshold,
        "seconds": ended - started,
        "cpu_seconds": cpu_seconds,
        "preparing": prepared - started,
        "training": learnt - prepared,
        "predicting": ended - learnt,
        "peak_mib": peak,
        "all": pairs(judgement).summary(),
        "resolvable": pairs(judgement.filter("resolvable")).summary(),
    }


def main(folder: str, name: str = "", links_file: str = "") -> None:
    logging.getLogger("splink").setLevel(logging.ERROR)
    if name:
        print(json.dumps(measure(Path(folder), name, links_file)))  # noqa: T201
        return
    runs: list[dict[str, Any]] = [run_module("tests.benchmarks.identity.splink_run", folder, each) for each in MODELS]
    for run in runs:
        print(json.dumps(run))  # noqa: T201
    print(json.dumps({"best": max(runs, key=lambda run: float(run["all"]["f1"]))["model"]}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:4])
