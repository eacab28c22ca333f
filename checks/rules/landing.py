"""Conservation: every row read is loaded, quarantined or set aside, and the landed tables hold what the ledger says.

What belongs here: rules between the ledger, the landed tables and their quarantines. Nothing of a row's content.
"""

from assets.vocabulary.feeds import Feed, load_feeds
from checks.rules import Rule

LEDGER = "landing/ledger"
REPLACED = "landing/replaced"

BALANCE = Rule(
    name="rows_read_are_loaded_quarantined_or_set_aside",
    tables=(LEDGER,),
    sql='select count(*) from "landing/ledger" where rows_read <> rows_loaded + rows_quarantined + rows_set_aside',
)

SET_ASIDE_ADDS_UP = Rule(
    name="rows_set_aside_are_totals_repeats_or_replaced",
    tables=(LEDGER,),
    sql="""
        select count(*) from "landing/ledger"
        where rows_set_aside <> set_aside_totals + set_aside_repeats + set_aside_replaced
    """,
)

REFUSED_LOADS_NOTHING = Rule(
    name="a_refused_file_loads_nothing_and_says_why",
    tables=(LEDGER,),
    sql='select count(*) from "landing/ledger" where refused and (rows_loaded <> 0 or reason is null)',
)

# Landed rows a file against the ledger's. A later delivery of an append feed replaces rows of an earlier one, so that
# a file of an earlier night may hold fewer rows than it loaded; never more, and tonight's exactly as many.
_LANDED = """
with landed as (
    select feed, delivery, file, sheet, count(*) as landed_rows from "landing/{feed}" group by all
), loaded as (
    select feed, delivery, file, sheet, sum(rows_loaded) as loaded_rows
    from "landing/ledger" where feed = '{feed}' and not refused group by all
)
select count(*)
from landed full outer join loaded using (feed, delivery, file, sheet)
where {broken}
"""
_EXACT = "coalesce(landed_rows, 0) <> coalesce(loaded_rows, 0)"
_SUPERSEDED = (
    f"{_EXACT} and (coalesce(landed_rows, 0) > coalesce(loaded_rows, 0) or delivery = (select night from run))"
)

_QUARANTINED = """
with refused as (
    select feed, delivery, file, sheet, count(distinct row_no) as refused_rows
    from "quarantine/{feed}" where row_refused group by all
), told as (
    select feed, delivery, file, sheet, rows_quarantined
    from "landing/ledger" where feed = '{feed}' and not refused and not carried
)
select count(*) from told left join refused using (feed, delivery, file, sheet)
where rows_quarantined <> coalesce(refused_rows, 0)
"""


def _rules_of(feed: Feed) -> tuple[Rule, Rule]:
    exact = _EXACT if feed.mode == "snapshot" else _SUPERSEDED
    landed = _LANDED.format(feed=feed.key, broken=exact)
    return (
        Rule("landed_rows_are_the_rows_loaded", (LEDGER, f"landing/{feed.key}"), landed, feed.key),
        Rule(
            "quarantined_rows_are_in_the_quarantine",
            (LEDGER, f"quarantine/{feed.key}"),
            _QUARANTINED.format(feed=feed.key),
            feed.key,
        ),
    )


CONSERVATION = (
    BALANCE,
    SET_ASIDE_ADDS_UP,
    REFUSED_LOADS_NOTHING,
    *(rule for feed in load_feeds().values() for rule in _rules_of(feed)),
)

# Of files read tonight each row set aside is told, and none beside; of a file of an earlier night those of tonight are
# told, which its ledger row counts only where the feed is a snapshot.
_SET_ASIDE_TOLD = """
with told as (
    select
        feed, delivery, file, sheet,
        count(*) filter (kind = 'repeat') as repeats,
        count(*) filter (kind = 'replaced') as replaced
    from "landing/replaced" group by all
)
select count(*)
from "landing/ledger" as ledger full outer join told using (feed, delivery, file, sheet)
where case
    when ledger.carried is null then true
    when ledger.carried then false
    else set_aside_repeats <> coalesce(repeats, 0) or set_aside_replaced <> coalesce(replaced, 0)
end
"""

SET_ASIDE = (
    Rule("every_row_set_aside_is_told", (REPLACED, LEDGER), _SET_ASIDE_TOLD),
    Rule(
        name="no_row_stands_for_another_and_is_set_aside_itself",
        tables=(REPLACED,),
        sql="""
            select count(*) from "landing/replaced"
            where hash(feed, by_delivery, by_file, by_sheet, by_row_no)
                in (select hash(feed, delivery, file, sheet, row_no) from "landing/replaced")
        """,
        confirm="""
            select count(*) from "landing/replaced" as told semi join "landing/replaced" as gone
            on told.feed = gone.feed and told.by_delivery = gone.delivery and told.by_file = gone.file
                and told.by_sheet = gone.sheet and told.by_row_no = gone.row_no
        """,
    ),
    Rule(
        name="only_replaced_rows_differ",
        tables=(REPLACED,),
        sql="""select count(*) from "landing/replaced" where (len(differing) > 0) <> (kind = 'replaced')""",
    ),
)

FEED_AGES = (
    Rule(
        name="every_feed_has_an_age",
        tables=("landing/feed_ages",),
        sql=f'select {len(load_feeds())} - count(distinct feed) from "landing/feed_ages"',
    ),
    Rule(
        name="state_follows_from_the_age",
        tables=("landing/feed_ages",),
        sql="""
            select count(*) from "landing/feed_ages"
            where state <> case
                when delivery is null then 'missing' when age_days > stale_after then 'stale' else 'fresh' end
              or age_days is distinct from (select night from run) - delivery
        """,
    ),
)
