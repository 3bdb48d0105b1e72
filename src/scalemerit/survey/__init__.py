"""Surveys: sheets that buyers fill in, and what their answers do to a scenario.

`template` and `workbook` write the sheet, `sheets` reads files of any kind into rows of cells,
`headings` finds what the columns are, `answers` reads the rows, `merging` brings files together,
`adopting` puts the answers into a scenario's own text, `starting` writes a new scenario.
"""
