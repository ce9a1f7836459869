"""One page about what templates deploy, for somebody who has to approve it."""
