"""Data that ships with the project: reference tables, the synthetic world and the sample made by it. No pipeline code
here."""
