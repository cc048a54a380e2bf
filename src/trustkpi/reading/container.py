"""The parts of a zip, each unpacked in full and held to what its directory says of it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from trustkpi.reading.bombs import hold_to_sane_sizes
from trustkpi.reading.door import DAMAGED, RefusedError

_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OverflowError, RuntimeError)
_HEADER = 30  # bytes of a member's own header before its name
_NAME_AT, _EXTRA_AT = 26, 28


def parts_of(data: bytes) -> dict[str, bytes]:
    """Name to content of every part; `RefusedError` where the zip is damaged, locked or would swell.

    Nothing is believed that a part's directory entry says: a part is unpacked to its stated size and not a byte
    further, must end there and must have its checksum.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as inside:
            members = [m for m in inside.infolist() if not m.is_dir()]
            hold_to_sane_sizes(members, len(data))
            if any(m.flag_bits & 1 for m in members):
                msg = "This file is locked with a password: send it without one."
                raise RefusedError(msg)
            names = [m.filename.replace("\\", "/").lstrip("/") for m in members]
            _hold_to_sane_names(names)
            return {name: _unpacked(data, member) for name, member in zip(names, members, strict=True)}
    except _FAULTS as fault:
        raise RefusedError(DAMAGED) from fault


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A plain zip of the parts, uncompressed, so that a parser sees what was judged and nothing else."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as whole:
        for name, part in parts.items():
            whole.writestr(zipfile.ZipInfo(name), part)
    return made.getvalue()


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> bytes:
    at = member.header_offset
    header = data[at : at + _HEADER]
    if header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    at += _HEADER + int.from_bytes(header[_NAME_AT:_EXTRA_AT], "little") + int.from_bytes(header[_EXTRA_AT:], "little")
    held = data[at : at + member.compress_size]
    part = held if member.compress_type == zipfile.ZIP_STORED else _inflated(held, member)
    if len(part) != member.file_size or zlib.crc32(part) != member.CRC:
        raise zipfile.BadZipFile
    return part


def _inflated(held: bytes, member: zipfile.ZipInfo) -> bytes:
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError
    stream = zlib.decompressobj(-15)
    part = stream.decompress(held, member.file_size + 1)
    if not stream.eof and len(part) == member.file_size:
        part += stream.decompress(stream.unconsumed_tail, 1)  # what is left may be the stream's end and no more
    if not stream.eof:
        raise EOFError
    return part


def _hold_to_sane_names(names: list[str]) -> None:
    odd = [n for n in names if ".." in n.split("/") or ":" in n or "\x00" in n]
    if odd or len({n.casefold() for n in names}) < len(names):
        raise RefusedError(DAMAGED)
