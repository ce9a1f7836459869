"""The deployment app: one file in, five stacks out. What things are is in `cdk_msk`."""
