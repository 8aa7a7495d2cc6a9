INSERT INTO account (id, login, name, password_hash, previous_hashes, must_change, disabled, created_at, signed_in_at, version)
VALUES (301, 'keeper', '演示甲', '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA', '', FALSE, FALSE, '2024-10-01T00:00:00+00:00', '2024-10-02T00:00:00+00:00', 1),
       (302, 'clerk', '演示乙', '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA', '', TRUE, TRUE, '2024-10-01T00:00:00+00:00', NULL, 2);
INSERT INTO "grant" (account_id, role, authority_id, hospital_id)
VALUES (301, 'account_keeper', 101, NULL), (302, 'clerk', NULL, 201);
INSERT INTO session (token_hash, account_id, created_at, last_seen, expires_at)
VALUES ('00000000000000000000000000000000000000000000000000000000000000aa', 301, '2024-10-02T00:00:00+00:00', '2024-10-02T00:00:00+00:00', '2024-10-02T12:00:00+00:00');
INSERT INTO sign_in_counter (login, network, failures, since, locked_until, succeeded_at, touched_at)
VALUES ('keeper', '10.0.0.1', 0, NULL, NULL, '2024-10-02T00:00:00+00:00', '2024-10-02T00:00:00+00:00');
