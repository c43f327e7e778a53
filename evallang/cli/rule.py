"""`evallang rule CODE`."""

from __future__ import annotations

from itertools import groupby

import click

from evallang.cli.failures import Failure, plainly
from evallang.suggest import nearest


@click.command("rule")
@click.argument("code", required=False)
@plainly
def command(code: str | None) -> None:
    """Explain a code that `check` shows.

    It says what is wrong, why it matters and what to do. CODE is such as C301 or E0103, or the name of a check;
    without it all checks are listed.
    """
    from evallang.codes import CODES  # noqa: PLC0415  # not for --help
    from evallang.lint.accepted import PAGES  # noqa: PLC0415
    from evallang.lint.check import all_checks, check_of  # noqa: PLC0415

    if code is None:
        for family, checks in groupby(all_checks(), key=lambda check: check.family):
            click.echo(f"{family}")
            for check in checks:
                click.echo(f"  {check.code}  {check.name:<40} {check.title}".rstrip())
        for accepting, (title, _) in PAGES.items():
            click.echo(f"  {accepting}  {'accept':<40} {title}")
        return
    found = check_of(code.upper()) or check_of(code)
    if found is not None:
        click.echo(f"{found.code}: {found.title} ({found.family.lower()}; `{found.name}`)\n\n{found.page}")
    elif code.upper() in PAGES:
        title, page = PAGES[code.upper()]
        click.echo(f"{code.upper()}: {title}\n\n{page}")
    elif code.upper() in CODES:
        click.echo(f"{code.upper()}: {CODES[code.upper()]}")
    else:
        known = [*CODES, *(word for check in all_checks() for word in (check.code, check.name))]
        near = nearest(code.upper(), known) or nearest(code, known)
        raise Failure(f"no message has the code `{code}`", f"did you mean `{near}`?" if near else None)
