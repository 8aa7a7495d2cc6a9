INSERT INTO summary_text (campaign, summary, version, texts, at, by_name, by_place)
VALUES ('demo', 'mid-term', 1, '{"practice":"演示"}', '2024-10-02T01:02:03+00:00', '演示', '演示省卫生健康委员会');
INSERT INTO summary_edition (campaign, summary, edition, content, seal, reason, at, by_name, by_place)
VALUES ('demo', 'mid-term', 1, '{"format":1}', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', '',
        '2024-10-03T01:02:03+00:00', '演示', '演示省卫生健康委员会');
