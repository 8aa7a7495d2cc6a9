UPDATE duty_occurrence SET exempt_on = '2024-03-02', exempt_reason = '演示：免除', exempt_name = '演示省卫生健康委员会　演示' WHERE id = 802;
