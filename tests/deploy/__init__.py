"""Starting the product."""
