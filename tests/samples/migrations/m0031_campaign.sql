INSERT INTO duty_occurrence (id, campaign, duty, bearer, kind, under_id, hospital_id, period, opens, due, times, have, done_on,
                             said, owed, exempt_on, exempt_reason, exempt_name, version)
VALUES (801, 'demo', 'training', 'a102', 'city', 102, NULL, '2024', '2024-01-01', '2024-12-31', 2, 1, NULL, '', TRUE, NULL, NULL,
        NULL, 1),
       (802, 'demo', 'plan', 'h201', 'hospital', 102, 201, '', '2024-01-01', NULL, 1, 0, NULL, '', TRUE, '2024-03-01', '演示',
        '督导演示', 2);
INSERT INTO duty_evidence (occurrence_id, number, kind, day, title, lecturer, audience, attendance, file_id, file_kind, file_name,
                           at, by_name, by_place, withdrawn_at, withdrawn_name, withdrawn_reason)
VALUES (801, 1, 'training', '2024-03-02', '演示：培训', '专家', '医务科', 30, NULL, NULL, NULL, '2024-03-02T01:02:03+00:00', '演示',
        '演示市卫生健康委员会', NULL, NULL, NULL);
