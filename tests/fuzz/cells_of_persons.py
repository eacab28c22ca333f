"""Identity numbers, names, sexes, phones and divisions as clerks write them.

What belongs here: the written forms of what tells who and where somebody is, and those that cannot be read. What does
not: figures, dates and words (cells_of_figures, cells_of_words).
"""

from tests.fuzz.cells import Cell, Pen, bad, full_width
from tests.fuzz.persons import check_character, identity_number, person_name


def id_cell(pen: Pen) -> Cell:
    number = identity_number(pen.random)
    if not pen.quirky():
        return Cell(number, number)
    forms = [
        number.lower(),
        number.replace("X", "×"),
        number.replace("X", "Ｘ"),
        number.replace("X", "ｘ"),
        full_width(number),
        f"'{number}",
        f" {number} ",
        f"{number[:6]} {number[6:14]} {number[14:]}",
        f"{number[:6]}-{number[6:14]}-{number[14:]}",
        f"{number}.0",
    ]
    if pen.formulas:
        forms.append(f'="{number}"')
    if number[6:8] == "19":
        forms += [number[:6] + number[8:17]] * 3
    return Cell(pen.one_of(forms), number)


def bad_id(pen: Pen) -> Cell:
    number = identity_number(pen.random)
    cut = number[:15] + "000"
    if check_character(cut[:17]) == "0":
        # One in eleven looks sound and cannot be told from a number that does end so.
        return bad_id(pen)
    return pen.random.choice(
        [
            bad(f"{number[0]}.{number[1:6]}E+17", "digits_lost"),
            bad(f"{number[0]}.{number[1:3]}e+17", "digits_lost"),
            bad(cut, "digits_lost"),
            bad(cut, "digits_lost", native=float(cut)),
            bad(number * 2, "id_unreadable"),
            bad(number[:15], "id_cut"),
        ]
    )


def name_cell(pen: Pen) -> Cell:
    name = person_name(pen.random, wide=pen.wide)
    if not pen.quirky():
        return Cell(name, name)
    if "·" in name:
        return Cell(name.replace("·", pen.one_of(tuple("•．.‧・·"))), name)
    spaced = [f"{name[0]}　{name[1:]}", f"{name[0]} {name[1:]}", f" {name}", f"{name}\u3000", f"'{name}"]
    return Cell(pen.one_of(spaced), name)


def placeholder_name(pen: Pen) -> Cell:
    """A rare character was lost on the way: what is left of the name is kept, and told."""
    family = person_name(pen.random, wide=False)[0]
    sign = pen.one_of(("?", "？", "\ue003", "??", "\ufffd"))
    kept = family + sign.replace("？", "?").replace("\ufffd", "?")
    return Cell(family + sign, kept, reasons=frozenset({"name_placeholder"}))


def sex_cell(pen: Pen) -> Cell:
    sex = pen.random.choice([1, 2])
    word = "男" if sex == 1 else "女"
    if not pen.quirky():
        return Cell(word, sex)
    if pen.random.random() < 0.2:
        return Cell(pen.one_of(["0", "9"]), None)
    return Cell(pen.one_of([str(sex), f"{sex}.0", full_width(str(sex)), f" {word} "]), sex, native=sex)


def bad_sex(pen: Pen) -> Cell:
    return bad(pen.one_of(["3", "不男不女"]), "sex_unreadable")


def phone_cell(pen: Pen) -> Cell:
    mobile = f"13{pen.random.randrange(10**9):09d}"
    if not pen.quirky():
        return Cell(mobile, mobile, pen.random.choice([None, int(mobile)]))
    area = f"0631-7{pen.random.randrange(10**6):06d}"
    forms = [
        f"{mobile}.0",
        f"{mobile[:3]} {mobile[3:7]}-{mobile[7:]}",
        f"+86 {mobile}",
        full_width(mobile),
        f"'{mobile}",
    ]
    return pen.random.choice([Cell(area, area.replace("-", "")), *(Cell(form, mobile) for form in forms)])


def bad_phone(pen: Pen) -> Cell:
    return pen.random.choice([bad("无人接听", "phone_unreadable"), bad("1.38E+10", "digits_lost")])


def division_cell(pen: Pen) -> Cell:
    village = f"{pen.random.randrange(1, 30):03d}{pen.random.randrange(1, 400):03d}"
    code = (pen.one_of(("371082", "370786", "371502")) + village)[: pen.random.choice([6, 9, 12])]
    if not pen.quirky():
        return Cell(code, code, pen.random.choice([None, int(code)]))
    return Cell(pen.one_of([f"{code}.0", full_width(code), f"'{code}", f" {code} "]), code)


def bad_division(pen: Pen) -> Cell:
    return pen.random.choice([bad("1381234", "division_unreadable"), bad("3.71082E+11", "digits_lost")])
