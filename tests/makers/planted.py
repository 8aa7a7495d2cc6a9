"""Fills blank forms as clerks do and plants faults in them: planted.py FORMS OUT SEED.

FORMS holds blank forms as the product sends them out, named HOSPITAL-QUARTER.xlsx. OUT gets the filled files and
planted.json, which says for each file what a careful colleague would point at: the kind of fault, the sheet and the
cell as they are in the file as saved. What the product calls each kind stands in the test, not here. Nothing here is
taken from the product but the look of its form; the figures and their relations are a clerk's own.

The same seed gives the same faults.
"""

import datetime
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.utils import get_column_letter as letter

HEADS = {"编码": "code", "数据元": "name", "口径": "definition", "单位": "unit", "是否开展": "offered",
         "季度合计": "total", "上季度": "last", "说明": "note"}
USUAL = ["code", "name", "definition", "unit", "offered", "m1", "m2", "m3", "total", "last", "note"]
MONTHS = ("m1", "m2", "m3")
DATA = "数据填报"
SUM = object()  # our own total of the three months

# The targets of 2024 by their elements, as a clerk knows them.
TARGETS = [
    ["stroke_6h", "stroke_6h_reperfused"],
    ["tumor_patients", "tumor_tnm_done"],
    ["vte_assessed", "vte_mid_high", "vte_prevented", "vte_bleeding_assessed", "vte_new", "pe_new"],
    ["septic_shock_icu", "septic_3h_done", "septic_6h_done"],
    ["iv_patients", "iv_bags", "iv_volume_l_x10", "iv_drug_kinds"],
    ["ae_reports"],
    ["level4_ops", "level4_mdt"],
    ["ops", "reop_48h", "reop_31d", "reop_all"],
    ["vaginal_births", "vaginal_complications"],
]
# Part and whole.
PAIRS = [("stroke_6h_reperfused", "stroke_6h"), ("septic_3h_done", "septic_shock_icu"),
         ("septic_6h_done", "septic_shock_icu"), ("level4_mdt", "level4_ops"),
         ("vaginal_complications", "vaginal_births")]
PAIRS_OF_QUARTERS = [("tumor_tnm_done", "tumor_patients")] + [
    (f"rec_{what}_ok", f"rec_{what}_checked")
    for what in ("ct_mri", "pathology", "culture", "abx", "surgery", "implant", "transfusion", "round", "rescue")]


class Percent:
    """A number shown as a percentage."""

    def __init__(self, number):
        self.number = number


class Row:
    """One row under the header."""

    def __init__(self, **cells):
        self.cells = cells
        self.heading = None
        self.hidden = False

    @property
    def code(self):
        return self.cells.get("code")

    def __getitem__(self, key):
        return self.cells.get(key)

    def __setitem__(self, key, value):
        self.cells[key] = value

    def copy(self):
        other = Row(**self.cells)
        other.hidden = self.hidden
        return other


class Blank:
    """A form as it goes out."""

    def __init__(self, path):
        self.name = path.stem
        self.hospital, self.quarter = path.stem.rsplit("-", 1)
        self.bytes = path.read_bytes()
        book = openpyxl.load_workbook(io.BytesIO(self.bytes))
        sheet = book[DATA]
        self.top = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=3)]
        heads = [cell.value for cell in sheet[4]]
        self.months = heads[5:8]
        self.rows = []
        for cells in sheet.iter_rows(min_row=5):
            code = cells[0].value
            if code and code.replace("_", "").isalnum() and code.isascii():
                row = Row(**{key: cell.value for key, cell in zip(USUAL, cells)})
                row.monthly = not (isinstance(row["total"], (int, float)) or row["total"] is None)
                row["total"] = SUM if row.monthly else None
            else:
                row = Row()
                row.heading = code
            row.number = cells[0].row
            self.rows.append(row)
        self.mark = [[cell.value for cell in row] for row in book["_zhikong"].iter_rows()]
        self.preview = {row[0].value: row[0].row for row in book["指标预览"].iter_rows(min_row=2)}


class Form:
    """A form being filled."""

    def __init__(self, blank):
        self.blank = blank
        self.top = [list(row) for row in blank.top]
        self.rows = []
        for row in blank.rows:
            mine = row.copy()
            mine.heading, mine.number, mine.monthly = row.heading, row.number, getattr(row, "monthly", False)
            self.rows.append(mine)
        self.below = []       # rows that were added under the form
        self.preview = {}     # name of an indicator -> what was typed over it
        self.months = list(blank.months)
        self.marked = True    # whether the very hidden sheet comes along

    def row(self, code):
        return next((row for row in self.rows if row.code == code), None)

    def has(self, *codes):
        """Whether all of them are asked here and offered."""
        rows = [self.row(code) for code in codes]
        return all(row is not None and row["offered"] != "否" for row in rows)


# ---------------------------------------------------------------- clean figures

def months_of(rng, about, least=0):
    """Three months that are not alike."""
    about = max(about, least)
    first = max(least, round(about * rng.uniform(0.97, 1.03)))
    if about < 9:
        return [max(least, first + rng.randint(-1, 1)) for _ in MONTHS]
    step = max(1, round(about * 0.03))
    return [first, first + step + rng.randint(0, step), first + 3 * step + rng.randint(0, step)]


def part_of(whole, share, rng):
    """A part of each month, never more than it, never three alike where that would be strange."""
    part = [min(all_of, round(all_of * share)) for all_of in whole]
    if part[0] == part[1] == part[2] and sum(part) >= 30:
        part[2] -= 1 + rng.randint(0, 1)
    return part


