INSERT INTO journal_event (seq, at, account_id, login, address, action, subject_kind, subject_id, detail, result, previous, hash)
VALUES (1, '2024-10-08T01:02:03+00:00', NULL, 'operator', '', 'roster.imported', 'hospital', '', '{"rows":"3"}', 'done',
        '0000000000000000000000000000000000000000000000000000000000000000',
        '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
UPDATE journal_head SET seq = 1, head = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0' WHERE id = 1;
