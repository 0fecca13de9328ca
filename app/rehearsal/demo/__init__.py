"""The demo: an invented neighbourhood with two years of history, made through the same commands as everything else."""
