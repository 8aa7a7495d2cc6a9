INSERT INTO indicator_fact (hospital_id, period, indicator, state, numerator, denominator, level, city, county, ownership, category)
VALUES (201, '2024Q4', 'NIT-2024-1', 0, 640, 1012, 'level3', '990100', '990101', 'public', 'general');
