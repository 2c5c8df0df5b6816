"""Proof: a packet that a stranger can check, whether its bytes still give the same record, and what two stores say otherwise.

`packet.write_packet` makes the packet of a claim or of pages, `verify.verify` reads it again, `diff.diff` holds two stores against each other.
"""
