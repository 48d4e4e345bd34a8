"""The receiving and handling part of the desk as a process that can be killed; settings come from the environment."""

import uvloop

from bot.commands.logs import quiet_logging
from bot.commands.run import desk
from review.settings import load

if __name__ == "__main__":
    quiet_logging()
    uvloop.run(desk(load(dotenv=None), ("receive", "work")))
