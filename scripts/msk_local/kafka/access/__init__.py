"""Who a client is and what it may do: signatures, passwords, IAM policy statements."""
