"""Many records, one story: pages of the same happenings, the claims that they share, who stands behind each, and deals from request to delivery.

Pure: records and pairs of copies in, `onrecord.stories.Stories` out. Nothing here reads a file or opens a store.
"""

from onrecord.across.captures import capture_of, tell
from onrecord.across.claims import Told, claims_of
from onrecord.across.merging import Merger, merge
from onrecord.across.stored import stories_of
from onrecord.across.telling import Capture, Telling
from onrecord.across.tree import origin_tree

__all__ = ["Capture", "Merger", "Telling", "Told", "capture_of", "claims_of", "merge", "origin_tree", "stories_of", "tell"]
