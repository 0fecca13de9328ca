"""The frameworks: settings, database, the one door for change, audit log, files, mail, jobs, web doors, commands."""
