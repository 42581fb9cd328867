"""Who acts in a claim: the parties of a clause as actors, with role, country and the names that mean the same here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from communique.extraction.views import Party, View
from communique.model import ActorRef, Role
from communique.packs import Register
from communique.text import fold_pattern

__all__ = ["AUTHOR", "Cast"]

AUTHOR = ActorRef("author", Role.AGENT, "author", ())

_SPOKESPERSON = "spokesperson"
# Bodies that act for their government, so that a text uses one for the other (guide: one actor).
_EXECUTIVE = re.compile(
    r"ministry|department-of|white-house|kremlin|foreign-office|presidential-office|cabinet$|government|armed-forces|"
    r"administration|state-council|executive-yuan|number-10|\.mfa|\.mod$|defence$|\.pla$"
)
_PEOPLE = re.compile(fold_pattern("位|[兩二]人"))


@dataclass(frozen=True, slots=True)
class Cast:
    """Turns the parties of clauses into actors, by the register on the day of publication."""

    register: Register
    published: date | None

    def _ref(self, party: Party, role: Role) -> ActorRef:
        entry = self.register.get(party.id)
        country = entry.country if entry else None
        state = self.register.get((country or "").lower())
        aliases = party.aliases
        if entry is not None and state is not None and entry.id != state.id:
            if party.kind == "person" and self._speaks_for(party.id):
                return ActorRef(state.id, role, party.surface, (*aliases, entry.display()), country)
            if entry.type == "body" and _EXECUTIVE.search(entry.id):
                aliases = (*aliases, state.display(), state.display("en"))
        return ActorRef(party.id, role, party.surface, aliases, country)

    def _speaks_for(self, person: str) -> bool:
        """Say whether a person's office is to speak for a government: then the government is the actor."""
        return any(_SPOKESPERSON in h.office for h in self.register.offices(person, self.published))

    def roles(
        self, agents: tuple[Party, ...], others: tuple[Party, ...], together: bool, media: bool = False
    ) -> tuple[ActorRef, ...]:
        """Return the actors of a claim, each once: agents and targets, or all participants.

        Media tell of others' acts and are left out, but for ``media``: where they judge for themselves.
        """
        first, second = (Role.PARTICIPANT, Role.PARTICIPANT) if together else (Role.AGENT, Role.TARGET)
        refs: dict[str, ActorRef] = {}
        own = {self.country(p) for p in agents if p.kind == "state"}
        theirs = {self.country(p) for p in agents if p.kind in {"person", "office"}}
        others = tuple(
            p
            for p in others
            if not ((p.kind == "body" and self.country(p) in own) or (p.kind == "state" and self.country(p) in theirs))
        )
        for party, role in [*((p, first) for p in agents), *((p, second) for p in others)]:
            if party.kind == "media" and not media:
                continue
            ref = self._ref(party, role)
            refs.setdefault(ref.id, ref)
        return tuple(refs.values())

    def country(self, party: Party) -> str | None:
        """Return the state a party acts for, as the register has it."""
        entry = self.register.get(party.id)
        return entry.country if entry else None

    def states(self, parties: tuple[Party, ...], every: bool = False) -> tuple[Party, ...]:
        """Return the governments of people who speak for them; with ``every``, of whatever belongs to a state."""
        found: dict[str, Party] = {}
        for party in parties:
            entry = self.register.get(party.id)
            state = self.register.get(entry.country.lower()) if entry and entry.country else None
            if (every or party.kind in {"person", "office"}) and state is not None and state.id != party.id:
                own = entry.display() if entry else party.surface
                party = Party(state.id, party.surface, state.type, party.start, party.end, (own, *party.aliases))
            found.setdefault(party.id, party)
        return tuple(found.values())

    def for_state(self, actors: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
        """Let who speaks or promises for a state also go by its name (guide: one actor where a text uses either)."""
        result: list[ActorRef] = []
        for actor in actors:
            state = self.register.get((actor.country or "").lower())
            if state is not None and actor.role is Role.AGENT and self._holds_office(actor.id):
                actor = replace(actor, aliases=(*actor.aliases, state.display(), state.display("en")))
            result.append(actor)
        return tuple(result)

    def _holds_office(self, key: str) -> bool:
        entry = self.register.get(key)
        if entry is None or entry.type not in {"person", "office"}:
            return False
        return entry.type == "office" or bool(self.register.offices(key, self.published))

    def holders(self, view: View, subject: tuple[Party, ...], stands: bool) -> tuple[Party, ...]:
        """Return who holds a reported stance: the speaker, unless he tells what both sides hold or his own state.

        ``stands`` says that the clause's subject takes the stand by a verb of its own.
        """
        if (
            view.clause.quote < 0
            and view.subject_how == "reference"
            and view.reference in {"two", "three", "four", "all"}
        ):
            return subject
        if view.subject_how == "own" and len(view.speaker) == 1 and len(subject) == 1:
            speaker = view.speaker[0]
            if self.country(subject[0]) == self.country(speaker) and subject[0].kind == "state":
                names = (speaker.surface, *speaker.aliases)
                return (subject[0]._replace(aliases=(*subject[0].aliases, *names)),)
        return subject if stands and subject else view.speaker

    def both_sides(self, view: View, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the states that 雙方, 兩國 or a joint statement speak for; 兩位防長 stay people."""
        if view.reference in {"two", "three", "four", "all", "text"} and not _PEOPLE.search(view.reference_text):
            return self.states(parties)
        return parties

    def aimed_at(self, view: View, actors: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
        """Give a reproach, demand or protest without an object the other state named last before it."""
        if any(actor.role is Role.TARGET for actor in actors):
            return actors
        own = {actor.country for actor in actors}
        for party in view.recent:
            country = self.country(party)
            if country and country not in own:
                state = self.register.get(country.lower())
                if state is not None:
                    return (*actors, ActorRef(state.id, Role.TARGET, party.surface, (), country))
        return actors
