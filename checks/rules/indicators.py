"""Hits rest on rows that exist, concern persons and households that exist, and accuse nobody on a doubtful link.

What belongs here: rules between the indicator tables, the landed tables and the identity tables.
"""

from assets.vocabulary.feeds import load_feeds
from checks.rules import Derived, Rule

HITS = "indicators/hits"

EVIDENCE_ROWS = Derived(
    name="evidence rows",
    tables=(HITS,),
    sql="""
        select distinct e.feed, e.delivery, e.file, e.sheet, e.row_no
        from (select unnest(evidence) as e from "indicators/hits")
    """,
)


def _evidence_exists(feed: str) -> Rule:
    # A semi join from the landed side: the few evidence rows are held in memory, the feed is streamed past them.
    sql = f"""
        with evidence as (from "evidence rows" where feed = '{feed}')
        select (select count(*) from evidence) - (
            select count(*) from "landing/{feed}" semi join evidence using (delivery, file, sheet, row_no)
        )
    """
    return Rule("evidence_rows_exist", (HITS, f"landing/{feed}"), sql, feed, derived=EVIDENCE_ROWS)


_FEEDS = ", ".join(f"'{feed}'" for feed in load_feeds())

EVIDENCE = (
    *(_evidence_exists(feed) for feed in load_feeds()),
    Rule(
        name="evidence_is_of_known_feeds",
        tables=(HITS,),
        sql=f'select count(*) from "evidence rows" where feed is null or feed not in ({_FEEDS})',
        derived=EVIDENCE_ROWS,
    ),
    Rule(
        name="every_hit_has_evidence",
        tables=(HITS,),
        # A child in no school has no row in the student roll: its household's ledger row is the evidence.
        sql='select count(*) from "indicators/hits" where len(evidence) = 0',
        column="evidence",
    ),
)

SUBJECTS = (
    Rule(
        name="hits_concern_known_persons",
        tables=(HITS, "identity/persons"),
        sql="""
            select count(*) from (select distinct person_id from "indicators/hits" where person_id <> '')
            anti join "identity/persons" using (person_id)
        """,
        column="person_id",
    ),
    Rule(
        name="hits_concern_known_households",
        tables=(HITS, "households/economy"),
        sql='select count(*) from (select distinct household_id from "indicators/hits") '
        'anti join "households/economy" using (household_id)',
        column="household_id",
    ),
    Rule(
        name="level_says_whether_a_person_is_named",
        tables=(HITS,),
        sql="select count(*) from \"indicators/hits\" where (level = 'P') <> (person_id <> '')",
        column="person_id",
    ),
)

ADVERSE_ONLY_EXACT = (
    Rule(
        name="adverse_hits_rest_on_exact_links",
        tables=(HITS,),
        sql="select count(*) from \"indicators/hits\" where lane = 'A' and link_method <> 'exact'",
        column="link_method",
    ),
    # The same asked of the links themselves, and not of what the hit says about them.
    Rule(
        name="evidence_of_adverse_hits_is_linked_exactly",
        tables=(HITS, "identity/links"),
        sql="""
            with evidence as (
                select distinct person_id, e.feed, e.delivery, e.file, e.sheet, e.row_no
                from (select person_id, unnest(evidence) as e from "indicators/hits" where lane = 'A')
            )
            select count(*)
            from (from "identity/links" where method <> 'exact')
            semi join evidence using (person_id, feed, delivery, file, sheet, row_no)
        """,
        column="evidence",
    ),
    Rule(
        name="doubtful_links_raise_no_more_than_yellow",
        tables=(HITS,),
        sql="select count(*) from \"indicators/hits\" where match_probability < 0.99 and tier in ('R', 'O')",
        column="tier",
    ),
)
