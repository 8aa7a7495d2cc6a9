INSERT INTO authority (id, code, name, kind, territory, reviewed_by, valid_from, valid_to, version, speciality)
VALUES (103, 'QC-01', '演示护理质控中心', 'qc_centre', '990000', 101, NULL, NULL, 1, '护理管理');
INSERT INTO inspector (id, code, name, authority_id, employer_authority_id, employer_hospital_id, employer, region, specialities,
                       certificate, active, account_id, version)
VALUES (1101, '990100-01', '演示督查员', 102, NULL, NULL, '演示监督所', '990100', '["护理管理"]', '行政执法证', TRUE, NULL, 2);
INSERT INTO inspector_relation (id, inspector_id, hospital_id, tie, until) VALUES (1102, 1101, 201, 'left', '2023-12-31');
INSERT INTO inspector_change (id, inspector_id, number, at, by_account, by_name, kind, said)
VALUES (1103, 1101, 1, '2024-10-01T04:00:00+00:00', 301, '演示甲', 'added', '');
INSERT INTO inspector_loan (id, borrower_id, lender_id, speciality, valid_from, valid_to, reason, asked_at, asked_name, standing,
                            inspector_id, answered_at, answered_name, answer, version)
VALUES (1104, 102, 101, '', '2024-10-08', '2024-10-31', '演示', '2024-10-01T04:00:00+00:00', '演示甲', 'agreed', 1101,
        '2024-10-02T04:00:00+00:00', '演示乙', '', 2);
INSERT INTO qc_due (id, authority_id, hospital_id, valid_from, valid_to, source, set_at, set_by_name, version)
VALUES (1105, 103, 201, '2024-01-01', NULL, '演示', '2024-01-02T04:00:00+00:00', '演示甲', 1);
