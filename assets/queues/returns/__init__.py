"""What goes back to the senders about their extracts: the list of rows to mend (退回清单), the quality card (质量卡).

What does not belong here: whom to visit (the queue), judging a row (landing).
"""
