INSERT INTO figure_sum_version (period, grouping, version) VALUES ('2024Q1', 'level', 3);
INSERT INTO figure_sum (period, grouping, indicator, grp, numerator, denominator, reported, not_applicable)
VALUES ('2024Q1', 'level', 'iv_use_rate', 'level3', 910, 1100, 2, 0);
