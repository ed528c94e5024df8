"""Tables of speed; nothing here is asserted, since machines differ."""
