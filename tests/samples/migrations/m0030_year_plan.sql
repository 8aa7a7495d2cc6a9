INSERT INTO year_plan (authority_id, campaign, year, edition, hospitals, needed, planned, capacity, ahead, reason,
                       committed_on, committed_at, committed_by, committed_name)
VALUES (102, 'demo', 2024, 1, '', 1, 1, NULL, 2, '演示', '2024-01-20', '2024-01-20T01:30:00+00:00', NULL, '督导演示');
