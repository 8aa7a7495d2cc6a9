INSERT INTO rectification_step (id, finding_id, number, kind, text, department, person, day, at, by_name, by_place)
SELECT 801, MIN(id), 1, 'reply', '演示：已培训', '医务科', '科主任', '2024-11-10', '2024-11-11T01:02:03+00:00', '演示填报人',
       '演示医院' FROM finding;
INSERT INTO rectification_file (step_id, finding_id, file_id, kind, name)
SELECT 801, MIN(id), 1, 'jpg', '培训.jpg' FROM finding;
