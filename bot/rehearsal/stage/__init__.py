"""The stage page: two telephones and the console on one screen. The only part of the rehearsal that serves pages."""
