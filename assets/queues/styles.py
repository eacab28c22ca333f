"""How every workbook for staff looks: fonts, frames, creation date, print set-up.

What belongs here: what lists, returned lists and quality cards share. What does not: which sheets a workbook has.
"""

from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

A3, A4 = 8, 9
FONT: dict[str, object] = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
CELL = {**FONT, "border": 1, "border_color": "#BFBFBF"}
DARK = "#1F3864"
TITLE = {**FONT, "font_size": 16, "bold": True}
HEADING = {**FONT, "font_size": 11, "bold": True, "font_color": DARK}
PLAIN = {**FONT, "text_wrap": True, "valign": "top"}
HEADER = {**CELL, "bold": True, "bg_color": DARK, "font_color": "#FFFFFF", "align": "center", "text_wrap": True}
TEXT = {**CELL, "text_wrap": True, "align": "center"}
WRAPPED = {**CELL, "text_wrap": True, "align": "left"}


def new_workbook(path: Path, title: str, night: date) -> xlsxwriter.Workbook:
    """A workbook that is flushed row by row; created on the night, so that the same content gives the same bytes."""
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    created = datetime(night.year, night.month, night.day)  # noqa: DTZ001 - Excel's dates know no zone
    workbook.set_properties({"title": title, "created": created})
    return workbook


def print_setup(sheet: Worksheet, paper: int = A3) -> None:
    """Landscape, one page wide and as many high as it takes, page numbers in the footer."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L内部资料，注意保密&C&A&R第&P页，共&N页")
