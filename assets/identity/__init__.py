"""The identity stage: who is who, in tiers, with tokens that last from night to night.

What belongs here: from records that name a person to persons, links, a review queue, events and the registry of tokens.
What does not: what a person's rows mean (households, indicators), and how a file is read (landing).
"""

from assets.identity.resolution import Resolution, resolve
from assets.identity.settings import IdentitySettings

__all__ = ["IdentitySettings", "Resolution", "resolve"]
