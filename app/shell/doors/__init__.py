"""What both doors share: who is asking, shapes in, one way to run a command, refusals out.

Pages and API call the same commands with the same schemas; nothing here knows a rule of the domain.
"""
