"""The operator's command line for Amazon MSK."""
