"""How well the policy judges text that it was not made from, as tables."""