def figures(rng, size):
    """A hospital's quarter by element, `size` discharges a month."""
    d = months_of(rng, size, 1)
    figure = {"discharges": d}
    figure["bed_days_occupied"] = [8 * n + rng.randint(1, 9) + at for at, n in enumerate(d)]
    figure["bed_days_discharged"] = [7 * n + rng.randint(1, 9) + at for at, n in enumerate(d)]
    figure["beds_open"] = [max(5, round(size * 0.3))]
    figure["stroke_6h"] = months_of(rng, size * 0.025)
    figure["stroke_6h_reperfused"] = part_of(figure["stroke_6h"], 0.5, rng)
    figure["stemi_12h"] = months_of(rng, size * 0.02)
    figure["stemi_12h_reperfused"] = part_of(figure["stemi_12h"], 0.7, rng)
    tumor = round(size * 0.1) + rng.randint(0, 9)
    figure["tumor_patients"] = [tumor]
    figure["tumor_tnm_done"] = [round(tumor * 0.8)]
    figure["vte_assessed"] = part_of(d, 0.9, rng)
    figure["vte_mid_high"] = part_of(d, 0.3, rng)
    figure["vte_prevented"] = part_of(d, 0.2, rng)
    figure["vte_bleeding_assessed"] = part_of(d, 0.25, rng)
    figure["vte_new"] = [rng.randint(2, 5) if size > 500 else 0 for _ in MONTHS]
    figure["pe_new"] = [rng.randint(0, 1) if size > 500 else 0 for _ in MONTHS]
    figure["septic_shock_icu"] = months_of(rng, size * 0.012)
    figure["septic_1h_done"] = part_of(figure["septic_shock_icu"], 0.4, rng)
    figure["septic_3h_done"] = part_of(figure["septic_shock_icu"], 0.55, rng)
    figure["septic_6h_done"] = part_of(figure["septic_shock_icu"], 0.7, rng)
    figure["iv_patients"] = part_of(d, 0.6, rng)
    figure["iv_bags"] = [9 * n + rng.randint(1, 5) + at for at, n in enumerate(d)]
    figure["iv_volume_l_x10"] = [6 * n + at + 0.5 for at, n in enumerate(d)]
    figure["iv_drug_kinds"] = [2 * n + rng.randint(1, 5) + 2 * at for at, n in enumerate(d)]
    figure["ae_reports"] = months_of(rng, size * 0.015)
    figure["ops"] = part_of(d, 0.5, rng)
    figure["surgical_discharges"] = part_of(d, 0.45, rng)
    deaths = [rng.randint(4, 6) if size > 500 else 0 for _ in MONTHS]
    for at, code in enumerate(["periop_deaths", "periop_death_48h", "periop_death_24h", "periop_death_day0"]):
        figure[code] = [max(0, n - at) for n in deaths]
    figure["level4_ops"] = part_of(d, 0.05, rng)
    figure["level4_mdt"] = part_of(figure["level4_ops"], 0.7, rng)
    for at, (ok, checked) in enumerate(PAIRS_OF_QUARTERS[1:]):
        figure[checked] = [100 + at + rng.randint(0, 9)]
        figure[ok] = [85 + at + rng.randint(0, 5)]
    for what in ("chemo", "radio"):
        figure[f"rec_{what}_checked"], figure[f"rec_{what}_ok"] = [60 + rng.randint(0, 9)], [50 + rng.randint(0, 5)]
    figure["rec_mode"] = ["抽样"]
    figure["reop_48h"] = [rng.randint(0, 1) for _ in MONTHS]
    figure["reop_31d"] = [n + 1 for n in figure["reop_48h"]]
    figure["reop_all"] = [n + rng.randint(1, 2) for n in figure["reop_31d"]]
    figure["vaginal_births"] = months_of(rng, size * 0.08)
    figure["vaginal_complications"] = part_of(figure["vaginal_births"], 0.05, rng)
    # Of later years.
    figure["results_existing"] = [40 * n + at for at, n in enumerate(d)]
    figure["results_recognised"] = [30 * n + at for at, n in enumerate(d)]
    figure["tumor_clinical_patients"], figure["tumor_clinical_done"] = [tumor], [round(tumor * 0.7)]
    return figure


def fill(form, numbers):
    """Types the numbers into the white cells of what the hospital offers."""
    for row in form.rows:
        if row.code is None or row["offered"] == "否":
            continue
        typed = numbers[row.code]
        if row.monthly:
            for key, number in zip(MONTHS, typed):
                row[key] = number
        else:
            row["total"] = typed[0]
    return form


# ---------------------------------------------------------------- the faults

class Planting:
    """One file with what was planted in it; no two faults touch the same element."""

    def __init__(self, form, rng, saved):
        self.form, self.rng, self.saved = form, rng, saved
        self.taken = set()
        self.faults = []
        self.also = []
        self.ordered = True  # rows stand in the form's order

    def free(self, *codes):
        return self.form.has(*codes) and not self.taken.intersection(codes)

    def take(self, *codes):
        self.taken.update(codes)

    def point(self, kind, row, key, also=False, sheet=DATA):
        (self.also if also else self.faults).append({"kind": kind, "row": row, "key": key, "sheet": sheet})


def monthly_codes(form):
    return [row.code for row in form.rows if row.code and row.monthly and row["offered"] != "否"]


def typed(kind, *values, keep=lambda planting, value: True):
    """A fault that is typed into one month's cell."""

    def plant(planting):
        codes = [code for code in monthly_codes(planting.form) if planting.free(code)]
        codes = [code for code in codes if code != "iv_volume_l_x10"]
        if not codes:
            return False
        code, key = planting.rng.choice(codes), planting.rng.choice(MONTHS)
        fitting = [value for value in values if keep(planting, value)]
        if not fitting:
            return False
        row = planting.form.row(code)
        row[key] = planting.rng.choice(fitting)
        planting.take(code)
        planting.point(kind, row, key)
        return True

    return plant


def above_maximum(planting):
    choices = [c for c in ("discharges", "stroke_6h", "ae_reports", "vte_new", "iv_bags", "ops") if planting.free(c)]
    if not choices:
        return False
    code, key = planting.rng.choice(choices), planting.rng.choice(MONTHS)
    row = planting.form.row(code)
    row[key] = 98_765_432
    planting.take(code)
    planting.point("a number with digits too many", row, key)
    return True


