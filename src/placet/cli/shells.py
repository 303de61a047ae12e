"""`placet completion`: what a shell reads to complete commands, rulebooks, fields, values and names."""

from __future__ import annotations

import click

from placet.cli.examples import examples

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    epilog=examples("placet completion bash > ~/.placet-complete.sh", "echo '. ~/.placet-complete.sh' >> ~/.bashrc"),
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print the set-up that makes a shell complete what is typed, values of fields included."""
    from click.shell_completion import get_completion_class

    from placet.cli.main import main
    from placet.cli.output import write

    found = get_completion_class(shell)
    assert found is not None
    write(found(main, {}, "placet", "_PLACET_COMPLETE").source() + "\n")
