"""Yes and no, code words, free text and the numbers that name things, as clerks write them.

What belongs here: the written forms of words, by the code tables of the contract. What does not: persons and figures
(cells_of_persons, cells_of_figures).
"""

from assets.vocabulary.feeds import Column, code_tables
from tests.fuzz.cells import Cell, Pen, bad, full_width, padded


def yesno_cell(pen: Pen) -> Cell:
    said = pen.random.random() < 0.5
    words = (
        ["是", "有", "Y", "yes", "1", "1.0", "TRUE", "√", "Ｙ"] if said else ["否", "无", "N", "no", "0", "0.0", "×"]
    )
    if not pen.quirky():
        return Cell("是" if said else "否", said, pen.random.choice([None, said, int(said)]))
    return Cell(pen.one_of(words), said)


def bad_yesno(pen: Pen) -> Cell:
    return bad(pen.one_of(["也许", "不详", "待定"]), "yesno_unreadable")


def code_cell(pen: Pen, column: Column) -> Cell:
    assert column.code_table is not None
    codes = code_tables()[column.code_table]
    code = pen.one_of(list(codes))
    if not pen.quirky():
        return Cell(str(code), str(code), int(code) if code.isdigit() and code[0] != "0" else None)
    # One digit may be a longer code of the table that lost its 0: what it means depends on the column's other cells.
    words = {str(word) for table in codes.items() for word in (table[0], *table[1])}
    own = [str(code), *map(str, codes[code])]
    word = pen.one_of([each for each in own if not (each.isdigit() and f"0{each}" in words and f"0{each}" not in own)])
    forms = [word, f" {word} ", f"{word[0]} {word[1:]}", f"'{word}", word.upper(), full_width(word)]
    return Cell(pen.one_of([*forms, f"{word}.0"] if word.isdigit() and word[0] != "0" else forms), str(code))


def bad_code(pen: Pen) -> Cell:
    return bad(pen.one_of(["己停止使用", "待核实不明", "特级", "88888"]), "code_unknown")


_TEXTS = (
    "荣成市人民医院",
    "崖头街道 青山社区",
    "I10.x00x002",
    "E11.900",
    "家中无人,下次再来",
    '自称"没事"',
    "甲;乙|丙",
)


def text_cell(pen: Pen) -> Cell:
    text = pen.one_of(_TEXTS)
    if pen.line_breaks and pen.random.random() < 0.2:
        return Cell(pen.one_of([f"{text}\n二行", f"{text}\r\n二行"]), f"{text} 二行")
    if not pen.quirky():
        return Cell(text, text)
    return Cell(pen.one_of([f" {text} ", f"{text}\u3000", f"'{text}"]), text)


def bad_text(pen: Pen) -> Cell:
    return pen.random.choice([bad("荣成\ufffd", "garbled"), bad("1.23E+18", "digits_lost")])


def key_cell(pen: Pen, column: Column) -> Cell:
    """A number that names a thing; drawn so sparsely that no two of a run are equal."""
    digits = f"{pen.random.randrange(10**10, 10**11)}"
    if column.name in ("household_no", "student_no") and pen.random.random() < 0.3:
        # Numbers that join tables have one form, also where a workbook took them for numbers.
        return Cell(pen.one_of((digits, f"{digits}.0", full_width(digits))), digits, native=int(digits))
    key = f"{column.name[:1].upper()}{digits}"
    return Cell(padded(pen, key) if pen.quirky() else key, key)
