"""The correspondents' web door at /gui: the dialogues of the bot as a form, for one person by a personal link."""
