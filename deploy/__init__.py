"""Starting the product: one machine, one command, everything supervised."""