def above_maximum_of_the_quarter(planting):
    if not planting.free("beds_open"):
        return False
    row = planting.form.row("beds_open")
    row["total"] = 300_000
    planting.take("beds_open")
    planting.point("beds with digits too many", row, "total")
    return True


def decimals(planting):
    if not planting.free("iv_volume_l_x10"):
        return False
    row, key = planting.form.row("iv_volume_l_x10"), planting.rng.choice(MONTHS)
    row[key] = 6123.45
    planting.take("iv_volume_l_x10")
    planting.point("litres with two decimals", row, key)
    return True


def unknown_choice(planting):
    if not planting.free("rec_mode"):
        return False
    row = planting.form.row("rec_mode")
    row["total"] = planting.rng.choice(["大概", "部分", "全"])
    planting.take("rec_mode")
    planting.point("a word that is no choice", row, "total")
    return True


def mixed_grain(planting):
    codes = [c for c in ("bed_days_occupied", "iv_bags", "iv_drug_kinds", "vte_new") if planting.free(c)]
    if not codes:
        return False
    row, key = planting.form.row(planting.rng.choice(codes)), planting.rng.choice(MONTHS)
    total = sum(row[month] for month in MONTHS)
    row[key], row["total"] = None, total
    planting.take(row.code)
    planting.point("two months and a total typed", row, "total")
    planting.point("the month that is left blank then", row, key, also=True)
    return True


def month_for_quarter(planting):
    codes = [c for c in ("beds_open", "rec_round_checked", "rec_abx_checked") if planting.free(c)]
    if not codes:
        return False
    row, key = planting.form.row(planting.rng.choice(codes)), planting.rng.choice(MONTHS)
    row[key], row["total"] = row["total"], None
    planting.take(row.code)
    planting.point("a month's cell for what is asked once a quarter", row, key)
    planting.point("the quarter that is left blank then", row, "total", also=True)
    return True


def doubled_row(planting):
    codes = [c for c in monthly_codes(planting.form) if planting.free(c)]
    if not codes:
        return False
    row = planting.form.row(planting.rng.choice(codes))
    other = row.copy()
    other.monthly = True
    other["m2"] = (other["m2"] or 0) + 3
    planting.form.below.append(other)
    planting.take(row.code)
    planting.point("the same row twice, differing", other, "code")
    return True


def missing_row(planting):
    codes = [c for c in ("iv_drug_kinds", "reop_all", "pe_new", "vte_bleeding_assessed") if planting.free(c)]
    if not codes or any(fault["kind"] == "a row deleted" for fault in planting.faults):
        return False
    row = planting.form.row(planting.rng.choice(codes))
    row.gone = True
    planting.take(row.code)
    planting.point("a row deleted", None, None)
    return True


def hidden_row(planting):
    codes = [c for c in ("iv_drug_kinds", "vte_new", "reop_48h", "septic_6h_done") if planting.free(c)]
    if not codes:
        return False
    row = planting.form.row(planting.rng.choice(codes))
    row.hidden = True
    planting.take(row.code)
    planting.point("a row hidden", row, "code")
    return True


def mistyped_code(planting):
    codes = [c for c in ("iv_drug_kinds", "reop_all", "pe_new") if planting.free(c)]
    # One deleted row a file, or a row that is not there could not be told from another.
    if not codes or any(fault["key"] is None for fault in planting.faults + planting.also):
        return False
    row = planting.form.row(planting.rng.choice(codes))
    planting.take(row.code)
    row["code"] = row.code[:-1]
    planting.take(row.code)
    planting.point("a code mistyped", row, "code")
    planting.point("the element that has no row then", None, None, also=True)
    return True


def own_row(planting):
    row = Row(code=planting.rng.choice(["ward_count", "nurse_hours", "stemi_count"]), name="本院自加", m1=3, m2=4, m3=5)
    if any(other.code == row.code for other in planting.form.below):
        return False
    planting.form.below.append(row)
    planting.point("a row of the clerk's own", row, "code")
    return True


def blank_target(planting):
    targets = [t for t in TARGETS if planting.free(*t) and (planting.ordered or len(t) == 1)]
    if not targets:
        return False
    target = planting.rng.choice(targets)
    first = planting.form.row(target[0])
    for code in target:
        row = planting.form.row(code)
        for key in MONTHS:
            row[key] = None
        row["total"] = SUM if row.monthly else None
    planting.take(*target)
    planting.point("a target left blank", first, "m1" if first.monthly else "total")
    return True


def blank_cell(planting):
    codes = [c for c in monthly_codes(planting.form) if planting.free(c) and c != "ae_reports"]
    if not codes:
        return False
    row, key = planting.form.row(planting.rng.choice(codes)), planting.rng.choice(MONTHS)
    row[key] = None
    planting.take(row.code)
    planting.point("a month left blank", row, key)
    return True


def no_reason(planting):
    targets = [t for t in TARGETS if planting.free(*t)]
    if not targets:
        return False
    target = planting.rng.choice(targets)
    mark = planting.rng.choice(["/", "\\", "不适用", "N/A", "／"])
    if planting.ordered:
        for code in target:
            row = planting.form.row(code)
            for key in MONTHS if row.monthly else ["total"]:
                row[key] = mark
        row = planting.form.row(target[0])
        key = "m1" if row.monthly else "total"
    else:
        row = planting.form.row(planting.rng.choice(target))
        key = planting.rng.choice(MONTHS) if row.monthly else "total"
        row[key] = mark
    planting.take(*target)
    planting.point("not applicable without a reason", row, key)
    return True


