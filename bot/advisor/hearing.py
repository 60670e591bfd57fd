"""What a message is about: topics, service, how sure, and what else it may mean."""

import re
from dataclasses import dataclass
from functools import cache

from bot.advisor.data import opened
from bot.advisor.features import features
from bot.advisor.harm import demanded, harmed, harmful
from bot.advisor.model import Weights, chances
from bot.advisor.services import TOPICAL, named
from bot.advisor.words import meant, words

REFUSED = "tolak_bahaya"
VICTIM = "deepfake_korban"
OUTSIDE = "di_luar_topik"
ALONE = {REFUSED, OUTSIDE, "sapaan", "terima_kasih"}  # none of these is a second topic
MEANT = {"telegram_file_vs_foto": "telegram", "whatsapp": "whatsapp"}  # named or not
SURE = 0.45  # below it the likeliest are offered as choices
HARM = 0.02  # with a rule met, no more is needed
DOUBT = 0.15  # without a rule met a refusal needs as much
VICTIM_SURE = 0.5  # of who was harmed: then a rule of harm is mistaken
VAGUE = 0.4  # a topic that is no likelier, and
NEAR = 0.15  # a message that is this likely about something else: it is
CLEAR = 0.5  # a topic of its own, and no follow-up
PART = 0.6  # of a clause of three words or more: its topic is meant too
OFFERED = 0.1
CHOICES = 3
LONGEST = 2_000  # characters of a message that are read
FOLLOW = 4  # words that a follow-up has at most
CLAUSE = re.compile(r"[?!.;,\n]+|\b(?:dan|terus|trus|sama|lalu|and|juga|serta|karo|jeung)\b")


@dataclass(frozen=True, slots=True)
class Classification:
    """What a message is about; topics and services are ids of texts in locales/."""

    topics: tuple[str, ...]  # the best first; never empty
    service: str | None
    score: float  # of the first topic, 0 to 1
    choices: tuple[str, ...]  # two or three topics to choose from where unsure


def find(
    text: str, before: Classification | None = None, model: Weights | None = None
) -> Classification:
    """Return what a message is about; `before` is what was heard in the same talk just now."""
    text = text[:LONGEST]
    told = words(text)
    if not told:
        return Classification((OUTSIDE,), None, 1.0, ())
    services = named(told)
    service = _first(services)
    likely = chances(features(told, services), model)
    best = _best(likely, harmful(told), harmed(told))
    if demanded(told) and not harmed(told):
        best = REFUSED
    if before and service and _follows(told, services, likely[best]):
        return Classification(before.topics, service, before.score, ())
    topics = (best, *_others(text, best, likely, model))
    unsure = len(topics) == 1 and likely[best] < SURE and best != REFUSED
    if before and not service and best not in ALONE:
        service = before.service
    service = service or MEANT.get(best)
    return Classification(
        topics, service, round(likely[best], 3), _choices(best, likely) if unsure else ()
    )


def _best(likely: dict[str, float], harm: bool, victims: bool) -> str:
    """Return the topic; nobody who was harmed is refused."""
    ranked = sorted(likely, key=lambda topic: -likely[topic])
    refused, victim = likely[REFUSED], likely[VICTIM]
    if victims and (ranked[0] == REFUSED or victim >= OFFERED):
        return VICTIM
    if harm and refused >= HARM and victim < VICTIM_SURE:
        return REFUSED
    if ranked[0] == REFUSED and refused < DOUBT and not harm:
        return VICTIM if victim >= OFFERED else ranked[1]
    vague = likely[ranked[0]] < VAGUE and likely[OUTSIDE] >= NEAR
    return OUTSIDE if vague and ranked[0] not in {REFUSED, VICTIM} else ranked[0]


def _follows(told: list[str], services: dict[int, str], chance: float) -> bool:
    """Tell whether a short message only names another service, and else nothing of its own."""
    own = {meant(word) for index, word in enumerate(told) if index not in services}
    return own <= empty() or (len(told) <= FOLLOW and chance < CLEAR)


@cache
def empty() -> frozenset[str]:
    """Return what a follow-up says besides a service, by what it means."""
    return frozenset(opened("empty.txt").decode().split())


def _others(text: str, best: str, likely: dict[str, float], model: Weights | None) -> list[str]:
    """Return the topics of single clauses, where they are others."""
    found: list[str] = []
    if best in ALONE:
        return found
    for clause in CLAUSE.split(text.casefold()):
        told = words(clause)
        if len(told) > 2:
            part = chances(features(told, named(told)), model)
            topic = max(part, key=lambda name: part[name])
            new = topic not in {best, *found} and topic not in ALONE
            if new and part[topic] >= PART and likely[topic] >= OFFERED / 2:
                found.append(topic)
    return found[:1]


def _choices(best: str, likely: dict[str, float]) -> tuple[str, ...]:
    ranked = sorted(likely, key=lambda topic: -likely[topic])
    others = [topic for topic in ranked if topic not in ALONE and likely[topic] >= OFFERED]
    shown = tuple(dict.fromkeys((best, *others)))[:CHOICES]
    return shown if len(shown) > 1 and best not in ALONE - {OUTSIDE} else ()


def _first(services: dict[int, str]) -> str | None:
    """Return the first service named; one that makes pictures before one that carries them."""
    told = [services[index] for index in sorted(services) if services[index]]
    return min(told, key=lambda service: service in TOPICAL, default=None)
