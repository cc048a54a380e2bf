"""Workbook and declaration in, typed tables and findings out; every row keeps its Excel row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import fastexcel
import polars as pl

from trustkpi.facts import Cover, Reading, Table
from trustkpi.reading.cover import Judged, Place, from_file_name, from_sheet, is_cover, places
from trustkpi.reading.door import DAMAGED, RefusedError, bytes_of
from trustkpi.reading.grid import NO_VALUE, Grid
from trustkpi.reading.headings import plain
from trustkpi.reading.identity import Identity, identity
from trustkpi.reading.package import Package, never_calculated, package
from trustkpi.reading.stages import AFTER_COLUMNS, AFTER_COVER
from trustkpi.reading.tabs import Found, found_in, structure
from trustkpi.reading.rows import table
from validation.cover import COVER, Explanations
from validation.findings import Finding
from validation.model import Return
from validation.returns import returns
from validation.trust_settings import TRUST_SETTINGS

_ERRORS = {
    "NA": "#N/A",
    "Value": "#VALUE!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "GettingData": "#GETTING_DATA",
}