def offered_unclear(planting):
    codes = [c for c in ("stroke_6h", "septic_shock_icu", "ops", "vaginal_births") if planting.free(c)]
    if not codes:
        return False
    row = planting.form.row(planting.rng.choice(codes))
    if row["offered"] != "是":
        return False
    row["offered"] = planting.rng.choice(["√", "也许", "部分开展", "有"])
    planting.take(row.code)
    planting.point("offered or not is not clear", row, "offered")
    return True


def value_though_no(planting):
    codes = [c for c in ("stroke_6h_reperfused", "septic_6h_done", "vaginal_complications") if planting.free(c)]
    if not codes:
        return False
    row, key = planting.form.row(planting.rng.choice(codes)), planting.rng.choice(MONTHS)
    row["offered"] = "否"
    for other in MONTHS:
        row[other] = 4 if other == key else None
    planting.take(row.code)
    planting.point("a figure though it is not offered", row, key)
    return True


def service_differs(planting):
    rows = [planting.form.row(c) for c in ("rec_chemo_checked", "vaginal_births", "septic_shock_icu")]
    rows = [row for row in rows if row is not None and row["offered"] == "否" and row.code not in planting.taken]
    if not rows:
        return False
    row = planting.rng.choice(rows)
    row["offered"] = "是"
    if row.monthly:
        row["m1"], row["m2"], row["m3"] = 3, 4, 6
    else:
        row["total"] = 12
    planting.take(row.code)
    planting.point("offered, but not so in the register", row, "offered")
    return True


def equal_months(planting):
    codes = [c for c in ("bed_days_occupied", "iv_bags", "iv_drug_kinds") if planting.free(c)]
    if not codes:
        return False
    row = planting.form.row(planting.rng.choice(codes))
    row["m2"] = row["m3"] = row["m1"]
    planting.take(row.code)
    planting.point("a quarter divided by three", row, "m1")
    return True


def total_differs(planting):
    codes = [c for c in monthly_codes(planting.form) if planting.free(c) and c != "iv_volume_l_x10"]
    if not codes:
        return False
    row = planting.form.row(planting.rng.choice(codes))
    row["total"] = sum(row[key] for key in MONTHS) + planting.rng.choice([1, 7, 30])
    planting.take(row.code)
    planting.point("a total typed that is not the sum", row, "total")
    return True


RATES = {"急性脑梗死再灌注治疗率": ("stroke_6h_reperfused", "stroke_6h"),
         "肿瘤治疗前临床TNM分期评估率": ("tumor_tnm_done", "tumor_patients")}


def rate(kind, points):
    def plant(planting):
        names = [n for n, codes in RATES.items() if planting.free(*codes) and n in planting.form.blank.preview]
        if not names or not planting.whole:
            return False
        name = planting.rng.choice(names)
        above, below = (planting.form.row(code) for code in RATES[name])
        quarter = lambda row: sum(row[key] for key in MONTHS) if row.monthly else row["total"]
        if quarter(below) < 10:
            return False
        planting.form.preview[name] = round(quarter(above) / quarter(below) * 100 - points, 2)
        planting.take(*RATES[name])
        planting.point(kind, planting.form.blank.preview[name], 4, sheet="指标预览")
        return True

    return plant


def campuses(planting):
    codes = [c for c in ("discharges", "iv_bags", "ops", "vaginal_births") if planting.free(c)]
    if not codes:
        return False
    row, wrong = planting.form.row(planting.rng.choice(codes)), planting.rng.choice(MONTHS)
    for at, name in enumerate(["其中：东院区", "其中：西院区"]):
        half = Row(code=row.code, name=name, offered=row["offered"], total=SUM)
        half.monthly = True
        for key in MONTHS:
            east = row[key] // 2
            half[key] = east if at == 0 else row[key] - east + (2 if key == wrong else 0)
        planting.form.below.append(half)
    planting.take(row.code)
    planting.point("campuses that do not add up", row, wrong)
    return True


def above(kind, part, whole, *more):
    """A part that is larger than what it is part of."""

    def plant(planting):
        # Beside its past such a figure would be strange once more: that is tried without a past.
        if planting.past or not planting.free(part, whole, *more):
            return False
        row, other = planting.form.row(part), planting.form.row(whole)
        key = planting.rng.choice(MONTHS) if row.monthly else "total"
        row[key] = other[key] + planting.rng.randint(1, 2)
        planting.take(part, whole, *more)
        planting.point(kind, row, key)
        return True

    return plant


def part_above_whole(pairs, kind):
    def plant(planting):
        fitting = [pair for pair in pairs if planting.free(*pair)]
        return bool(fitting) and above(kind, *planting.rng.choice(fitting))(planting)

    return plant


def quarter_above_whole(planting):
    fitting = [pair for pair in PAIRS + [("iv_patients", "discharges")] if planting.free(*pair)]
    if not fitting or planting.past:
        return False
    row, other = (planting.form.row(code) for code in planting.rng.choice(fitting))
    row["total"] = sum(other[key] for key in MONTHS) + 1
    for key in MONTHS:
        row[key] = None
    planting.take(row.code, other.code)
    kind = "more infused than discharged" if row.code == "iv_patients" else "a part above its whole in a quarter"
    planting.point(kind, row, "total")
    return True


def in_the_quarters_cell(kind, *values):
    """A fault that is typed over the total, with the months left blank."""

    def plant(planting):
        codes = [c for c in monthly_codes(planting.form) if planting.free(c) and c != "iv_volume_l_x10"]
        codes += [c for c in ("beds_open", "rec_round_checked") if planting.free(c)]
        if not codes:
            return False
        row = planting.form.row(planting.rng.choice(codes))
        for key in MONTHS:
            row[key] = None
        row["total"] = planting.rng.choice(values)
        planting.take(row.code)
        planting.point(kind, row, "total")
        return True

    return plant


def months_beside_the_quarter(planting):
    codes = [c for c in ("beds_open", "rec_round_checked", "rec_abx_checked") if planting.free(c)]
    if not codes:
        return False
    row = planting.form.row(planting.rng.choice(codes))
    row["m1"] = row["total"] + 7
    planting.take(row.code)
    planting.point("a month beside the quarter that is asked", row, "m1")
    return True


