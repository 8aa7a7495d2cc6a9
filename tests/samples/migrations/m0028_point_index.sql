INSERT INTO visit_answer (visit_id, point, number, current, verdict, note, measured, sample_met, sample_of, at, "by", by_name)
VALUES (601, 'handover-signed', 1, TRUE, 'met', '', '{}', NULL, NULL, '2024-10-21T01:04:03+00:00', 7, '督查员演示');
