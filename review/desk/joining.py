"""Joining the network: invitations, consent, byline, and being forgotten."""

from review import inbox, invitations, network, outbox, people, posted
from review.access import Person
from review.clock import desk_date
from review.desk.conversing import Conversing
from review.models import Dialogue
from review.port import State

NOTICE_VERSION = "1.0"


class Joining(Conversing):
    """What the enrolment dialogue and the choice of language ask for."""

    def turn_away(self) -> None:
        """Count a stranger and keep nothing else."""
        network.next_number(self._session, "stranger", desk_date(self.now, self._rules.zone))
        self.is_blank = True

    def redeem(self, code: str) -> Person:
        """Use an invitation; raises InvitationRefused."""
        invited = invitations.redeem(self._session, code, now=self.now)
        who = self._caller
        self.person = people.begin_enrolment(
            self._session,
            invited,
            door=who.door,
            account_id=who.account_id,
            chat_id=who.chat_id,
            name=who.name,
            locale=who.locale,
            now=self.now,
        )
        row = Dialogue(
            person_id=self.person.id, name="", step="", details={"invitation": invited.id}, updated_at=self.now
        )
        self._session.add(row)
        self._session.flush()
        self._stood = State("", "", 0, row.details)
        return self.person

    def agree(self, message_id: int) -> None:
        """Keep the proof of the person's consent to the notice as it now reads."""
        person = self._known()
        people.consent(
            self._session,
            person,
            version=NOTICE_VERSION,
            notice=self._words.source("consent_notice", person.locale),
            door=self._caller.door,
            account_id=self._caller.account_id,
            message_id=message_id,
            locale=person.locale,
            now=self.now,
        )

    def forget_me(self) -> None:
        """Forget a person who declined: rows, raw updates, owed messages; the invitation may be used again."""
        person = self._known()
        if self._stood is not None and "invitation" in self._stood.details:
            invitations.give_back(self._session, self._stood.details["invitation"])
        self._session.expire_all()
        since = people.known_since(self._session, person.id)
        outbox.forget(self._session, self._recipient(), since=since)
        people.forget_enrolment(self._session, person.id)
        inbox.forget_chat(self._session, self._caller.chat_id)
        posted.forget_chat(self._session, door=self._caller.door, chat_id=self._caller.chat_id)
        self.person, self.is_blank = None, True

    def choose_byline(self, byline: str, pen_name: str | None = None) -> None:
        people.choose_byline(self._session, self._known(), byline, pen_name)

    def complete_enrolment(self) -> None:
        """Let the person send from now on."""
        people.complete_enrolment(self._session, self._known(), now=self.now)
        self.person = people.get(self._session, self._known().id)

    def choose_locale(self, locale: str) -> None:
        people.choose_locale(self._session, self._known(), locale)
