"""Attainment worked out from results: pure functions over a pupil's points, in hundredths so that sums are exact."""
