"""Generators: what they leave is recognised; what people write about them is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.blocks import ai
from bot.engine.model import Finding, Kind, Value

WORDS = "a cat, in the rain"
A1111 = f"{WORDS}\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"
COMFY = {"6": {"class_type": "CLIPTextEncode", "inputs": {"text": WORDS, "clip": ["4", 1]}}}
WORKFLOW = {"last_node_id": 9, "nodes": [{"type": "CLIPTextEncode", "widgets_values": [WORDS]}]}
NOVEL = {"prompt": WORDS, "steps": 28, "uc": "low quality, bad", "signed_hash": "abc"}
INVOKE = {"positive_prompt": WORDS, "negative_prompt": "", "model": {"name": "sd-1"}}
DRAW = {"c": WORDS, "uc": "bad, ugly", "sampler": "DPM++", "v2": {}}
SWARM = {"sui_image_params": {"prompt": WORDS, "model": "flux"}}
FOOOCUS = {"prompt": WORDS, "base_model_hash": "abc", "metadata_scheme": "fooocus"}
JOB = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
LABEL = {"AIGC": {"Label": "1", "ContentProducer": "x"}}


def told(keyword: str, text: str) -> list[tuple[Kind, str, Value]]:
    return [(f.kind, f.label, f.value) for f in ai.read_text(keyword, text, "tEXt")]


@given(st.text(max_size=30), st.text(max_size=200))
def test_any_text_is_read_without_an_error(keyword: str, text: str) -> None:
    told(keyword, text)
    told("parameters", text + A1111)


@given(st.text("abcdefghij \n,.", max_size=100))
def test_plain_words_under_a_common_keyword_are_nobodys(text: str) -> None:
    assert told("Comment", text) == []


@pytest.mark.parametrize(
    ("keyword", "text", "evidence"),
    [
        ("parameters", A1111, "Stable Diffusion parameters"),
        ("UserComment", A1111, "Stable Diffusion parameters"),
        ("prompt", json.dumps(COMFY), "ComfyUI prompt"),
        ("workflow", json.dumps(WORKFLOW), "ComfyUI workflow"),
        ("Make", "workflow:" + json.dumps(WORKFLOW), "ComfyUI workflow"),
        ("Model", "prompt:" + json.dumps(COMFY), "ComfyUI prompt"),
        ("Comment", json.dumps(NOVEL), "NovelAI parameters"),
        ("invokeai_metadata", json.dumps(INVOKE), "InvokeAI metadata"),
        ("Dream", f'"{WORDS}" -s 50 -S 1 -W512', "InvokeAI metadata"),
        ("UserComment", json.dumps(DRAW), "Draw Things parameters"),
        ("parameters", json.dumps(SWARM), "SwarmUI parameters"),
        ("Comment", json.dumps(FOOOCUS), "Fooocus parameters"),
        ("Description", f"{WORDS} --v 6.0 Job ID: {JOB}", "Midjourney job"),
        ("prompt", WORDS, "prompt"),
        ("sd_prompt", WORDS, "Stable Diffusion parameters"),
    ],
)
def test_each_generator_is_known_by_what_it_writes(keyword: str, text: str, evidence: str) -> None:
    found = told(keyword, text)
    assert found[0] == (Kind.AI_ORIGIN, keyword, evidence)
    assert found[1][:2] == (Kind.PROMPT, keyword)
    assert WORDS in str(found[1][2])


def test_only_the_words_of_a_graph_are_told() -> None:
    assert told("prompt", json.dumps(COMFY))[1][2] == WORDS
    assert told("Comment", json.dumps(NOVEL))[1][2] == f"{WORDS}\nlow quality, bad"


def test_escaped_words_are_told_as_they_were_typed() -> None:
    words = 'kucing "oren", \n 😀 \\'
    text = json.dumps({"1": {"class_type": "x", "inputs": {"text": words}}})
    assert told("prompt", text)[1][2] == words.strip()


def test_names_of_samplers_and_numbers_of_nodes_are_no_words() -> None:
    graph = {
        "1": {"class_type": "x", "inputs": {"text": "kucing", "positive": ["6", 0]}},
        "2": {"widgets_values": ["euler"]},
    }
    assert told("prompt", json.dumps(graph))[1][2] == "kucing"


def test_what_stands_behind_half_a_megabyte_is_not_looked_at() -> None:
    assert told("Comment", " " * ai.SCAN + A1111) == []


def test_half_a_surrogate_pair_is_no_error() -> None:
    assert told("prompt", r'{"class_type": "x", "text": "a b \ud83d"}')[1][2] == "a b \ufffd"


def test_midjourneys_job_is_an_id() -> None:
    assert told("Description", f"{WORDS} Job ID: {JOB}") == [
        (Kind.AI_ORIGIN, "Description", "Midjourney job"),
        (Kind.PROMPT, "Description", WORDS),
        (Kind.UNIQUE_ID, "Job ID", JOB),
    ]


def test_the_chinese_label_declares_a_machine_and_holds_no_words() -> None:
    assert told("AIGC", json.dumps(LABEL)) == [(Kind.AI_ORIGIN, "AIGC", "AIGC label")]


@pytest.mark.parametrize("keyword", ["Software", "Source", "Author"])
def test_a_generator_that_names_itself_is_evidence(keyword: str) -> None:
    kind = Kind.OWNER if keyword == "Author" else Kind.SOFTWARE
    assert told(keyword, "NovelAI") == [
        (Kind.AI_ORIGIN, keyword, "NovelAI"),
        (kind, keyword, "NovelAI"),
    ]


def test_a_text_that_confesses_stays_a_text() -> None:
    assert told("Description", "Made with Google AI") == [
        (Kind.AI_ORIGIN, "Description", "Made with Google AI"),
        (Kind.TEXT, "Description", "Made with Google AI"),
    ]


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("Software", "Adobe Photoshop 25.0"),
        ("Software", "GIMP 2.10"),
        ("Description", "a talk about Midjourney and DALL-E"),
        ("Comment", "three steps: 1, 2, 3"),
        ("Comment", '{"a": 1}'),
        ("Title", "Gemini constellation"),
        ("Make", "Apple"),
        ("Description", "Steps: up to the temple"),
        ("Comment", "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90"),
        ("Author", "Aida Imagena"),
        ("parameters", "brightness 2"),
    ],
)
def test_what_people_write_is_no_evidence(keyword: str, text: str) -> None:
    assert told(keyword, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Stable Diffusion",
        "DALL-E 3",
        "DALL·E",
        "Midjourney v6",
        "ChatGPT",
        "gpt-4o",
        "Adobe Firefly",
        "Adobe_Firefly",
        "ComfyUI",
        "Google Imagen 3",
        "Google Generative AI",
        "Edited with Google AI",
        "flux.1-dev",
        "FLUX1",
        "Bing Image Creator",
        "Created using AI",
        "AI-generated",
    ],
)
def test_names_of_generators_are_known(text: str) -> None:
    assert ai.generator(text)
    assert ai.generator(f"({text.upper()})")


@pytest.mark.parametrize(
    "text", ["Photoshop", "DALLAS", "Influx2000", "Lightroom Classic 13", "openairplay", "Fluxus"]
)
def test_names_that_sound_alike_are_not(text: str) -> None:
    assert ai.generator(text) is None


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("trainedAlgorithmicMedia", Kind.AI_ORIGIN),
        ("compositeWithTrainedAlgorithmicMedia", Kind.AI_ORIGIN),
        ("compositeSynthetic", Kind.AI_ORIGIN),
        ("digitalCapture", Kind.HISTORY),
        ("algorithmicMedia", Kind.HISTORY),
        ("algorithmicallyEnhanced", Kind.HISTORY),
    ],
)
@pytest.mark.parametrize("form", ["{}", "http://cv.iptc.org/newscodes/digitalsourcetype/{}", "{}/"])
def test_a_source_type_is_judged_by_its_last_word(term: str, kind: Kind, form: str) -> None:
    said = f"DigitalSourceType {term}"
    assert ai.source(form.format(term), "XMP") == Finding(kind, "XMP", "DigitalSourceType", said)


@pytest.mark.parametrize(
    "text",
    ["{" * 3_000_000, '"text":"' * 400_000, "Steps: " * 400_000, "\\" * 3_000_000,
     '{"class_type": "x", "text": "' + "\\n" * 2_000_000, '{"uc":' + " " * 3_000_000],
    ids=["braces", "texts", "steps", "slashes", "escapes", "spaces"],
)  # fmt: skip
def test_a_bomb_tells_little(text: str) -> None:
    for keyword in ("prompt", "parameters", "Comment", "UserComment"):
        found = told(keyword, text)
        assert len(found) <= 3
        assert all(len(str(value)) <= 2000 for _, _, value in found)
