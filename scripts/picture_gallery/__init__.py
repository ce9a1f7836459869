"""The pictures of the documentation, drawn from generated data so that nobody needs an account."""
