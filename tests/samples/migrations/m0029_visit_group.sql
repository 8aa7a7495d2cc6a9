UPDATE visit SET level = 'level3', city = '410100' WHERE id = 601;
