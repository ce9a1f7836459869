"""The rules of `msk_model` over what an app synthesizes."""
