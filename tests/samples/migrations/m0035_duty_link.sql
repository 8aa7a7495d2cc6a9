INSERT INTO duty_evidence (occurrence_id, number, kind, day, title, at, by_name, by_place, record_id, record_number)
VALUES (802, 1, 'visit', '2024-03-02', '演示：督导', '2024-03-02T01:02:03+00:00', '演示', '演示医院', 601, '410105-2024-001');
