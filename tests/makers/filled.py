"""Fills a form as a clerk's program does: filled.py FORM FILLS.json OUT; formulas lose their saved values."""

import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheet = book["数据填报"]
with open(sys.argv[2], encoding="utf-8") as fills:
    for address, value in json.load(fills).items():
        sheet[address] = value
book.save(sys.argv[3])
