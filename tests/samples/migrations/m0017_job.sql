INSERT INTO job (id, kind, subject, payload, state, step, done, total, said, by, created_at, started_at, finished_at, holder,
                 lease_until, tries, version)
VALUES (701, 'returns.upload', 'b7', '{}', 'running', 1, 50, 120, '', 7, '2024-10-08T01:02:03+00:00',
        '2024-10-08T01:02:04+00:00', NULL, '0011223344556677', '2024-10-08T01:02:34+00:00', 1, 3);
