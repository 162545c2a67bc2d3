"""The dashboards; ../generate writes them. `panels` and `dashboard` are the vocabulary."""
