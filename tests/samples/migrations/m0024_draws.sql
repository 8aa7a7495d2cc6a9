INSERT INTO draw (id, authority_id, year, round, kind, committed_at, committed_by, committed_name, due, commitment, canonical,
                  salt, head, records, revealed_at, revealed_name, reveal_reason, version)
VALUES (1201, 101, 2025, 1, 'public', '2025-03-01T04:00:00+00:00', 7, '演示工作人员', '2025-12-31',
        '0000000000000000000000000000000000000000000000000000000000000000', '', '0101010101010101010101010101010101010101010101010101010101010101',
        '0000000000000000000000000000000000000000000000000000000000000000', 1, NULL, '', '', 2);
INSERT INTO draw_record (id, draw_id, number, written_at, written_by, written_name, body)
VALUES (1301, 1201, 1, '2025-03-02T04:00:00+00:00', NULL, '命令行',
        '{"kind":"seed","time":"2025-03-02T03:00:00Z","source":1,"value":"01","note":""}');
