"""One's own data: seen, corrected, taken away, withdrawn, deleted; each leaves a request with its due dates."""

from datetime import timedelta

from review import outbox, people, workdays
from review.desk.conversing import Conversing
from review.personal import MyData, Requested, Wish
from review.rights import knowing, leaving, requests, resigning
from review.rights.requests import due_dates

AFTER_THE_WORD = timedelta(seconds=1)  # that it was asked for is said first


class Owning(Conversing):
    """What the dialogue about one's own data asks for."""

    def my_data(self) -> MyData:
        return knowing.my_data(self._session, self._known().id)

    def view_data(self) -> Requested:
        """Note that somebody saw what is held about them; the answer is at hand, so nothing stays open."""
        return self._ask(Wish.VIEW, is_done=True)

    def correct(self, *, name: str = "", pen_name: str = "") -> Requested:
        """Set right what is written of the person, at once."""
        person = self._known()
        if name:
            people.rename(self._session, person, name)
            self.person = people.get(self._session, person.id)
        if pen_name:
            people.choose_byline(self._session, person, people.member(self._session, person.id).byline, pen_name)
        return self._ask(Wish.CORRECT, is_done=True)

    def ask_export(self) -> tuple[Requested, bool]:
        """Have everything put together and sent; returns the request and whether it is a new one."""
        waiting = requests.open_of(self._session, self._known().id, Wish.EXPORT)
        if waiting:
            return requests.seen(waiting[-1]), False
        asked = self._ask(Wish.EXPORT)
        outbox.enqueue(
            self._session,
            "rights_export",
            subject=f"rights:{asked.id}",
            recipient=self._recipient(),
            lane=outbox.Lane.REPLY,
            dedupe_key=f"rights_export:{asked.id}",
            now=self.now,
            not_before=self.now + AFTER_THE_WORD,
        )
        return asked, True

    def withdraw_consent(self, *, keeps_name: bool) -> tuple[Requested, tuple[str, ...]]:
        """End the consent; returns the request and the articles whose byline people still have to see to."""
        asked = leaving.withdraw(
            self._session,
            self._known(),
            keeps_name=keeps_name,
            door=self._caller.door,
            now=self.now,
            rules=self._rules,
        )
        self._composing = None
        return asked, self._drafts(asked)

    def delete_me(self) -> tuple[Requested, tuple[str, ...]]:
        """Delete the person; what is said afterwards goes to a chat of nobody."""
        asked = leaving.delete(self._session, self._known(), door=self._caller.door, now=self.now, rules=self._rules)
        self.person, self._stood, self._composing, self.is_blank = None, None, None, True
        return asked, self._drafts(asked)

    def is_only_admin(self) -> bool:
        """Tell whether the desk would be without an admin if this person left it."""
        return resigning.is_only_admin(self._session, self._known())

    def resign(self) -> None:
        """Give back all roles at the desk; raises NotAllowed."""
        resigning.resign(self._session, self._known(), door=self._caller.door, now=self.now)
        self.person = people.get(self._session, self._known().id)

    def deletion_due(self) -> Requested:
        """Return what a deletion asked for now would be due by, without asking for it."""
        with_others = self.my_data().published > 0
        calendar = workdays.calendar(self._session)
        zone = self._rules.zone
        answer, done = due_dates(self.now, Wish.DELETE, zone=zone, calendar=calendar, with_others=with_others)
        return Requested(0, "", Wish.DELETE, answer, done, is_open=True)

    def sample_tip(self) -> str:
        """Return a ready text to practise with, in the language tips are written in."""
        return self._words.label("practice.sample", self._known().locale)

    def has_withdrawn(self) -> bool:
        """Tell whether the person left by withdrawing the consent, and so may come back."""
        return leaving.has_withdrawn(self._session, self._known().id)

    def come_back(self) -> None:
        """Let the person send again; raises NotAllowed."""
        leaving.come_back(self._session, self._known(), now=self.now, door=self._caller.door)
        self.person = people.get(self._session, self._known().id)

    def _ask(self, wish: Wish, *, is_done: bool = False) -> Requested:
        return requests.ask(
            self._session,
            self._known(),
            wish,
            door=self._caller.door,
            now=self.now,
            rules=self._rules,
            is_done=is_done,
        )

    def _drafts(self, asked: Requested) -> tuple[str, ...]:
        return tuple(requests.get(self._session, asked.id).details.get("drafts", ()))
