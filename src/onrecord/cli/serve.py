"""`onrecord serve`: a store looked at in a browser, on this machine."""

import click

from onrecord.cli.report import report


@click.command(
    short_help="Look at a store in a browser.",
    epilog="Exit status: 0 stopped, 1 the store cannot be read or the port is taken, 2 the command was not understood, 130 interrupted.",
)
@click.argument("store", metavar="STORE", type=click.Path())
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0: any that is free.")
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="An address of this machine. With another than the default, whoever reaches it can look, if they have the token that is then printed.",
)
@click.option("--token", metavar="WORD", help="Demand this token; with --host one is made up where none is given.")
@click.option("--read-only", is_flag=True, help="Write nothing: no corrections, and no stories made anew.")
@click.option("--author", metavar="NAME", help="Who corrects, until a form says otherwise. Default: the name of this account.")
@click.help_option("-h", "--help")
def serve(store: str, port: int, host: str, token: str | None, author: str | None, *, read_only: bool) -> int:
    """Serve the web UI of a store: the reader, the claims board, the register of arms transfers, search, review.

    Every figure leads to the words it stands on, every page has its data beside it under .json, and all of it works without JavaScript.
    Nothing is loaded from anywhere, and no other machine is spoken to. Stop it with Ctrl-C.

    \b
    Examples:
      onrecord serve news.db                     open the address that it prints
      onrecord serve news.db --read-only
      onrecord serve news.db --host 192.0.2.7    for a colleague, with a token
    """
    from onrecord.web import serve as run

    run(store, host=host, port=port, token=token, read_only=read_only, author=author, tell=lambda address: report(f"open {address} (Ctrl-C stops)"))
    return 0
