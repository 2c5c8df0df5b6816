"""`onrecord schema`: the JSON Schema of what the commands print."""

import json

import click


@click.command(short_help="Print the JSON Schema of the records.")
@click.argument("contract", type=click.Choice(["record", "stories"]), default="record")
@click.help_option("-h", "--help")
def schema(contract: str) -> None:
    """Print the JSON Schema of a contract: `record` (the default) or `stories`.

    \b
    Examples:
      onrecord schema > onrecord-1.json
      onrecord schema stories
    """
    if contract == "record":
        from onrecord.contract import record_schema as make
    else:
        from onrecord.stories import stories_schema as make
    click.echo(json.dumps(make(), indent=2, ensure_ascii=False))
