UPDATE account SET email = 'clerk@yanshi.example' WHERE id = 302;
INSERT INTO message_digest (account_id, day, state, attempts, claim, tried_at)
VALUES (301, '2024-10-21', 'sent', 1, '00000000000000000000000000000001', '2024-10-21T00:01:00+00:00');
INSERT INTO message (account_id, topic, title, text, href, once, at, read_at, digest_id)
SELECT 301, 'returned', '演示甲医院的报表被退回', '请改两处', '/returns', 'returned:1', '2024-10-20T00:00:00+00:00', NULL, id FROM message_digest;
INSERT INTO message (account_id, topic, title, text, href, once, at, read_at, digest_id)
VALUES (302, 'accepted', '演示甲医院的报表已接收', '', '/returns', NULL, '2024-10-20T00:00:00+00:00', '2024-10-21T00:00:00+00:00', NULL);
