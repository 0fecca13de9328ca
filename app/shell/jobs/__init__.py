"""Work after a commit: a row in the outbox is the truth, a worker only executes it.

``outbox`` keeps and runs the rows, ``worker`` is the huey consumer and the timetable.
"""
