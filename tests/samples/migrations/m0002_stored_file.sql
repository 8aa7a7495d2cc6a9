INSERT INTO stored_file (sha256, size, name, kind, received_at, received_by)
VALUES ('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 3, '演示三季度.xlsx', 'return_workbook',
        '2024-10-08T01:02:03+00:00', 7);
