"""make bench: every measurement in turn, each printing its table."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MEASUREMENTS = ("standin", "line", "mix", "finders", "similar", "growth")

if __name__ == "__main__":
    for name in sys.argv[1:] or MEASUREMENTS:
        print(f"\n{name}")
        subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=True)
