"""Run by the system's Python, which has uno: LibreOffice Calc opens a workbook, types into its cells and saves it.

Takes the workbook, the target and a JSON file {"Sheet": {"B7": "text as typed", "C7": 12, "D7": null}}. Text goes in as
keyed by hand in a British office, so Calc itself decides whether it is a date or a number; null clears a cell.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

WAIT = 60


def setting(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + WAIT
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def speak_british(context):
    provider = context.ServiceManager.createInstanceWithContext("com.sun.star.configuration.ConfigurationProvider", context)
    place = setting("nodepath", "/org.openoffice.Setup/L10N")
    access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", (place,))
    access.setPropertyValue("ooSetupSystemLocale", "en-GB")
    access.commitChanges()


def type_in(page, cells):
    for address, value in cells.items():
        cell = page.getCellRangeByName(address)
        if value is None:
            cell.setString("")
        elif isinstance(value, str):
            cell.FormulaLocal = value
        else:
            cell.setValue(value)


def main():
    source, target = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
    typed = json.loads(pathlib.Path(sys.argv[3]).read_text())
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"journey{pathlib.Path(profile).name}"
        calls = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo"]
        office = subprocess.Popen(
            [*calls, f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            context = connect(pipe)
            speak_british(context)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            book = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (setting("Hidden", True),))
            for sheet, cells in typed.items():
                type_in(book.Sheets.getByName(sheet), cells)
            book.calculateAll()
            book.storeToURL(target.as_uri(), (setting("FilterName", "Calc MS Excel 2007 XML"),))
            book.close(True)
            desktop.terminate()
        finally:
            try:
                office.wait(20)
            except subprocess.TimeoutExpired:
                office.kill()


main()
