"""A roster as a person keeps it: title, columns in an order of their own, synonyms, sums and notes below."""

import datetime
import sys

import openpyxl

book = openpyxl.Workbook()
book.active.title = "说明"
book.active["A1"] = "请在下一张表填写"
sheet = book.create_sheet("医院名录")
sheet["A1"] = "演示省医院名录（２０２４年）"
sheet.merge_cells("A1:M1")
header = [
    "序号", "名 称", "编码", "医院等级", "等次", "类别", "行政区划代码", "办医性质", "隶属（省直/市直/县直/民营）",
    "床位数", "开展服务", "开业日期", "停业日期", "备注",
]
sheet.append([])
sheet.append(header)
opened = datetime.date(2001, 3, 31)
rows = [
    [1, "演示第一医院", "Y1", "三级甲等综合医院", None, None, 410105, "公办", "市属", "１，２００", "产科、手术；重症医学科", opened, None, "无"],
    [2, "演示第二医院", "Y2", "三甲", "甲", "综合", "４１０１０５", "社会办医", "社会办", 80.0, "无", "2001.3.31", "/", None],
    [3, "演示中医院", " Y3 ", "三级（未定等）", None, "中医", "410105", "公立", "区直", None, None, "2001年3月31日", None, None],
    [4, "演示卫生院", "Y4", "未评级", "未定等", "乡镇卫生院", "411381", "公立医院", "县直", "12张", None, 36981, None, None],
]
for row in rows:
    sheet.append(row)
sheet.append([None, "合计", None, None, None, None, None, None, None, 1292])
sheet.append(["注：床位为实际开放床位。"])
book.save(sys.argv[1])
