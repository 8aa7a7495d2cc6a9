"""Every sheet of a workbook as openpyxl reads it: `told.py WORKBOOK IGNORED OUT`; values by row, and the cells that are formulas."""
import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheets = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}
cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
formulas = [cell.coordinate for cell in cells if cell.data_type == "f"]
with open(sys.argv[3], "w") as out:
    json.dump({"sheets": sheets, "formulas": formulas}, out)
