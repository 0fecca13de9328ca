"""Pure values every floor stands on: money, time, states, people who act and what they may do.

Nothing here knows a framework, a database or a request.
"""
