"""The main job: deploy a platform, use it as its clients do, change it, take it down.

`scripts/demo` runs it and reports; the end-to-end tests and the live smoke tests make the same
assertions.
"""
