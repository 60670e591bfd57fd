"""An answer to a question: the fact of the service that was named, then the topics."""

from datetime import date

from bot.advisor import Classification
from bot.wording import advice
from bot.wording.advice import Advice
from bot.wording.catalogue import Catalogue

FACTS = {  # topic -> the fact of a service's card that answers it
    "risiko_pelatihan": "melatih",
    "matikan_riwayat": "sakelar",
    "hapus_data": "hapus",
    "baca_kebijakan": "simpan",
    "foto_anak": "usia",
    "risiko_hak_cipta": "hak",
}


def answer(catalogue: Catalogue, heard: Classification, today: date) -> Advice:
    """Return what is said to what was heard: HTML, and what stands behind "more"."""
    told = [advice.topic(catalogue, topic, today) for topic in heard.topics]
    key = FACTS.get(heard.topics[0])
    facts = [advice.fact(catalogue, heard.service, key, today)] if heard.service and key else []
    first = "\n\n".join((*facts, *(topic.first for topic in told)))
    return Advice(first, "\n\n".join(topic.rest for topic in told if topic.rest))
