"""The command `onrecord`."""


def main() -> None:
    """Run the command line."""
