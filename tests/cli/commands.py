"""Running a command in the test's own process, and a small methodology to run it on."""

from pathlib import Path

from click.testing import CliRunner, Result

from evallang.cli import main

SMALL = """\
methodology small "Шағын әдістеме"
source   "Order № 1" dated 2020-01-01
in force 2020-02-01
kinds    central "Central body", local "Local body"

parameter weight "Weight" : number
reading base "By what is it divided?" id "S-01" §2 {
  option three "three" because "the text says so"
  option four  "four"
  choose three
}
input x "Сан" : number 0.., yearly §1

index third "Third" §2 {
  score x / (by base { three : 3; four : 4 }) * weight
  grade
    | score    | grade | label   |
    | 1 and up | high  | "Жоғары" |
    | below 1  | low   | "Төмен" |
}
item measure "Measure" by code §3 {
  input value : number, yearly
  index twice { score value * 2 }
}
rating order "Order" { among every body; by third, highest first, ties share }
trigger alarm "Alarm" { when third < 1/2 }

example "three thirds" {
  given x 3, kind central
  given weight 1
  expect third 1, third.grade high
}
"""

BODIES = """\
body,kind,period,x
Алматы,local,2019,6
Алматы,local,2020,3
Банк,central,2019,3
Банк,central,2020,2.5
"""

MEASURES = """\
body,period,code,value
Алматы,2020,m1,0.0625
Алматы,2020,m2,1/7
Банк,2020,m1,4
"""


def invoke(*arguments: str | Path) -> Result:
    """Run a command; an exception that no command turned into a message fails the test."""
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def said(result: Result, code: int, *texts: str) -> None:
    """The exit code, and that each text was printed."""
    assert result.exit_code == code, result.output
    for text in texts:
        assert text in result.output, result.output


def refused(result: Result, *texts: str) -> None:
    """Exit code 2 and one message on stderr, with each of the texts; nothing on stdout."""
    said(result, 2)
    for text in texts:
        assert text in result.stderr, result.stderr
    assert result.stdout == ""
