"""The desk for programs: what moderators do on their pages, below /api/v1/moderation/."""
