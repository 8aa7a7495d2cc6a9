INSERT INTO specialty_edition (id, authority_id, year, edition, goals, national, reason, said, file_id, at, by_account, by_name,
                               by_place)
SELECT 901, 103, 2024, 1, 1, 0, '', '', MIN(id), '2024-02-01T04:00:00+00:00', 301, '演示甲', '演示护理质控中心' FROM stored_file;
INSERT INTO specialty_goal (id, edition_id, place, title, origin, document, indicator, baseline, goal, unit, direction, measures)
VALUES (902, 901, 1, '演示：提高规范执行率', 'own', '', '', NULL, 85000000, '%', 'higher', '演示');
