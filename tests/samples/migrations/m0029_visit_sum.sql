UPDATE visit SET level = 'level3', city = '410100', verdicts = 'mn-' WHERE id = 601;
