"""Has this been sent before? What is compared of tips, drafts and photos is kept off the accepting path, and searched.

Steps, each its own: `following` says what changed, `keeping` makes and keeps what is compared, `finding` looks for what
is alike, `pairs` keeps what was found, `shown` tells it to pages and cards. How far each has got is in the database: it
goes on after a restart, and of two processes one does it.
"""
