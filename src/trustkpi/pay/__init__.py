"""Pay as the Regulations count it: hourly pay, quarters and gaps, exact until the figure is made."""
