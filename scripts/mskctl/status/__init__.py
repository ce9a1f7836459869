"""``mskctl status``: read a live cluster, show what it is like."""
