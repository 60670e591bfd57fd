"""How well the advisor finds the topic: `make eval`.

Trains with four fifths of the project's examples and asks for the rest; then asks the shipped
model the open questions of ../shared, where they are.
"""

from collections import Counter

from bot.advisor import classify
from bot.advisor.model import Weights
from tests.advisor.examples import Example, questions, split
from tests.advisor.train import trained


def judged(on: list[Example], model: Weights | None = None) -> list[tuple[Example, str]]:
    """Return each example and the topic that was found."""
    return [(example, classify(example.text, model=model).topics[0]) for example in on]


def share(results: list[tuple[Example, str]]) -> float:
    """Return how many were right: 0 to 1."""
    return sum(found == example.topic for example, found in results) / len(results)


def report(results: list[tuple[Example, str]]) -> None:
    """Print the accuracy by topic and by style, and the confusions."""
    print(f"  {share(results):.1%} of {len(results)}")
    for field in ("topic", "style"):
        groups: dict[str, list[tuple[Example, str]]] = {}
        for example, found in results:
            groups.setdefault(getattr(example, field), []).append((example, found))
        print(f"  by {field}")
        for name, group in sorted(groups.items()):
            print(f"    {name:<22}{share(group):7.1%} of {len(group)}")
    wrong = Counter((example.topic, found) for example, found in results if example.topic != found)
    print("  confusions: asked, found, how often")
    for (topic, found), count in wrong.most_common():
        print(f"    {topic:<22}{found:<22}{count}")


if __name__ == "__main__":
    known, held = split()
    print("The project's own examples, held out:")
    report(judged(held, trained(known)))
    if asked := questions():
        print("The open questions:")
        report(judged(asked))
