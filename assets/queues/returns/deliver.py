"""Reading what the returns need and writing each department's files.

What belongs here: names and folders. What does not: what the files say (returned_list, card), fingerprints (manifest).
"""

import polars as pl

from assets.lake import Night
from assets.queues.manifest import enter_files
from assets.queues.returns.card import write_card
from assets.queues.returns.counting import RETURNS, count_returns
from assets.queues.returns.figures import card_figures
from assets.queues.returns.returned_list import write_list
from assets.queues.returns.sent import sent_tonight
from assets.vocabulary.departments import DEPARTMENT_NAMES, SENDING_DEPARTMENTS

LISTED_ROWS = 100_000


def make_returns(night: Night, listed_rows: int = LISTED_ROWS) -> pl.DataFrame:
    """Save queues/returns and write each department's list and card below the night's deliveries; gives the table.

    A workbook lists at most `listed_rows` rows, the CSV beside it all of them. What stands in the department's folder
    already (its queue's lists) stays.
    """
    ledger = night.read("landing/ledger")
    counts = {}
    for department in SENDING_DEPARTMENTS:
        sent = sent_tonight(night, department, ledger)
        counts[department] = count_returns(sent)
        folder = night.deliveries / department
        folder.mkdir(parents=True, exist_ok=True)
        name = DEPARTMENT_NAMES[department]
        listed, card = (folder / f"{name}_{what}_{night.night}.xlsx" for what in ("退回清单", "数据质量卡"))
        rows = write_list(listed, sent, counts[department], listed_rows)
        figures = card_figures(sent, ledger, counts[department])
        write_card(card, figures)
        written = {listed: rows, listed.with_suffix(".csv"): rows, card: figures.feeds.height}
        enter_files(folder, department, night.night, written)
    table = pl.concat(counts.values())
    night.save(RETURNS, table)
    return table
