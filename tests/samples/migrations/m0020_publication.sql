INSERT INTO publication (id, period, serial, edition, authority_id, audience, title, as_of, published_at, published_by,
                         published_name, reason, content, hash)
VALUES (801, '2024Q3', 1, 1, 101, 'internal', '演示通报', '2024-11-01T01:02:03+00:00', '2024-11-01T01:02:03+00:00', 7,
        '演示工作人员', '', '{}', '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'),
       (802, '2024Q3', 1, 2, 101, 'internal', '演示通报', '2024-12-01T01:02:03+00:00', '2024-12-01T01:02:03+00:00', NULL,
        '命令行', '演示更正', '{}', '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
