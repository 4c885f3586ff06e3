"""The report on a checked text (核对报告) as files that an office works with."""
