"""Words for suspensions, moves and behaviour: code to meaning.

Reasons and categories of suspension and exclusion are the Common Basic Data Set's (CBDS, May 2026) as transcribed in
MyPortalEdu/MyPortal, https://github.com/MyPortalEdu/MyPortal (commit 9747c14). No national code set was found for the
other lists: those are product defaults.
"""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """The kinds of exclusion."""

    SUSPENSION = "SUSP"
    LUNCHTIME = "LNCH"
    PERMANENT = "PERM"


CATEGORIES = {
    Category.SUSPENSION.value: "Suspension", Category.LUNCHTIME.value: "Lunchtime suspension",
    Category.PERMANENT.value: "Permanent exclusion",
}  # fmt: skip

REASONS = {
    "PP": "Physical assault against a pupil", "PA": "Physical assault against an adult",
    "VP": "Verbal abuse or threatening behaviour against a pupil", "VA": "Verbal abuse or threatening behaviour against an adult",
    "OW": "Use or threat of an offensive weapon or prohibited item", "BW": "Brought a weapon or prohibited item into school",
    "BU": "Bullying", "TB": "Cyber-bullying or threatening behaviour online", "RA": "Racist abuse, bullying included",
    "LG": "Abuse against sexual orientation or gender identity", "DS": "Abuse relating to disability", "SM": "Sexual misconduct",
    "SB": "Harmful sexual behaviour", "MB": "Misogynistic behaviour", "AB": "Misandry", "DR": "Drug related",
    "AR": "Alcohol related", "SR": "Smoking related", "VR": "Vape related", "DA": "Drug and alcohol related",
    "DM": "Damage to property", "TH": "Theft", "LD": "Persistent disruptive behaviour: low-level disruption",
    "CB": "Persistent disruptive behaviour: challenging behaviour", "DB": "Persistent or general disruptive behaviour",
    "MT": "Inappropriate use of social media or online technology", "MP": "Use of a mobile phone",
    "OS": "Misbehaviour outside school", "PH": "Transgression of measures that protect public health",
}  # fmt: skip

REVIEWED = {
    "N": "Not called for", "D": "Due", "U": "Upheld by the governing board", "O": "Reinstatement by the governing board",
    "I": "Gone to an independent review panel",
}  # fmt: skip

PROVIDERS = {
    "TRUST": "An academy of this trust", "AP": "State-funded alternative provision outside the trust",
    "INDEP": "Independent provider", "FE": "Further education college", "SCHOOL": "Another mainstream school",
    "OTHER": "Another kind of provider",
}  # fmt: skip
OBJECTIVES = {"M": "Met", "P": "Partly met", "N": "Not met"}
TRIALS = {"O": "On trial", "M": "Became permanent", "R": "Came back"}
SUPPORT = {
    "NONE": "None yet", "MENT": "Mentoring", "THER": "Therapy or counselling", "PLAN": "Individual behaviour or support plan",
    "CURR": "Changed curriculum or timetable", "FAM": "Family support or early help", "SEND": "Assessment or SEND support",
    "OTHER": "Another intervention",
}  # fmt: skip

# Why a pupil comes or goes in the year.
MOVES = {
    "MOVED": "Family moved home", "SEASON": "Seasonal or travelling work of the family", "CHOICE": "Parents chose another school",
    "PLACE": "Placed by the authority or through an education, health and care plan", "MAIN": "Return to mainstream",
    "MM": "Managed move made permanent", "EHE": "Elective home education", "CME": "Missing, whereabouts unknown",
    "PEX": "Permanent exclusion", "END": "Placement ended", "OTHER": "Another reason",
}  # fmt: skip
SETTINGS = {
    "MAIN": "Mainstream school", "SPEC": "Special school", "AP": "Alternative provision", "INDEP": "Independent school",
    "FE": "College or training", "HOME": "Home education", "ABROAD": "Outside England", "NONE": "None or unknown",
}  # fmt: skip

INCIDENTS = {
    "DIS": "Disruption", "DEF": "Defiance", "VERB": "Verbal abuse or threat", "PHYS": "Physical assault", "BULL": "Bullying",
    "PREJ": "Prejudice-related", "SEXH": "Sexual harassment, child on child", "SEXV": "Sexual violence, child on child",
    "DAM": "Damage", "THFT": "Theft", "SUBS": "Drugs, alcohol, smoking or vaping", "WEAP": "Weapon or prohibited item",
    "ONL": "Online", "ABSC": "Left the site or truanted", "OTH": "Other",
}  # fmt: skip
PREJUDICES = {
    "N": "None", "RAC": "Racist", "HOM": "Homophobic, biphobic or transphobic", "SEX": "Sexist or misogynistic",
    "DIS": "About disability", "REL": "About religion or belief", "OTH": "Other",
}  # fmt: skip
SANCTIONS = {
    "NONE": "None", "WARN": "Warning or restorative conversation", "DET": "Detention", "REM": "Removal from the classroom",
    "INT": "Internal suspension", "SUSP": "Suspension", "PERM": "Permanent exclusion", "OTH": "Other sanction",
}  # fmt: skip
ROLES = {
    "T": "Teacher", "TA": "Teaching assistant", "P": "Pastoral staff", "L": "Senior leader", "C": "Cover or agency staff",
    "O": "Other staff",
}  # fmt: skip
