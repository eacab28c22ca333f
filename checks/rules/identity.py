"""Links are complete: every landed group of columns that names a person leads to one, and to a known one.

What belongs here: rules between the landed tables and the identity tables, and the bound of churn. Whether a link is
right is not asked here.
"""

from assets.vocabulary.feeds import Feed, PersonGroup, load_feeds
from checks.rules import Derived, Rule

LINKS = "identity/links"

# Count and sum of hashes of the row addresses on both sides are equal exactly where the sets of rows are (links are
# unique by their key): two scans, no join of tens of millions of rows.
_DIGEST = "count(*) as number, coalesce(sum(hash(delivery, file, sheet, row_no)::hugeint), 0) as digest"

LINK_DIGESTS = Derived(
    name="digests of links",
    tables=(LINKS,),
    sql=f'select feed, role, {_DIGEST} from "identity/links" group by feed, role',
)

_COMPLETE = (
    "with named as (select "
    + _DIGEST
    + """ from "landing/{feed}" where coalesce({parts}) is not null)
select count(*)
from named
left join (from "digests of links" where feed = '{feed}' and role = '{role}') linked on true
where named.number <> coalesce(linked.number, 0) or named.digest <> coalesce(linked.digest, 0)
"""
)

_COMPLETE_EXACTLY = """
with named as (
    select delivery, file, sheet, row_no from "landing/{feed}" where coalesce({parts}) is not null
), linked as (
    select delivery, file, sheet, row_no from "identity/links" where feed = '{feed}' and role = '{role}'
)
select count(*) from named full outer join linked using (delivery, file, sheet, row_no)
where named.row_no is null or linked.row_no is null
"""


def _complete(feed: Feed, group: PersonGroup) -> Rule:
    parts = ", ".join(part for part in (group.name, group.id_number) if part)
    values = {"feed": feed.key, "role": group.role, "parts": parts}
    return Rule(
        name="every_named_person_has_a_link",
        tables=(LINKS, f"landing/{feed.key}"),
        sql=_COMPLETE.format(**values),
        column=f"{feed.key} {group.role}",
        derived=LINK_DIGESTS,
        # Unlike links (a repeat beside a gap) must not be cleared: the exact query counts what differs, at least 1.
        confirm=f"select greatest(1, ({_COMPLETE_EXACTLY.format(**values)}))",
    )


_ROLES = ", ".join(
    f"('{feed.key}', '{group.role}')" for feed in load_feeds().values() for group in feed.person_groups()
)

COMPLETE_LINKS = (
    *(_complete(feed, group) for feed in load_feeds().values() for group in feed.person_groups()),
    Rule(
        name="links_are_of_known_feeds_and_roles",
        tables=(LINKS,),
        sql='select count(*) from (select distinct feed, role from "identity/links") '
        f"where (feed, role) not in ({_ROLES})",
    ),
    Rule(
        name="links_lead_to_known_persons",
        tables=(LINKS, "identity/persons"),
        sql='select count(*) from (select distinct person_id from "identity/links") '
        'anti join "identity/persons" using (person_id)',
        column="person_id",
    ),
)

SAME_PERSONS = (
    Rule(
        name="persons_and_their_details_are_the_same_persons",
        tables=("identity/persons", "identity/person_details"),
        sql='select count(*) from "identity/persons" p full outer join "identity/person_details" d using (person_id) '
        "where p.has_valid_id is null or d.id_valid is null",
        column="person_id",
    ),
)

CHURN = tuple(
    Rule(
        name=name,
        tables=("identity/churn",),
        sql=f"select coalesce(sum(number), 0) from \"identity/churn\" where share > bound and measure = '{measure}'",
    )
    for measure, name in (
        ("another_id", "few_persons_have_another_id"),
        ("split", "few_persons_are_split"),
        ("rows_moved", "few_unchanged_rows_lead_to_another_person"),
    )
)
