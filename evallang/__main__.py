"""`python -m evallang` is the command `evallang`."""

from evallang.cli import main

if __name__ == "__main__":
    main(prog_name="evallang")
