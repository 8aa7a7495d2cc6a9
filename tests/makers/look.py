"""What openpyxl sees in an annotated workbook: `look.py WORKBOOK IGNORED OUT`."""
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
problems, data = book["问题清单"], book["数据填报"]
cells = [cell for row in problems.iter_rows() for cell in row]
links = sum(1 for cell in cells if cell.hyperlink and "数据填报" in cell.hyperlink.location)
notes = sum(1 for row in data.iter_rows() for cell in row if cell.comment)
filters = sum(1 for sheet in (problems, data) if sheet.auto_filter.ref)
locked = sum(1 for sheet in (problems, data) if sheet.protection.sheet)
choices = len(data.data_validations.dataValidation) > 0
formulas = str(data["I7"].value).startswith("=IF(COUNT(")
with open(sys.argv[3], "w") as out:
    out.write(f"links {links} notes {notes} filters {filters} protected {locked} choices {choices} formulas {formulas}")
