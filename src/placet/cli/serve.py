"""`placet serve`: the pages in a browser."""

from __future__ import annotations

import socket

import click

from placet.cli.completion import complete_rulebook
from placet.cli.examples import examples
from placet.cli.trouble import Trouble


@click.command("serve", epilog=examples("placet serve", "placet serve ./my-rulebook --port 9000"))
@click.argument("rulebooks", nargs=-1, metavar="[RULEBOOK]...", shell_complete=complete_rulebook)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port; 0: a free one.")
@click.option("--host", metavar="HOST", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A further name to answer to; may be repeated.")
@click.option("--timing", is_flag=True, help="Put on every answer how long it took, as a browser's tools show it.")
def serve_command(rulebooks: tuple[str, ...], port: int, host: str, names: tuple[str, ...], timing: bool) -> None:
    """Read, ask, compare and review in a browser.

    RULEBOOK is a name (`korea`) or a folder; all that come with placet can be reached besides. The pages are for one
    person: there is no sign-in, and whoever reaches the address can use them. Ctrl-C ends it.
    """
    from placet.language import shipped_rulebooks

    shipped = shipped_rulebooks()
    for given in rulebooks:
        if given not in shipped:
            _check_folder(given)
    try:
        import babel  # noqa: F401 - asked for its presence
        import jinja2  # noqa: F401
        import uvicorn

        from placet.web.app import create_app
        from placet.web.serving import set_up
        from placet.web.settings import Settings
    except ImportError as error:
        raise Trouble(
            f"the pages need `{(error.name or 'a part').partition('.')[0]}`, which is not installed",
            "Install placet with its part `web`, or use `make serve`.",
        ) from None
    listener = _listen(host, port)
    bound = listener.getsockname()[1]
    settings = Settings(rulebooks=rulebooks or ("korea",), host=host, port=bound, hosts=names, tells_time=timing)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"http://{shown}:{bound}/")
    click.echo("Ctrl-C ends it", err=True)
    if host not in ("127.0.0.1", "localhost", "::1"):
        click.echo("note: whoever reaches this address can use the pages; there is no sign-in", err=True)
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings), log_level="warning", access_log=False, server_header=False, lifespan="on")
    )
    set_up()
    server.run(sockets=[listener])


def _check_folder(given: str) -> None:
    """Tell of a rulebook that is not there before anything is started; a faulty one is shown with its errors."""
    from pathlib import Path

    from placet.language import load_rulebook

    if not Path(given).exists():
        found = load_rulebook(given).diagnostics[0]
        raise Trouble(found.message, found.help, found.code)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        Trouble: the port is taken, or the address is not this machine's.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise Trouble(
            f"cannot listen at {host}, port {port}: {(error.strerror or 'no reason given').lower()}",
            "Give another --port; 0 takes a free one.",
        ) from None
