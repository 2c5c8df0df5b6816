"""`onrecord completion`: the script with which a shell completes our commands."""

import click


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.help_option("-h", "--help")
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands, options and files.

    \b
    Examples:
      eval "$(onrecord completion bash)"        in ~/.bashrc
      eval "$(onrecord completion zsh)"         in ~/.zshrc
      onrecord completion fish | source         in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    script = kind(context.find_root().command, {}, "onrecord", "_ONRECORD_COMPLETE")
    # Not source(): that starts a bash to ask its version.
    click.echo(script.source_template % script.source_vars())
