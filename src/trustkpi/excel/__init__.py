"""The only room that knows a spreadsheet library: what schools and committees are sent."""
