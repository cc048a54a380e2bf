"""Academies' returns in, committee workbooks out."""