def hyphenated_code(planting):
    codes = [c for c in ("iv_drug_kinds", "reop_all", "pe_new") if planting.free(c)]
    if not codes or any(fault["key"] is None for fault in planting.faults + planting.also):
        return False
    row = planting.form.row(planting.rng.choice(codes))
    planting.take(row.code)
    row["code"] = row.code.replace("_", "-")
    planting.take(row.code)
    planting.point("a code with hyphens", row, "code")
    planting.point("the element that has no row then", None, None, also=True)
    return True


def words_for_a_campus(planting):
    if not planting.free("bed_days_occupied"):
        return False
    row, wrong = planting.form.row("bed_days_occupied"), planting.rng.choice(MONTHS)
    for at, name in enumerate(["其中：东院区", "其中：西院区"]):
        half = Row(code=row.code, name=name, total=SUM)
        for key in MONTHS:
            east = row[key] // 2
            half[key] = east if at == 0 else row[key] - east
        if at == 1:
            half[wrong] = "待补"
            planting.point("words for a campus", half, wrong)
        planting.form.below.append(half)
    planting.take(row.code)
    return True


def of_nothing(planting):
    if planting.past:
        return False
    fitting = [pair for pair in PAIRS + PAIRS_OF_QUARTERS if planting.free(*pair)]
    if not fitting:
        return False
    part, whole = planting.rng.choice(fitting)
    row, other = planting.form.row(part), planting.form.row(whole)
    key = planting.rng.choice(MONTHS) if row.monthly else "total"
    row[key], other[key] = 1, 0
    planting.take(part, whole)
    if part.startswith("septic"):
        planting.take("septic_3h_done", "septic_6h_done")
        for code in ("septic_3h_done", "septic_6h_done"):
            if code != part:
                planting.form.row(code)[key] = 0
    planting.point("cases of nothing", row, key)
    return True


# The faults a cell, a row or a pair of rows may have.
ANYWHERE = [
    typed("a percentage as text", "98.5%", "９８．５％", "100%"),
    typed("a percentage as a number", Percent(0.985), Percent(0.5)),
    typed("a rate per mille", "15‰"),
    typed("the word for none", "无"),
    typed("a dash", "-", "—", "——", "－"),
    typed("a date in the cell", datetime.date(2024, 9, 30), datetime.date(2024, 3, 1)),
    typed("a date as text", "2024.9.30", "2024年9月30日", "2024-09-30"),
    typed("words", "约120", "见附件", "未统计", "缺"),
    typed("a range", "30-40", "30~40"),
    typed("a fraction of two counts", "12/30"),
    typed("a sum as text", "12+8"),
    typed("a letter for zero", "1O", "l20"),
    typed("a number in words", "一百二十", "十二"),
    typed("a question mark", "？", "?"),
    typed("a comma in the wrong place", "1，23", "１２，３", "1,2345"),
    typed("half a case", 12.5, "12.5"),
    typed("a whole number with a tail", 1.0000000001),
    typed("a negative number", -3, "－３", "-12"),
    typed("a formula whose result is not saved", "=400+600", "=SUM(10,20)", keep=lambda p, _: not p.saved),
    typed("divided by zero", "#DIV/0!", keep=lambda p, _: not p.saved),
    typed("a reference gone", "#REF!", keep=lambda p, _: not p.saved),
    typed("divided by zero", "=10/0", keep=lambda p, _: p.saved),
    typed("yes or no in the cell", True, keep=lambda p, _: not p.saved),
    above_maximum, above_maximum_of_the_quarter, decimals, unknown_choice, mixed_grain, month_for_quarter, doubled_row,
    missing_row, hidden_row, mistyped_code, own_row, blank_target, blank_cell, no_reason, offered_unclear,
    value_though_no, service_differs, equal_months, total_differs, campuses, of_nothing,
    quarter_above_whole, months_beside_the_quarter, hyphenated_code, words_for_a_campus,
    in_the_quarters_cell("the word for none", "无"),
    in_the_quarters_cell("a percentage as text", "98.5%"),
    in_the_quarters_cell("a negative number", -3),
    rate("a typed rate that is far off", 3.0), rate("a typed rate that is a little off", 0.5),
    above("more assessed than discharged", "vte_assessed", "discharges"),
    above("more at risk than assessed", "vte_mid_high", "vte_assessed"),
    above("more prevented than at risk", "vte_prevented", "vte_mid_high"),
    above("more asked about bleeding than at risk", "vte_bleeding_assessed", "vte_mid_high"),
    above("more emboli than thromboses", "pe_new", "vte_new"),
    above("more returns in 48 hours than in 31 days", "reop_48h", "reop_31d"),
    above("more returns in 31 days than at all", "reop_31d", "reop_all"),
    above("more of level four than operations", "level4_ops", "ops"),
    above("more infused than discharged", "iv_patients", "discharges"),
    part_above_whole(PAIRS, "a part above its whole in a month"),
    part_above_whole(PAIRS_OF_QUARTERS, "a part above its whole in a quarter"),
]

# Those of an earlier form, which still asked about deaths after operations.
OF_2023 = [
    above("more deaths on the day than in 24 hours", "periop_death_day0", "periop_death_24h"),
    above("more deaths in 24 hours than in 48", "periop_death_24h", "periop_death_48h"),
    above("more operated than discharged", "surgical_discharges", "discharges"),
]


# ---------------------------------------------------------------- against the quarters before

def copied(planting, before):
    target = ["vte_assessed", "vte_mid_high", "vte_prevented", "vte_bleeding_assessed", "vte_new", "pe_new"]
    for code in target:
        for key, number in zip(MONTHS, before[code]):
            planting.form.row(code)[key] = number
    planting.take(*target)
    planting.point("a target copied from last quarter", planting.form.row(target[0]), "m1")
    planting.point("copied figures beside this quarter's discharges", planting.form.row(target[0]), "m1", also=True)


