"""The pairs of persons that civil affairs is asked to judge (身份核实清单), and the answers that could not be taken.

What belongs here: words, rows, workbooks of this list. What does not: why a pair is doubtful and what a conclusion
leads to (identity), lists of households (the queue).
"""
