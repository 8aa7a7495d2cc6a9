INSERT INTO return_upload (id, batch, file_id, name, sha256, size, outcome, hospital_id, period, edition, round_id,
                           expected, stored, unchanged, refused, missing, problems, at, by, by_name)
VALUES (301, 'b1', 1, '演示三季度.xlsx', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 3, 'stored', 201,
        '2024Q3', 2024, 303, 4, 3, 0, 0, 1, '[]', '2024-10-08T01:02:03+00:00', 7, '演示填报人');
INSERT INTO quarterly_return (id, hospital_id, period, latest, latest_round_id, accepted, accepted_round_id, accepted_at,
                              accepted_by, version)
VALUES (302, 201, '2024Q3', 1, 303, 1, 303, '2024-10-09T01:02:03+00:00', NULL, 3);
INSERT INTO return_round (id, return_id, number, upload_id, edition, revision, sheet, receipt, received_at, received_from,
                          explanations)
VALUES (303, 302, 1, 301, 2024, '1', '数据填报', '2024Q3-H0001-01', '2024-10-08T01:02:03+00:00', 7, 0);
INSERT INTO return_value (round_id, element, month, state, number, raw, note, cell)
VALUES (303, 'discharges', 7, 0, 1186, NULL, NULL, 'E5'),
       (303, 'discharges', 8, 0, 0, '0', '演示说明', 'F5'),
       (303, 'discharges', 9, 2, NULL, NULL, NULL, NULL);
