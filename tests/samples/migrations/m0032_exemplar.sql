INSERT INTO exemplar (id, campaign, quarter, serial, kind, target, authority_id, hospital_id, title, body, state, audience, at,
                      by_name, by_place, version)
VALUES (901, 'demo', '2024Q3', 1, 'department', NULL, 102, 201, '演示：典型', '演示：正文', 'chosen', 'public',
        '2024-10-02T01:02:03+00:00', '演示', '演示市卫生健康委员会', 2);
INSERT INTO exemplar_picture (exemplar_id, number, file_id, file_kind) VALUES (901, 1, 1, 'png');
INSERT INTO exemplar_decision (exemplar_id, number, state, audience, reason, at, by_name, by_place)
VALUES (901, 2, 'chosen', 'public', '演示：做法能推广', '2024-10-03T01:02:03+00:00', '演示', '演示省卫生健康委员会');
