UPDATE return_upload SET part = '第 12 行', part_row = 11;
