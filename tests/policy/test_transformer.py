"""Any sequence classifier in ONNX may be the second tier; ours is made like one."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from parley.errors import ModelUnavailable
from parley.policy.decision import Attribute
from parley.policy.transformer import load_transformer

VOCABULARY = {"[UNK]": 0, "you": 1, "fool": 2, "thanks": 3, ".": 4}


def make_model(folder: Path, *, labels: dict[str, str], **config: object) -> Path:
    """A classifier that sums one row of logits a token: "fool" speaks for the last label."""
    folder.mkdir(exist_ok=True)
    table = np.zeros((len(VOCABULARY), len(labels)), dtype=np.float32)
    table[VOCABULARY["fool"], -1] = 4.0
    table[VOCABULARY["thanks"], -1] = -4.0
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
            helper.make_node("ReduceSum", ["rows", "axis"], ["logits"], keepdims=0),
        ],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n", "t"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", len(labels)])],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "axis"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": labels, **config}))
    return folder


def test_a_multi_label_model_scores_each_attribute(tmp_path: Path) -> None:
    model = load_transformer(
        make_model(tmp_path, labels={"0": "threat", "1": "toxic", "2": "insult"})
    )
    scores = model.probabilities("you fool")
    assert set(scores) == {Attribute.THREAT, Attribute.TOXICITY, Attribute.INSULT}
    assert scores[Attribute.INSULT] > 0.9
    assert scores[Attribute.THREAT] == pytest.approx(0.5)
    assert model.probabilities("thanks")[Attribute.INSULT] < 0.1


def test_a_model_of_two_classes_shares_out_the_probability(tmp_path: Path) -> None:
    folder = make_model(
        tmp_path,
        labels={"0": "LABEL_0", "1": "LABEL_1"},
        problem_type="single_label_classification",
    )
    scores = load_transformer(folder).probabilities("you fool")
    assert scores == {Attribute.TOXICITY: pytest.approx(1 / (1 + np.exp(-4)), abs=1e-6)}


def test_its_own_calibration_counts(tmp_path: Path) -> None:
    folder = make_model(
        tmp_path,
        labels={"0": "toxic", "1": "insult", "2": "threat"},
        parley={"curves": [[1, 0], [1, 0], [1, -4]]},
    )
    assert load_transformer(folder).probabilities("you fool")[Attribute.THREAT] == pytest.approx(
        0.5
    )


def test_a_long_comment_is_as_bad_as_its_worst_window(tmp_path: Path) -> None:
    folder = make_model(tmp_path, labels={"0": "toxic", "1": "insult", "2": "threat"}, max_length=8)
    model = load_transformer(folder)
    calm = " ".join(["thanks"] * 22)
    alone = model.probabilities("you fool")[Attribute.THREAT]
    for text in (f"you fool . {calm} .", f"{calm} . you fool .", f"{calm} . you fool . {calm}"):
        assert model.probabilities(text)[Attribute.THREAT] == pytest.approx(alone, abs=0.05)
    assert model.probabilities(calm)[Attribute.THREAT] < 0.1


LABELS = {"0": "toxic", "1": "insult", "2": "threat"}


def test_calm_sentences_in_the_same_window_hide_no_more_than_a_margin(tmp_path: Path) -> None:
    calm = "thanks thanks thanks ."
    plain = load_transformer(make_model(tmp_path / "plain", labels=LABELS))
    ours = load_transformer(make_model(tmp_path / "ours", labels=LABELS, parley={"margin": 1}))
    for text in (f"{calm} you fool .", f"you fool . {calm}"):
        assert plain.probabilities(text)[Attribute.THREAT] < 0.01
        # A logit of 4 for "fool", less 1 for the margin.
        assert ours.probabilities(text)[Attribute.THREAT] == pytest.approx(1 / (1 + np.exp(-3)))
    assert ours.probabilities("you fool .") == plain.probabilities("you fool .")
    assert ours.probabilities(f"{calm} {calm}")[Attribute.THREAT] < 0.01


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named_with_the_mend(tmp_path: Path, name: str) -> None:
    folder = make_model(tmp_path, labels={"0": "toxic"})
    (folder / name).unlink()
    with pytest.raises(ModelUnavailable, match=name):
        load_transformer(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_damaged_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = make_model(tmp_path, labels={"0": "toxic"})
    (folder / name).write_bytes((folder / name).read_bytes()[:9])
    with pytest.raises(ModelUnavailable):
        load_transformer(folder)


def test_a_model_without_a_label_that_we_know_is_refused(tmp_path: Path) -> None:
    folder = make_model(tmp_path, labels={"0": "joy", "1": "anger", "2": "fear"})
    with pytest.raises(ModelUnavailable, match="id2label"):
        load_transformer(folder)
