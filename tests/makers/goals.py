"""Yearly goals as a person keeps them: title, columns in an order of their own, other headings, merged cells, notes below."""

import sys

import openpyxl

book = openpyxl.Workbook()
book.active.title = "封面"
book.active["A1"] = "演示护理质控中心"
sheet = book.create_sheet("2024年")
sheet["A1"] = "2024 年度质控工作改进目标（演示）"
sheet.merge_cells("A1:I1")
sheet.append([])
sheet.append(["序号", "改进目标", "指标名称", "基线", "目标值（数）", "计量单位", "目标来源*", "依 据", "备注", "改进措施"])
sheet.append([1, "演示：甲", "演示：执行率", 0.725, "８５％", "%", "国家级", "演示〔某年〕某号", "记一笔", "演示：一\n演示：二"])
sheet["D4"].number_format = "0.0%"
sheet.append([2, "演示：乙", None, 0.1 + 0.2, 0, "天", "国家", None, None, None])
sheet.merge_cells("H4:H5")
sheet.append([None, "演示：丙", None, None, None, None, "自定", None, None, None])
sheet.append([4])
sheet.append(["注：以上均为演示。"])
book.save(sys.argv[1])
