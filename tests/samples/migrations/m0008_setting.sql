INSERT INTO setting (id, authority_id, key, value, version, set_at, set_by, set_by_name, reason)
VALUES (401, 101, 'threshold:equal-months:minimum_total', 60, 1, '2024-10-08T01:02:03+00:00', 7, '演示工作人员', '演示原因'),
       (402, 101, 'threshold:equal-months:minimum_total', NULL, 2, '2024-10-09T01:02:03+00:00', NULL, '命令行', '演示恢复默认'),
       (403, 102, 'stamp_required', 1, 1, '2024-10-08T01:02:03+00:00', 7, '演示工作人员', '演示要求盖章');
