INSERT INTO indicator_fact (hospital_id, period, indicator, state, numerator, denominator, level, city, county, ownership, category)
VALUES (201, '2024Q3', 'NIT-2024-1', 0, 812, 1186, 'level3', '990100', '990101', 'public', 'general');
INSERT INTO figures_version (period, version) VALUES ('2024Q3', 2);
