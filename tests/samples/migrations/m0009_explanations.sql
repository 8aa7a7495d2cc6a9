INSERT INTO return_explanation (id, round_id, rule, sheet, cell, element, slot, found, words, state, whence, carried_from,
                                given_at, given_by, given_name, judged_at, judged_by, judged_name, judgement, version)
VALUES (401, 303, 'blank-offered', '数据填报', 'F5', 'discharges', 2, NULL, '=演示：系统停机两天', 'asked', 'workbook', NULL,
        '2024-10-08T01:02:03+00:00', 7, '演示填报人', '2024-10-09T01:02:03+00:00', 9, '演示审核人', '是哪两天？', 2),
       (402, 303, 'blank-offered', '数据填报', 'F5', 'discharges', 2, NULL, '8 月 3 日和 4 日', 'given', 'page', 1,
        '2024-10-10T01:02:03+00:00', 7, '演示填报人', NULL, NULL, NULL, NULL, 1);
UPDATE return_round SET accepted_at = '2024-10-09T01:02:03+00:00', accepted_by = 9, accepted_name = '演示审核人'
WHERE id = 303;
