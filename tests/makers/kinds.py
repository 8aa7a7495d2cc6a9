"""Writes a workbook with one cell of each kind, as openpyxl saves it: kinds.py OUT."""

import datetime
import sys

import openpyxl
from openpyxl.comments import Comment

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "数据填报"
sheet["A1"] = "2024年第三季度 演示"
sheet.merge_cells("A1:D1")
sheet["B3"] = 12
sheet["C3"] = 12.5
sheet["D3"] = "１，２３４"
sheet["B4"] = 0.985
sheet["B4"].number_format = "0.0%"
sheet["C4"] = 1
sheet["C4"].number_format = '0"%"'
sheet["B5"] = datetime.date(2024, 3, 31)
sheet["C5"] = datetime.datetime(2024, 3, 31, 8, 30)
sheet["D5"] = "2024.3.31"
sheet["B6"] = True
sheet["B7"] = "=SUM(B3:C3)"
sheet["C7"] = "=B3/0"
sheet["D7"] = '=IF(B3>0,"有","无")'
sheet["B8"] = 7
sheet.row_dimensions[8].hidden = True
sheet.row_dimensions[9].hidden = True
sheet["B10"] = "有批注"
sheet["B10"].comment = Comment("演示", "演示")
sheet["F12"].number_format = "0%"
hidden = book.create_sheet("隐藏")
hidden["C2"] = "甲"
hidden.sheet_state = "hidden"
very_hidden = book.create_sheet("深藏")
very_hidden["A1"] = "乙"
very_hidden.sheet_state = "veryHidden"
book.create_chartsheet("图")
book.create_sheet("空")
book.save(sys.argv[1])
