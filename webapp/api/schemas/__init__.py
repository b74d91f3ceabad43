"""The shapes of the client API: what is asked is checked by them, what is answered is described by them."""