def year_so_far(planting, before):
    row = planting.form.row("iv_drug_kinds")
    for at, key in enumerate(MONTHS):
        row[key] = before["iv_drug_kinds"][at] * 3 + at
    planting.take(row.code)
    planting.point("the year so far", row, "m1")


def none_at_once(planting, _):
    row = planting.form.row("stroke_6h_reperfused")
    for key in MONTHS:
        row[key] = 0
    planting.take("stroke_6h", row.code)
    planting.point("none at once", row, "m1")


def all_at_once(planting, _):
    row, whole = planting.form.row("level4_mdt"), planting.form.row("level4_ops")
    for key in MONTHS:
        row[key] = whole[key]
    planting.take(whole.code, row.code)
    planting.point("all at once", row, "m1")


def beyond_the_past(planting, _):
    row, whole = planting.form.row("tumor_tnm_done"), planting.form.row("tumor_patients")
    row["total"] = round(whole["total"] * 0.3)
    planting.take(whole.code, row.code)
    planting.point("beyond its own past", row, "total")


AGAINST_THE_PAST = [copied, year_so_far, none_at_once, all_at_once, beyond_the_past]


# ---------------------------------------------------------------- how files look

class Shape:
    """How a file is laid out."""

    def __init__(self, name, whole=False, columns=None, order=None, top=0, tab=DATA, mark=True, sums=False, notes=False,
                 merged=False, hide_headings=False, saved=None):
        self.__dict__.update({k: v for k, v in locals().items() if k != "self"})
        self.columns = columns or USUAL


MOVED = ["note", "last", "code", "name", "definition", "unit", "offered", "m1", "m2", "m3", "total"]
APART = ["number", "code", "name", "definition", "unit", "offered", None, "m1", "m2", "m3", None, "total", "last", "note"]
LATE = ["code", "name", "m1", "m2", "m3", "total", "offered", "note", "unit", "definition", "last"]
FIRST = ["code", "m1", "m2", "m3", "total", "name", "definition", "unit", "offered", "last", "note"]
SHAPES = [
    Shape("whole", whole=True),
    Shape("columns moved", columns=MOVED),
    Shape("a column in front and between", columns=APART, mark=False),
    Shape("figures before the rest", columns=LATE),
    Shape("figures before the names", columns=FIRST),
    Shape("targets from last to first", order="reversed"),
    Shape("rows shuffled", order="shuffled", mark=False),
    Shape("titles more", top=3, tab="Sheet1"),
    Shape("sums and notes", sums=True, notes=True),
    Shape("headings hidden and merged", merged=True, hide_headings=True),
    Shape("sheet copied into another book", mark=False, tab="数据填报 (2)"),
    Shape("saved by LibreOffice as xlsx", whole=True, saved="xlsx"),
    Shape("saved by LibreOffice as xls", columns=MOVED, saved="xls"),
    Shape("saved by LibreOffice as ods", sums=True, notes=True, saved="ods"),
]


def put(cell, value):
    if isinstance(value, Percent):
        cell.value, cell.number_format = value.number, "0.0%"
    elif isinstance(value, datetime.date):
        cell.value, cell.number_format = value, "yyyy/m/d"
    else:
        cell.value = value


def total_of(row_number, columns):
    first, last = (letter(columns.index(key) + 1) for key in ("m1", "m3"))
    return f'=IF(COUNT({first}{row_number}:{last}{row_number})=3,SUM({first}{row_number}:{last}{row_number}),"")'


def write(form, shape, rng, path):
    """Writes the file; gives where each row and column of the form came to stand."""
    places = {}
    if shape.whole:
        book = openpyxl.load_workbook(io.BytesIO(form.blank.bytes))
        sheet = book[DATA]
        end = 4 + len(form.rows)
        lines = [(row.number, row) for row in form.rows]
        lines += [(end + 4 + at, row) for at, row in enumerate(form.below)]
        for number, row in lines:
            places[id(row)] = number
            if row.heading is not None or not row.cells:
                continue
            for at, key in enumerate(USUAL):
                value = None if getattr(row, "gone", False) else row[key]
                if value is SUM:
                    value = total_of(number, USUAL)
                cell = sheet.cell(number, at + 1)
                if cell.value != value:
                    put(cell, value)
            if row.hidden:
                sheet.row_dimensions[number].hidden = True
        for name, value in form.preview.items():
            book["指标预览"].cell(form.blank.preview[name], 4).value = value
        book.save(path)
        return places, USUAL
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = shape.tab
    number = 0
    for at in range(shape.top):
        number += 1
        sheet.cell(number, 1).value = ["演示市医疗质量安全报表", "填报单位盖章后报送", "（演示）"][at % 3]
    for cells in form.top:
        number += 1
        for at, value in enumerate(cells[:3]):
            sheet.cell(number, at + 1).value = value
    number += 1
    names = {key: head for head, key in HEADS.items()} | dict(zip(MONTHS, form.months)) | {"number": "序号"}
    for at, key in enumerate(shape.columns):
        sheet.cell(number, at + 1).value = names.get(key)
    rows = [row for row in form.rows if not getattr(row, "gone", False)]
    if shape.order == "reversed":
        rows = rows[::-1]
    elif shape.order == "shuffled":
        rng.shuffle(rows)
    rows = rows + form.below
    for at, row in enumerate(rows):
        number += 1
        places[id(row)] = number
        if row.heading is not None:
            sheet.cell(number, 1 + (0 if shape.columns[0] != "number" else 1)).value = row.heading
            if shape.merged:
                sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(shape.columns))
            sheet.row_dimensions[number].hidden = shape.hide_headings
            continue
        for col, key in enumerate(shape.columns):
            value = at + 1 if key == "number" else row[key]
            if value is SUM:
                value = total_of(number, shape.columns)
            if value is not None:
                put(sheet.cell(number, col + 1), value)
        sheet.row_dimensions[number].hidden = row.hidden
        if shape.sums and at in (4, 20, 40):
            number += 1
            sheet.cell(number, 2).value = rng.choice(["小计", "合计"])
            for key in (*MONTHS, "total"):
                sheet.cell(number, shape.columns.index(key) + 1).value = rng.randint(100, 99999)
    if shape.sums:
        number += 1
        sheet.cell(number, 1).value = "合计"
        sheet.cell(number, shape.columns.index("m1") + 1).value = 123456
    if shape.notes:
        for words in ("注：以上数据由病案室提供，7月1日起口径不变。", "2. 输液按出院患者统计。", "填报人：演示　联系电话：0371-00000000"):
            number += 1
            sheet.cell(number, 1).value = words
    if shape.mark and form.marked:
        mark = book.create_sheet("_zhikong")
        for cells in form.blank.mark:
            mark.append(cells)
        mark.sheet_state = "veryHidden"
    book.save(path)
    return places, shape.columns


