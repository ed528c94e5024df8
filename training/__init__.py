"""How the policy's models are made, and how well they judge."""
