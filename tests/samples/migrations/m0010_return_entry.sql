INSERT INTO return_draft (id, hospital_id, period, fields, version, saved_at, saved_by, name)
VALUES (1001, 201, '2024Q3', '{"discharges-1":"1186"}', 2, '2024-10-08T01:02:03+00:00', 7, '演示填报人'),
       (1002, 201, '2024Q2', NULL, 5, '2024-07-08T01:02:03+00:00', NULL, '命令行');
INSERT INTO return_stamp (id, round_id, file_id, name, kind, size, at, by, by_name)
VALUES (1003, 303, 1, '演示盖章页.jpg', 'jpg', 3, '2024-10-08T02:02:03+00:00', 7, '演示填报人');
