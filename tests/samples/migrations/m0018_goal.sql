INSERT INTO goal (id, subject, subject_key, year, indicator, version, hospital_id, value, source, set_at, set_by, set_by_name)
VALUES (801, 'all', '', 2024, 'iv_use_rate', 1, NULL, 850000, '演示：某号文', '2024-02-01T01:02:03+00:00', 7, '演示工作人员'),
       (802, 'level', 'level3', 2024, 'iv_use_rate', 1, NULL, 805000, '演示：某号文', '2024-02-01T01:02:03+00:00', 7, '演示工作人员'),
       (803, 'level', 'level3', 2024, 'iv_use_rate', 2, NULL, NULL, '演示：撤销', '2024-03-01T01:02:03+00:00', NULL, '命令行');
