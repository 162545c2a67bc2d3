"""The dashboards; ../generate writes them. `panels` and `dashboard` contain the building blocks."""
