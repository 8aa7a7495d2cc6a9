INSERT INTO return_review (id, return_id, number, deed, reason, answer_by, at, by, by_name, by_place)
VALUES (501, 302, 1, 'sent_back', '演示：请核对 8 月', '2024-10-20', '2024-10-09T00:02:03+00:00', 9, '演示审核人', '演示县卫生健康委员会');
INSERT INTO return_remark (id, review_id, element, slot, cell, words)
VALUES (502, 501, 'discharges', 2, 'F5', '演示：与病案首页差得多');
UPDATE quarterly_return SET closed = 1, closed_as = 'sent_back', answer_by = '2024-10-20' WHERE id = 302;
UPDATE return_round SET checked_at = '2024-10-08T02:02:03+00:00', checked_by = 8, checked_name = '演示院审核人' WHERE id = 303;