# ---------------------------------------------------------------- clean files

def wide(number):
    return "".join(chr(ord(c) + 0xFEE0) if c != "," else "，" for c in f"{number:,}")


def as_people_write(form, rng):
    """Numbers as text, in full width, with commas, units and spaces."""
    ways = [wide, lambda n: f"{n:,}", lambda n: f" {n} ", str, lambda n: f"{n}　", lambda n: float(n)]
    for code in rng.sample(monthly_codes(form), 8):
        row = form.row(code)
        if code == "iv_volume_l_x10" or not all(isinstance(row[key], int) for key in MONTHS):
            continue
        unit = [lambda n: f"{n}{row['unit']}", lambda n: f"{n} {row['unit']}"]
        for key in MONTHS:
            row[key] = rng.choice(ways + unit)(row[key])


def quarter_only(form, rng):
    for code in rng.sample(monthly_codes(form), 5):
        row = form.row(code)
        if all(isinstance(row[key], (int, float)) for key in MONTHS) and row["total"] is SUM:
            # A part and its whole stay comparable: a quarter for one is a quarter for both.
            row["total"] = round(sum(row[key] for key in MONTHS), 1)
            for key in MONTHS:
                row[key] = None


def not_applicable(form, rng):
    targets = [t for t in TARGETS if form.has(*t) and len(t) > 1]
    target = rng.choice(targets)
    mark = rng.choice(["/", "不适用", "N/A", "\\", "未开展"])
    for code in target:
        row = form.row(code)
        for key in MONTHS if row.monthly else ["total"]:
            row[key] = mark
    form.row(rng.choice(target))["note"] = "本季度科室改建，停诊"


def nothing_happened(form, rng):
    wholes = [whole for whole in ("stroke_6h", "septic_shock_icu", "level4_ops", "vaginal_births") if form.has(whole)]
    codes = ["ae_reports"]
    if wholes:
        whole = rng.choice(wholes)
        codes += [whole] + [part for part, of in PAIRS if of == whole]
    for code in codes:
        row = form.row(code)
        for key in MONTHS:
            row[key] = 0
        row["total"] = SUM


def not_offered(form, rng):
    rows = [form.row(c) for t in (["vaginal_births", "vaginal_complications"],) for c in t if form.has(*t)]
    for row in rows:
        row["offered"] = "否"
        for key in MONTHS:
            row[key] = rng.choice([None, 0])


def campuses_that_add_up(form, rng):
    row = form.row(rng.choice(["discharges", "bed_days_occupied", "iv_patients"]))
    if not all(isinstance(row[key], int) for key in MONTHS):
        return
    for at, name in enumerate(["东院区", "西院区", "南院区"]):
        part = Row(code=row.code, name=name, total=SUM)
        for key in MONTHS:
            third = row[key] // 3
            part[key] = third if at < 2 else row[key] - 2 * third
        form.below.append(part)


def sum_typed(form, rng):
    for code in rng.sample(monthly_codes(form), 3):
        row = form.row(code)
        if all(isinstance(row[key], int) for key in MONTHS) and row["total"] is SUM:
            row["total"] = sum(row[key] for key in MONTHS)


HARMLESS = [as_people_write, quarter_only, not_applicable, nothing_happened, not_offered, campuses_that_add_up, sum_typed]


# ---------------------------------------------------------------- everything

