"""One module for each command of ``mskctl``; `mskctl.cli` lists them."""
