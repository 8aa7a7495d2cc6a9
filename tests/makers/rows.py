"""Puts one number into every hospital's row of a 汇总表: rows.py TABLE FILLED"""

import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheet = book["汇总表"]
for row in range(7, sheet.max_row + 1):
    if sheet.cell(row, 1).value and sheet.cell(row, 2).value:
        sheet.cell(row, 4).value = 7
book.save(sys.argv[2])
