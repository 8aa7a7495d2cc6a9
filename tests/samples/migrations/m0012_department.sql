INSERT INTO department (hospital_id, name, code, valid_from, valid_to, version)
VALUES (201, '演示内科', '03', '1900-01-01', '2024-06-30', 2),
       (201, '演示心血管内科', '03.01', '2024-07-01', NULL, 1),
       (201, '演示外科', NULL, '1900-01-01', NULL, 1);
