INSERT INTO visit_disclosure (visit_id, edition, authority_id, hospital_id, audience, year, content, hash, published_at, published_by, published_name)
VALUES (601, 1, 101, 201, 'public', 2024, '{}', '00', '2024-10-22T01:02:03+00:00', 7, '督查员演示');
