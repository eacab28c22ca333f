"""The ordinary households of the calm base: who lives together, and how often in each kind of household.

Belongs here: compositions and their weights. Does not belong here: planted cases (scenarios/).

Ages keep away from the edges of the rules: children are under 5 or 7 to 15, teenagers 16 to 18 are in school, a
worker is under 58. No shape has a university student together with an older pupil, nor an elder of 80 alone.
"""

from data.synthetic.plan import CHILD, GRANDCHILD, HEAD, PARENT, SPOUSE, HouseholdPlan, MemberPlan

_CHILD = MemberPlan(CHILD, (7.2, 14.8), job="pupil")
_TWIN = MemberPlan(CHILD, (7.2, 12.0), job="pupil", twin=True)
_INFANT = MemberPlan(CHILD, (0.5, 4.5))
_TEENAGER = MemberPlan(CHILD, (16.6, 17.9), job="pupil")
_UNDERGRADUATE = MemberPlan(CHILD, (18.6, 21.5), job="undergraduate")
_FARMER = MemberPlan(HEAD, (32, 52), sex=1, job="farmer")
_WIFE = MemberPlan(SPOUSE, (30, 50), sex=2, job="farmer")
_WORKER = MemberPlan(HEAD, (26, 56), sex=1, job="worker")
_WORKING_WIFE = MemberPlan(SPOUSE, (25, 54), sex=2, job="worker")
_GRANDMOTHER = MemberPlan(PARENT, (61, 84), sex=2)
_GRANDFATHER = MemberPlan(PARENT, (62, 84), sex=1)

SHAPES: dict[str, tuple[MemberPlan, ...]] = {
    "elder": (MemberPlan(HEAD, (61, 79)),),
    "elder couple": (MemberPlan(HEAD, (62, 85), sex=1), MemberPlan(SPOUSE, (61, 80), sex=2)),
    "disabled": (MemberPlan(HEAD, (20, 58), disability="severe"),),
    "mother and child": (MemberPlan(HEAD, (30, 46), sex=2, job="farmer"), _CHILD),
    "couple and child": (_FARMER, _WIFE, _CHILD),
    "couple, child and infant": (_FARMER, _WIFE, _CHILD, _INFANT),
    "couple and twins": (_FARMER, _WIFE, MemberPlan(CHILD, (7.2, 12.0), job="pupil"), _TWIN),
    "couple, teenager and child": (_FARMER, _WIFE, _TEENAGER, _CHILD),
    "couple": (_FARMER, _WIFE),
    "three generations": (_FARMER, _WIFE, _CHILD, _GRANDMOTHER),
    "six": (_WORKER, _WIFE, _CHILD, _INFANT, _GRANDFATHER, _GRANDMOTHER),
    "grandparent and grandchild": (
        MemberPlan(HEAD, (60.5, 72), sex=2),
        MemberPlan(GRANDCHILD, (7.2, 14.8), job="pupil"),
    ),
    "working couple and child": (_WORKER, _WORKING_WIFE, _CHILD),
    "working couple and infant": (_WORKER, _WORKING_WIFE, _INFANT),
    "worker": (MemberPlan(HEAD, (20, 56), job="worker"),),
    "official": (MemberPlan(HEAD, (24, 57), job="office"),),
    "couple and undergraduate": (MemberPlan(HEAD, (45, 56), sex=1, job="worker"), _WIFE, _UNDERGRADUATE),
}
NAMES = list(SHAPES)

_FAMILIES = {
    "mother and child": 8.0,
    "couple and child": 8.0,
    "couple, child and infant": 5.0,
    "couple and twins": 1.0,
    "couple, teenager and child": 4.0,
    "couple": 6.0,
    "three generations": 6.0,
    "grandparent and grandchild": 3.0,
}
_DIBAO = _FAMILIES | {"elder": 25.0, "elder couple": 14.0, "disabled": 10.0}
_HARDSHIP = {"elder": 85.0, "disabled": 15.0}
_MARGIN = _FAMILIES | {"elder": 10.0, "elder couple": 12.0, "six": 2.0}
_WATCHED = _FAMILIES | {
    "elder": 10.0,
    "elder couple": 10.0,
    "six": 6.0,
    "working couple and child": 10.0,
    "working couple and infant": 5.0,
    "worker": 12.0,
    "couple and undergraduate": 5.0,
}
_OUTSIDE = _WATCHED | {"worker": 30.0, "working couple and child": 22.0, "official": 4.0}

# Kinds of household in the ledger (金民工程 codes) and how common each is; '' = a family outside the ledger.
LEDGER_TYPES = {
    "110": 0.035,
    "120": 0.12,
    "131": 0.008,
    "132": 0.04,
    "600": 0.03,
    "650": 0.02,
    "660": 0.02,
    "670": 0.02,
    "990": 0.707,
}
SHAPE_WEIGHTS: dict[str, dict[str, float]] = {
    "": _OUTSIDE,
    "110": _DIBAO,
    "120": _DIBAO,
    "131": _HARDSHIP,
    "132": _HARDSHIP,
    "600": _MARGIN,
    "650": _MARGIN,
    "660": _WATCHED,
    "670": _FAMILIES | {"elder couple": 6.0, "six": 4.0},
    "990": _WATCHED,
}


def shape_plans() -> list[HouseholdPlan]:
    """The shapes as plans, in the order of NAMES; their households' other attributes are drawn."""
    return [HouseholdPlan("", SHAPES[name]) for name in NAMES]