def whole_files(blanks, folder):
    """One fault a file, for which nothing else of it is read."""
    found = []

    def one(kind, name, content=None, **more):
        if content is not None:
            (folder / name).write_bytes(content)
        found.append({"file": name, "shape": "one fault of the whole file", "sender": None, "page": None,
                      "faults": [{"kind": kind, "sheet": None, "cell": None}], "also": [], **more})

    def filled(name, blank, change, shape):
        rng = random.Random(name)
        form = fill(Form(blank), figures(rng, 800))
        change(form)
        write(form, shape, rng, folder / name)
        return name

    bare = Shape("bare", mark=False)
    first = blanks["P1-2024Q3"]

    def another_year(form):
        form.top[1][2] = form.top[1][2].replace("2024 年版", "2023 年版")

    def other_months(form):
        form.months = ["4月", "5月", "6月"]

    def nobody(form):
        form.top[1][1] = "Z9"

    one("another year's form", filled("w-edition.xlsx", first, another_year, bare))
    one("another quarter's months", filled("w-months.xlsx", first, other_months, bare))
    one("a hospital that is not in the register", filled("w-nobody.xlsx", first, nobody, bare))
    one("another hospital's file", filled("w-hospital.xlsx", first, lambda form: None, SHAPES[0]), sender="P2")
    one("a file on another quarter's page", filled("w-page.xlsx", first, lambda form: None, bare), page="2024Q2")
    one("a quarter that is not over", filled("w-early.xlsx", blanks["P1-2024Q4"], lambda form: None, SHAPES[0]))
    one("a photograph", "w-照片.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(64))
    one("a scan", "w-盖章.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(64))
    one("a web page", "w-导出.xls", "<html><body><table><tr><td>出院患者</td></tr></table></body></html>".encode())
    one("a text file", "w-导出.xlsx", "编码,7月,8月\r\ndischarges,1000,1100\r\n".encode("gbk"))
    one("half a file", "w-半截.xlsx", first.bytes[: len(first.bytes) // 2])

    def no_codes(form):
        for row in form.rows:
            row["code"] = None

    one("a form without its codes", filled("w-codes.xlsx", first, no_codes, bare))
    return found


def plant_file(name, blank, size, shape, kinds, rng, folder, before=None, count=5):
    """One file with about `count` faults of the kinds in turn; gives what was planted."""
    numbers = figures(rng, size)
    # Nothing but what is planted is like the quarter before.
    while before and any(all(numbers[code] == before[code] for code in target) for target in TARGETS):
        numbers = figures(rng, size)
    form = fill(Form(blank), numbers)
    planting = Planting(form, rng, shape.saved)
    planting.whole, planting.past = shape.whole, before is not None
    planting.ordered = shape.order is None
    if before is not None:
        kinds.pop(0)(planting, before)
    tried = 0
    general = kinds if before is None else kinds.general
    while len(planting.faults) < count and tried < 2 * len(general):
        plant = general.pop(0)
        done = plant(planting)
        # What did not fit here is tried first in the next file.
        general.append(plant) if done else general.insert(min(len(general), 3 + tried), plant)
        tried += 1
    places, columns = write(form, shape, rng, folder / name)

    def place(fault):
        if fault["key"] is None:
            return {"kind": fault["kind"], "sheet": shape.tab if not shape.whole else DATA, "cell": None}
        if fault["sheet"] != DATA:
            return {"kind": fault["kind"], "sheet": fault["sheet"], "cell": f"{letter(fault['key'])}{fault['row']}"}
        at = columns.index(fault["key"]) + 1
        cell = f"{letter(at)}{places[id(fault['row'])]}"
        return {"kind": fault["kind"], "sheet": shape.tab if not shape.whole else DATA, "cell": cell}

    return {"file": name, "shape": shape.name, "sender": None, "page": None,
            "faults": [place(fault) for fault in planting.faults], "also": [place(fault) for fault in planting.also]}


class InTurn(list):
    """Kinds that are used one after the other."""


def convert(folder, names, extension):
    """Has LibreOffice save all of them at once; gives the new names."""
    if not names:
        return {}
    with tempfile.TemporaryDirectory() as profile:
        out = folder / "saved"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", extension, "--outdir",
             str(out), *[str(folder / name) for name in names]],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {name: str(pathlib.Path("saved") / (pathlib.Path(name).stem + "." + extension)) for name in names}


def main():
    forms, folder, seed = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    blanks = {path.stem: Blank(path) for path in sorted(forms.glob("*.xlsx"))}
    rng = random.Random(seed)
    sizes = {"P1": 3000, "P2": 1800, "P3": 900, "P4": 600, "P5": 60, "P6": 25, "P7": 1000, "P8": 2400}
    of = lambda quarter: [blank for blank in blanks.values() if blank.quarter == quarter and blank.hospital in sizes]

    past, before = [], None
    for quarter in ("2023Q3", "2023Q4", "2024Q1", "2024Q2"):
        blank, name = blanks[f"H1-{quarter}"], f"past-{quarter}.xlsx"
        before = figures(rng, 2000)
        write(fill(Form(blank), before), SHAPES[0], rng, folder / name)
        past.append(name)

    planted = whole_files(blanks, folder)
    kinds = InTurn(ANYWHERE)
    rng.shuffle(kinds)
    for at, kind in enumerate(OF_2023):
        again = InTurn([kind])
        planted.append(plant_file(f"d{at}.xlsx", blanks["P1-2023Q4"], 3000, SHAPES[at], again, rng, folder, count=1))
    for at, kind in enumerate(AGAINST_THE_PAST):
        turn = InTurn([kind])
        turn.general = kinds
        shape = SHAPES[at % len(SHAPES)]
        planted.append(plant_file(f"h{at}.xlsx", blanks["H1-2024Q3"], 2000, shape, turn, rng, folder, before, 4))
    large = [blank for blank in of("2024Q3") if sizes[blank.hospital] >= 600]
    at = 0
    while sum(len(file["faults"]) for file in planted) < 200:
        blank, shape = large[at % len(large)], SHAPES[at % len(SHAPES)]
        wanted = min(5, 200 - sum(len(file["faults"]) for file in planted))
        name = f"f{at:02}.xlsx"
        planted.append(plant_file(name, blank, sizes[blank.hospital], shape, kinds, rng, folder, count=wanted))
        planted[-1]["saved"] = shape.saved
        at += 1

    clean, every = [], of("2024Q3")
    for at in range(100):
        blank, shape = every[at % len(every)], SHAPES[(at // 2) % len(SHAPES)]
        form = fill(Form(blank), figures(rng, sizes[blank.hospital]))
        done = rng.sample(HARMLESS, rng.randint(1, 3))
        # Words for numbers come last: what follows would have to read them.
        for harmless in sorted(done, key=lambda one: one is as_people_write):
            harmless(form, rng)
        name = f"c{at:03}.xlsx"
        write(form, shape, rng, folder / name)
        clean.append({"file": name, "shape": shape.name, "saved": shape.saved, "done": [one.__name__ for one in done]})

    for extension in ("xlsx", "xls", "ods"):
        mine = [file for file in planted + clean if file.get("saved") == extension]
        names = convert(folder, [file["file"] for file in mine], extension)
        for file in mine:
            file["file"] = names[file["file"]]
    with open(folder / "planted.json", "w", encoding="utf-8") as out:
        json.dump({"past": past, "planted": planted, "clean": clean}, out, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
