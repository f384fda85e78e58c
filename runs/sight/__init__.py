"""The one place that decides who knows what: sights of a run, made for given eyes."""
