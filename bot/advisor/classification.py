"""Classifies a message: its topics, the service it names, and choices where that is unsure."""

import re
from dataclasses import dataclass
from functools import cache

from bot.advisor.data import read_data
from bot.advisor.harm import matches_demand, matches_harm, matches_victim
from bot.advisor.model import Weights, features, probabilities
from bot.advisor.normalise import canonical, tokens
from bot.advisor.services import TOPICAL, find_services

REFUSED = "tolak_bahaya"
VICTIM = "deepfake_korban"
OUTSIDE = "di_luar_topik"
SINGLE_TOPICS = {REFUSED, OUTSIDE, "sapaan", "terima_kasih"}  # never a second topic
TOPIC_SERVICES = {
    "telegram_file_vs_foto": "telegram",
    "whatsapp": "whatsapp",
}  # even if it is not named
# Probabilities of topics.
SURE = 0.45  # below it, choices are offered
MIN_HARM = 0.02  # enough for a refusal where a rule of harm matches
MIN_REFUSAL = 0.15  # needed for a refusal where no rule matches
SURE_VICTIM = 0.5  # of the victim's topic: then a rule of harm is mistaken
VAGUE = 0.4  # a topic below this gives way to "outside" if that has at least
MIN_OUTSIDE = 0.15
SURE_OWN_TOPIC = 0.5  # a message with such a topic is no follow-up
MIN_CLAUSE = 0.6  # makes the topic of a clause a second topic
MIN_CHOICE = 0.1

MAX_CHOICES = 3
MAX_LENGTH = 2_000  # characters of a message that are read
MAX_FOLLOW_UP = 4  # words
CLAUSE = re.compile(r"[?!.;,\n]+|\b(?:dan|terus|trus|sama|lalu|and|juga|serta|karo|jeung)\b")


@dataclass(frozen=True, slots=True)
class Classification:
    """What a message is about. Topics and services are ids of texts in locales/."""

    topics: tuple[str, ...]  # the best first; never empty
    service: str | None
    score: float  # of the first topic, 0 to 1
    choices: tuple[str, ...]  # two or three topics to choose from where unsure


def classify(
    text: str, before: Classification | None = None, model: Weights | None = None
) -> Classification:
    """Return what a message is about; `before` is the last classification in the same chat."""
    text = text[:MAX_LENGTH]
    words = tokens(text)
    if not words:
        return Classification((OUTSIDE,), None, 1.0, ())
    services = find_services(words)
    service = _first_service(services)
    scores = probabilities(features(words, services), model)
    best = _best_topic(scores, matches_harm(words), matches_victim(words))
    if matches_demand(words) and not matches_victim(words):
        best = REFUSED
    if before and service and _is_follow_up(words, services, scores[best]):
        return Classification(before.topics, service, before.score, ())
    topics = (best, *_second_topic(text, best, scores, model))
    unsure = len(topics) == 1 and scores[best] < SURE and best != REFUSED
    if before and not service and best not in SINGLE_TOPICS:
        service = before.service
    service = service or TOPIC_SERVICES.get(best)
    choices = _choices(best, scores) if unsure else ()
    return Classification(topics, service, round(scores[best], 3), choices)


def _best_topic(scores: dict[str, float], is_harm: bool, is_victim: bool) -> str:
    """Return the topic of a message; nobody who was harmed is refused."""
    ranked = sorted(scores, key=lambda topic: -scores[topic])
    refused, victim = scores[REFUSED], scores[VICTIM]
    if is_victim and (ranked[0] == REFUSED or victim >= MIN_CHOICE):
        return VICTIM
    if is_harm and refused >= MIN_HARM and victim < SURE_VICTIM:
        return REFUSED
    if ranked[0] == REFUSED and refused < MIN_REFUSAL and not is_harm:
        return VICTIM if victim >= MIN_CHOICE else ranked[1]
    is_vague = scores[ranked[0]] < VAGUE and scores[OUTSIDE] >= MIN_OUTSIDE
    return OUTSIDE if is_vague and ranked[0] not in {REFUSED, VICTIM} else ranked[0]


def _is_follow_up(words: list[str], services: dict[int, str], score: float) -> bool:
    """Return whether a message names another service and has no topic of its own."""
    others = {canonical(word) for index, word in enumerate(words) if index not in services}
    return others <= filler_words() or (len(words) <= MAX_FOLLOW_UP and score < SURE_OWN_TOPIC)


@cache
def filler_words() -> frozenset[str]:
    """Return the words, in canonical form, that a follow-up may have besides a service."""
    return frozenset(read_data("empty.txt").decode().split())


def _second_topic(
    text: str, best: str, scores: dict[str, float], model: Weights | None
) -> list[str]:
    """Return the first topic of a single clause that differs from the best, if there is one."""
    if best in SINGLE_TOPICS:
        return []
    for clause in CLAUSE.split(text.casefold()):
        words = tokens(clause)
        if len(words) > 2:
            clause_scores = probabilities(features(words, find_services(words)), model)
            topic = max(clause_scores, key=lambda name: clause_scores[name])
            is_new = topic != best and topic not in SINGLE_TOPICS
            if is_new and clause_scores[topic] >= MIN_CLAUSE and scores[topic] >= MIN_CHOICE / 2:
                return [topic]
    return []


def _choices(best: str, scores: dict[str, float]) -> tuple[str, ...]:
    ranked = sorted(scores, key=lambda topic: -scores[topic])
    others = [t for t in ranked if t not in SINGLE_TOPICS and scores[t] >= MIN_CHOICE]
    choices = tuple(dict.fromkeys((best, *others)))[:MAX_CHOICES]
    return choices if len(choices) > 1 and best not in SINGLE_TOPICS - {OUTSIDE} else ()


def _first_service(services: dict[int, str]) -> str | None:
    """Return the first service named; AI services come before Telegram and WhatsApp."""
    ids = [services[index] for index in sorted(services) if services[index]]
    return min(ids, key=lambda service: service in TOPICAL, default=None)
