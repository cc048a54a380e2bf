"""Every KPI, one file for each focus of the framework; the folder is the register."""
