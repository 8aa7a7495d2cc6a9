INSERT INTO authority (id, code, name, kind, territory, reviewed_by, valid_from, valid_to, version)
VALUES (101, 'P00', '演示省卫生健康委员会', 'commission', '990000', NULL, NULL, NULL, 1),
       (102, 'C01', '演示市卫生健康委员会', 'commission', '990100', 101, '2023-01-01', NULL, 1);
INSERT INTO authority_closure (ancestor_id, descendant_id, depth) VALUES (101, 101, 0), (102, 102, 0), (101, 102, 1);
UPDATE register_version SET version = 3 WHERE id = 1;
