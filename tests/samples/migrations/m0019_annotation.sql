INSERT INTO annotation (indicator, grouping, group_key, authority_id, hospital_id, kind, day, period, text, slot, set_at, set_by,
                        set_by_name, by_hospital, withdrawn_at, withdrawn_by, withdrawn_by_name, withdrawn_reason, version)
VALUES ('iv_use_rate', 'all', 'all', 101, NULL, 'intervention', '2024-03-15', NULL, '演示：全省培训', NULL,
        '2024-03-16T01:02:03+00:00', 7, '演示工作人员', FALSE, NULL, NULL, NULL, NULL, 1),
       ('iv_use_rate', 'level', 'level3', 101, NULL, 'rebase', '2023-07-01', '2023Q3', '演示：换了系统', '2023Q3',
        '2024-03-16T01:02:03+00:00', 7, '演示工作人员', FALSE, NULL, NULL, NULL, NULL, 1),
       ('iv_use_rate', 'hospital', 'D1', 0, 201, 'definition', '2024-01-01', NULL, '演示：口径', NULL,
        '2024-03-16T01:02:03+00:00', NULL, '演示填报人', TRUE, '2024-03-17T01:02:03+00:00', 8, '演示填报人', '演示：写错了', 2);
