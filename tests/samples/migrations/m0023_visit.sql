INSERT INTO checklist_edition (id, checklist, revision, sha256, body, kept_at)
VALUES (501, 'core-systems', 'core-systems-1', '00',
        '{"systems":[{"check_points":[{"id":"first-consultation-responsibility"},{"id":"first-consultation-continuity"}]}]}', '2024-10-21T01:02:03+00:00');
INSERT INTO visit (id, holder, year, serial, authority_id, hospital_id, campus, kind, reason, draw, purposes, checklist, edition_id,
                   planned_for, begun_on, closed_on, closed_at, closed_by_name, dropped_at, dropped_reason, follows_id, signer,
                   refused, witness, objection, made_at, made_by, made_by_name, version)
VALUES (601, '410105', 2024, 1, 101, 201, NULL, 'named', '演示：理由', NULL, '', 'core-systems', 501, '2024-10-21', '2024-10-21',
        '2024-10-21', '2024-10-21T01:02:03+00:00', '督查员演示', NULL, NULL, NULL, NULL, TRUE, '见证演示', NULL,
        '2024-10-20T01:02:03+00:00', 7, '督查员演示', 3),
       (602, '410105', 2024, 2, 101, 201, '东院区', 'follow_up', '演示：复查', NULL, '', 'core-systems', NULL, NULL, NULL,
        NULL, NULL, NULL, '2024-10-22T01:02:03+00:00', '演示：改期', 601, NULL, FALSE, NULL, NULL,
        '2024-10-21T01:02:03+00:00', NULL, '督查员演示', 2);
INSERT INTO visit_member (visit_id, name, duty, inspector_id) VALUES (601, '组长演示', 'leader', NULL);
INSERT INTO visit_answer (visit_id, point, number, current, verdict, note, measured, sample_met, sample_of, at, "by", by_name)
VALUES (601, 'first-consultation-continuity', 1, FALSE, 'met', '', '{}', NULL, NULL, '2024-10-21T01:02:03+00:00', 7, '督查员演示'),
       (601, 'first-consultation-continuity', 2, TRUE, 'not_met', '演示', '{"consultation-urgent":26}', 5, 8,
        '2024-10-21T01:03:03+00:00', 7, '督查员演示');
INSERT INTO visit_file (visit_id, point, file_id, kind, at, by_name)
VALUES (601, 'first-consultation-continuity', 1, 'jpg', '2024-10-21T01:03:03+00:00', '督查员演示');
INSERT INTO finding (visit_id, hospital_id, number, system, system_name, point, verdict, clause, text, department, due)
VALUES (601, 201, 1, 1, '首诊负责制度', 'first-consultation-continuity', 'not_met', '三(一)1(2)', '演示', '医务科', '2024-11-20');
