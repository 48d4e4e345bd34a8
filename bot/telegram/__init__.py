"""The Telegram door. Waits come as timedeltas, so that PTB's change of their type passes unnoticed (R59)."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")
