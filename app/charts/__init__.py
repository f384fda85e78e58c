"""Charts: functions from what is seen of a run to the text of an SVG; no page, no Solara."""
