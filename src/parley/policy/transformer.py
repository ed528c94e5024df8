"""The optional tier: a sequence classifier in ONNX Runtime, ours or any from Hugging Face.

A model is a folder with `model.onnx`, `tokenizer.json` and `config.json`, as exporters for
ONNX write it; `id2label` says what its outputs are about. Needs `parley-comments[transformer]`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from parley.errors import ModelUnavailable
from parley.policy.decision import Attribute
from parley.policy.windows import Window, sentences_of, windows_of

# What the field calls our attributes. The six of the Jigsaw challenge come first.
_LABELS: Mapping[str, Attribute] = {
    "toxic": Attribute.TOXICITY, "toxicity": Attribute.TOXICITY, "hate": Attribute.TOXICITY,
    "offensive": Attribute.TOXICITY, "hateful": Attribute.TOXICITY, "abusive": Attribute.TOXICITY,
    "severe_toxic": Attribute.SEVERE_TOXICITY, "severe_toxicity": Attribute.SEVERE_TOXICITY,
    "obscene": Attribute.PROFANITY, "profanity": Attribute.PROFANITY,
    "threat": Attribute.THREAT, "insult": Attribute.INSULT,
    "identity_hate": Attribute.IDENTITY_ATTACK, "identity_attack": Attribute.IDENTITY_ATTACK,
    "personal_attack": Attribute.PERSONAL_ATTACK, "spam": Attribute.SPAM,
}  # fmt: skip

# What a model reads at once at most, unless its config says less; the cost of a window grows
# faster than its length.
_LONGEST = 256

# As much of a comment is read: longer ones than sites allow, and not without bound.
_MOST_WINDOWS = 64
_MOST_SENTENCES = 200

# What a model file must at least be called and hold.
_FILES = ("model.onnx", "tokenizer.json", "config.json")


@dataclass(frozen=True, slots=True, eq=False)
class Transformer:
    """`columns` are the outputs that we have a name for; `curves` Platt's numbers for them.

    A comment is read in windows of at most `longest` pieces, and by a model with a `margin`
    once more sentence by sentence: by so much (in logits) one must be worse than the windows.
    """

    session: Any  # onnxruntime.InferenceSession, which carries no types.
    tokenizer: Any  # tokenizers.Tokenizer, likewise.
    columns: Mapping[Attribute, int]
    curves: npt.NDArray[np.float64]
    softmax: bool
    longest: int
    margin: float | None
    version: str

    def probabilities(self, text: str) -> Mapping[Attribute, float]:
        """Of the worst window or sentence, for each attribute by itself."""
        encoding = self.tokenizer.encode(text)
        windows = windows_of(encoding, longest=self.longest)[:_MOST_WINDOWS]
        logits = [self._logits(window) for window in windows]
        if self.margin is not None:
            sentences = sentences_of(encoding, longest=self.longest)[:_MOST_SENTENCES]
            alone = [each for each in sentences if each not in windows]
            logits += [self._logits(sentence) - self.margin for sentence in alone]
        found = np.max([self._as_probabilities(each) for each in logits], axis=0)
        return {attribute: float(found[column]) for attribute, column in self.columns.items()}

    def _logits(self, window: Window) -> npt.NDArray[np.float64]:
        ids = np.array([window], dtype=np.int64)
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        wanted = {each.name for each in self.session.get_inputs()}
        logits = self.session.run(None, {name: given[name] for name in wanted})[0][0]
        return np.asarray(logits, dtype=np.float64)

    def _as_probabilities(self, logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        if self.softmax:
            powers = np.exp(logits - logits.max())
            return np.asarray(powers / powers.sum())
        return np.asarray(1 / (1 + np.exp(-(self.curves[:, 0] * logits + self.curves[:, 1]))))


def load_transformer(folder: Path) -> Transformer:
    """The model in a folder. Raises ModelUnavailable, which says what is missing and the mend."""
    for name in _FILES:
        if not (folder / name).is_file():
            raise ModelUnavailable(
                f"PARLEY_POLICY_MODEL names {folder}, where there is no {name}. Give a folder with "
                f"{', '.join(_FILES)}, or take the setting away to judge by the first tier alone."
            )
    try:
        # Imported when asked for: an extra that most installations do without.
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415
    except ImportError as fault:
        raise ModelUnavailable(
            "PARLEY_POLICY_MODEL needs more libraries: pip install 'parley-comments[transformer]'."
        ) from fault
    options = SessionOptions()
    # One comment at a time, beside others: more threads only fight over the cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    data = (folder / "model.onnx").read_bytes()
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        session = InferenceSession(data, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return _checked(session, tokenizer, config=config, data=data)
    except Exception as fault:  # ONNX Runtime and tokenizers raise classes of their own.
        if isinstance(fault, ModelUnavailable):
            raise
        raise ModelUnavailable(f"The model in {folder} cannot be used: {fault}") from fault


def _checked(
    session: Any, tokenizer: Any, *, config: Mapping[str, Any], data: bytes
) -> Transformer:
    labels = [str(config["id2label"][str(index)]) for index in range(len(config["id2label"]))]
    columns = _columns(labels)
    if not columns:
        raise ModelUnavailable(
            f"None of the model's labels ({', '.join(labels)}) is one that Parley knows "
            f"({', '.join(sorted(_LABELS))}). Rename them in id2label of its config.json."
        )
    ours = config.get("parley", {})
    curves = ours.get("curves") or [[1.0, 0.0]] * len(labels)
    longest = min(_LONGEST, int(config.get("max_length", _LONGEST)))
    exclusive = config.get("problem_type") == "single_label_classification" or len(labels) == 2
    made = Transformer(
        session=session,
        tokenizer=tokenizer,
        columns=columns,
        curves=np.array(curves, dtype=np.float64),
        softmax=exclusive and config.get("problem_type") != "multi_label_classification",
        longest=longest,
        margin=ours.get("margin"),
        version="transformer-" + hashlib.sha256(data).hexdigest()[:10],
    )
    # A model that cannot judge a sentence must stop the start, not the first comment.
    made.probabilities("Is this a model?")
    return made


def _columns(labels: Sequence[str]) -> Mapping[Attribute, int]:
    """Where each attribute stands; a lone pair LABEL_0, LABEL_1 is taken for clean and toxic."""
    if labels == ["LABEL_0", "LABEL_1"]:
        return {Attribute.TOXICITY: 1}
    known: dict[Attribute, int] = {}
    for column, label in enumerate(labels):
        attribute = _LABELS.get(label.casefold().replace("-", "_").replace(" ", "_"))
        if attribute is not None:
            known.setdefault(attribute, column)
    return known
