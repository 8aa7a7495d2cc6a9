INSERT INTO deadline (authority_id, kind, period, level, days, moves, due_on, version, set_at, set_by, set_by_name, reason)
VALUES (101, 'from', '2024Q3', '', 15, TRUE, NULL, 1, '2024-10-08T01:02:03+00:00', 7, '演示工作人员', '演示原因'),
       (101, 'only', '2024Q4', 'level3', NULL, NULL, '2025-01-20', 1, '2024-10-09T01:02:03+00:00', NULL, '命令行', '演示改期'),
       (101, 'only', '2024Q4', 'level3', NULL, NULL, NULL, 2, '2024-10-10T01:02:03+00:00', NULL, '命令行', '演示撤销');
INSERT INTO return_extension (hospital_id, period, number, wanted, reason, asked_at, asked_by, asked_name, state, granted,
                              words, decided_at, decided_by, decided_name, version)
VALUES (201, '2024Q3', 1, '2024-10-25', '演示：系统停机', '2024-10-12T01:02:03+00:00', 8, '演示填报人', 'granted', '2024-10-22',
        '演示', '2024-10-13T01:02:03+00:00', 9, '演示审核人', 2),
       (201, '2024Q3', 2, '2024-10-28', '演示：还差一张表', '2024-10-20T01:02:03+00:00', 8, '演示填报人', 'open', NULL,
        NULL, NULL, NULL, NULL, 1);
