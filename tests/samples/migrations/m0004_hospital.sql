INSERT INTO hospital (id, code, opened, closed, version) VALUES (201, 'H0001', '1980-05-01', NULL, 2);
INSERT INTO hospital_span (hospital_id, valid_from, valid_to, name, level, grade, category, ownership, affiliation, region,
                           beds, services, reports_to, supervised_by, statistical_city, county, registration_no, credit_code)
VALUES (201, '2023-01-01', '2024-07-01', '演示市第一医院', 'level2', 'a', 'general', 'public', 'city', '990101',
        480, 'obstetrics', 102, 102, '990100', '990101', NULL, NULL),
       (201, '2024-07-01', NULL, '演示市第一医院', 'level3', 'b', 'general', 'public', 'city', '990101',
        900, 'obstetrics;surgery', 102, 102, '990100', NULL, 'PDY000001', '12990000MB0000001A');
