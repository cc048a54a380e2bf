"""What reading a workbook is made of: the door, the parts inside, headings, identity, cover, cells and rows."""
