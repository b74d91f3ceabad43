"""The pictures of the documentation (`make pictures`): a real server, a small account, and a browser that looks."""
