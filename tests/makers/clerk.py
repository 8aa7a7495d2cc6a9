"""A clerk at a desk: fills the blank form with clean figures, then types what is asked on top: clerk.py FORM TYPED.json OUT.

TYPED is a list of [element, column, value]; the columns are m1, m2, m3, total and note.
"""

import json
import pathlib
import random
import sys

import planted

form, rng = planted.Form(planted.Blank(pathlib.Path(sys.argv[1]))), random.Random(7)
planted.fill(form, planted.figures(rng, 600))
with open(sys.argv[2], encoding="utf-8") as typed:
    for code, key, value in json.load(typed):
        form.row(code)[key] = value
planted.write(form, planted.SHAPES[0], rng, sys.argv[3])
