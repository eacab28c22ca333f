"""recordlinkage and Splink on Febrl's data sets, set up after their own documentation's examples of these sets.

Belongs here: the two reference matchers. Does not belong here: loading and judging (febrl.py).
recordlinkage: blocks on single columns, string comparisons, a classifier by expectation maximisation, connected pairs.
Splink: the threshold is chosen with the truth, which is kinder than any user can be.
"""

import numpy as np
import polars as pl
import recordlinkage
import splink.comparison_library as library
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tests.benchmarks.identity.quality import judged, pairs

SEED, RANDOM_PAIRS = 1, 1.5e6
BLOCKS = ("given_name", "surname", "date_of_birth", "soc_sec_id", "postcode")
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999)


def recordlinkage_links(table: pl.DataFrame, _truth: pl.DataFrame) -> pl.DataFrame:
    frame = table.to_pandas().set_index("record_id")
    indexer = recordlinkage.Index()
    for column in BLOCKS:
        indexer.block(column)
    candidates = indexer.index(frame)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname"):
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("address_1", "address_2", "suburb"):
        compare.string(column, column, method="damerau_levenshtein", threshold=0.8, label=column)
    for column in ("date_of_birth", "soc_sec_id", "postcode"):
        compare.string(column, column, method="damerau_levenshtein", threshold=0.8, label=column)
    for column in ("street_number", "state"):
        compare.exact(column, column, label=column)
    features = compare.compute(candidates, frame)
    found = recordlinkage.ECMClassifier().fit_predict(features)
    left, right = (np.asarray(found.get_level_values(level)) - 1 for level in (0, 1))
    size = table.height
    graph = coo_matrix((np.ones(len(left)), (left, right)), shape=(size, size))
    _, cluster = connected_components(graph, directed=False)
    # Record ids are 1 to n, in order.
    return table.select("record_id").with_columns(person_id=pl.Series(cluster).cast(pl.String))


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        comparisons=[
            library.NameComparison("given_name"),
            library.NameComparison("surname"),
            library.LevenshteinAtThresholds("date_of_birth", [1, 2]),
            library.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
            library.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            library.LevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
            library.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            library.JaroWinklerAtThresholds("suburb", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            *(block_on(column) for column in ("soc_sec_id", "date_of_birth", "address_1")),
            block_on("given_name", "surname"),
            block_on("surname", "postcode"),
            block_on("given_name", "postcode"),
            block_on("given_name", "suburb"),
            block_on("surname", "suburb"),
            block_on("street_number", "suburb"),
        ],
    )


def splink_links(table: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    linker = Linker(DuckDBAPI().register(table.drop("source").to_arrow()), _settings())
    certain = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for rule in (block_on("date_of_birth"), block_on("soc_sec_id"), block_on("postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    found: list[pl.DataFrame] = []
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        made = pl.from_arrow(clusters.as_pyarrow_table())
        assert isinstance(made, pl.DataFrame)
        found.append(made.select("record_id", person_id=pl.col("cluster_id").cast(pl.String)))
    return max(found, key=lambda links: pairs(judged(links, truth)).f1)
