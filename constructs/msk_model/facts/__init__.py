"""Tables of what Amazon MSK is: data with its source and date, and a typed loader beside each."""
