"""How a night runs: definitions, job, schedule, settings and the command line. No stage's computation is here."""
