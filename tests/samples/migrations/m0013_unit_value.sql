INSERT INTO return_unit_value (round_id, place, unit, element, month, state, number, cell)
SELECT id, 0, '演示内科', 'discharges', 1, 0, 400, 'D7' FROM return_round;
