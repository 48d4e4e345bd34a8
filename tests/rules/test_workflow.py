import itertools

import pytest

from review.access import GRANTS, OWN_TIP_ONLY, Person, Role, may, require
from review.errors import NotAllowed, TransitionNotAllowed
from review.workflow import DRAFT_MOVES, TIP_MOVES, DraftStatus, DraftVerb, TipStatus, Verb, after, draft_after


@pytest.mark.parametrize(("status", "verb"), list(itertools.product(TipStatus, Verb)))
def test_a_tip_moves_by_the_table_and_every_other_pair_is_refused_by_name(status: TipStatus, verb: Verb) -> None:
    if (status, verb) in TIP_MOVES:
        assert after(status, verb) is TIP_MOVES[status, verb]
    else:
        with pytest.raises(TransitionNotAllowed, match=f"{verb} is not possible on a {status} tip"):
            after(status, verb)


@pytest.mark.parametrize(("status", "verb"), list(itertools.product(DraftStatus, DraftVerb)))
def test_a_draft_moves_by_the_table_and_every_other_pair_is_refused_by_name(
    status: DraftStatus, verb: DraftVerb
) -> None:
    if (status, verb) in DRAFT_MOVES:
        assert draft_after(status, verb) is DRAFT_MOVES[status, verb]
    else:
        with pytest.raises(TransitionNotAllowed):
            draft_after(status, verb)


def test_every_status_but_withdrawn_leads_somewhere_or_ends_on_purpose() -> None:
    leading = {status for status, _ in TIP_MOVES}

    assert set(TipStatus) - leading == {TipStatus.WITHDRAWN}


@pytest.mark.parametrize("act", [*Verb, *DraftVerb])
def test_somebody_without_a_role_may_do_nothing(act: Verb | DraftVerb) -> None:
    nobody = Person(1, "Quân")

    assert not may(nobody, act, sender_id=2)


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.REJECT, Verb.ASK, Verb.MARK_DUPLICATE, Verb.REOPEN])
def test_no_one_decides_on_their_own_tip(verb: Verb) -> None:
    minh = Person(7, "Minh", frozenset({Role.MODERATOR, Role.ADMIN}))

    with pytest.raises(NotAllowed) as refused:
        require(minh, verb, sender_id=7)

    assert refused.value.values["own"] == "1"


@pytest.mark.parametrize("verb", sorted(OWN_TIP_ONLY))
def test_only_the_sender_acts_for_the_sender(verb: Verb) -> None:
    lan = Person(3, "Lan", frozenset({Role.CORRESPONDENT}))

    assert may(lan, verb, sender_id=3)
    assert not may(lan, verb, sender_id=4)


def test_every_verb_has_an_answer_to_who_may() -> None:
    assert set(Verb) | set(DraftVerb) <= set(GRANTS)
