"""Trains the transformer tier: `python -m training.transformer BASE`; see training/README.md.

A sentence encoder (MiniLM, six layers) gets a head of one logit an attribute on the mean of
its last layer, and all of it is trained on the soft labels of `training.first_tier.labels_of`.
A comment is read in windows of a few sentences, and is as bad as the worst of them, in
training as in use (multiple-instance learning, Dietterich, Lathrop and Lozano-Perez 1997).
Then it is written as ONNX with one byte a weight, with what its scores mean beside it.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import AutoModel

from parley.policy.addressing import without_names
from parley.policy.fold import fold
from parley.policy.windows import Window, sentences_of, windows_of
from training import calibration
from training.examples import LEARNT, Example
from training.first_tier import labels_of
from training.jigsaw import filled_in
from training.material import all_material, labelled

FOLDER = Path(__file__).parents[1] / "models" / "transformer"

SEED = 0
EPOCHS = 3
BATCH = 32
RATE = 8e-5
WARM_UP = 0.06

# Tokens of a window that is full.
LONGEST = 48

# As many windows of a comment as training reads.
MOST_WINDOWS = 5

# One in this many examples is not trained on, and calibrates the scores.
LEFT_OUT = 12

# By so much (in logits) a sentence read alone must be worse than a window. Chosen on what was
# left out: with less, more attacks beside calm sentences are found and more harmless ones told.
MARGIN = 2.0

Array = npt.NDArray[np.float64]


class Classifier(torch.nn.Module):
    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, len(LEARNT))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Logits of shape (comments, attributes)."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return self.head((states * mask).sum(1) / mask.sum(1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path, help="Folder with the encoder's weights and tokenizer.")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--teach", type=Path, help="Write its opinion of every example here.")
    parser.add_argument("--from", dest="start", type=Path, metavar="CHECKPOINT")
    parser.add_argument("--only-export", action="store_true", help="Of that checkpoint.")
    arguments = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(arguments.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    examples = labelled()
    rest = [each for each in examples if not each.is_left_out(LEFT_OUT)]
    left_out = [each for each in examples if each.is_left_out(LEFT_OUT)]
    model = Classifier(arguments.base)
    if arguments.start:
        model.load_state_dict(torch.load(arguments.start))
    if not arguments.only_export:
        train(model, rest, encoded(tokenizer, rest), epochs=arguments.epochs)
    logits = np.maximum(
        predicted(model, encoded(tokenizer, left_out)),
        predicted(model, _sentences(tokenizer, left_out)) - MARGIN,
    )
    write(model, tokenizer, calibration.curves(left_out, logits))
    if arguments.teach:
        opinions = predicted(model, encoded(tokenizer, all_material(arguments.base)))
        np.savez(arguments.teach, scores=1 / (1 + np.exp(-opinions)))


def encoded(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[list[Window]]:
    """The windows of each comment; a very long one is not learnt from to its end."""
    encodings = tokenizer.encode_batch([read(each) for each in examples])
    return [windows_of(encoding, longest=LONGEST)[:MOST_WINDOWS] for encoding in encodings]


def _sentences(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[list[Window]]:
    """Of each comment; all of it where it is but one, which the margin keeps from counting."""
    encodings = tokenizer.encode_batch([read(each) for each in examples])
    return [sentences_of(each, longest=LONGEST) or [each.ids[:LONGEST]] for each in encodings]


def read(example: Example) -> str:
    """The text as the tier reads it, but for the rare words in disguise."""
    return fold(without_names(example.submission, example.text)).text


def train(
    model: Classifier, examples: Sequence[Example], tokens: list[list[Window]], *, epochs: int
) -> None:
    labels, shares = labels_of(examples)
    targets = torch.tensor(filled_in(labels, [each.text for each in examples])).float()
    weights = torch.tensor(shares).float()
    steps = epochs * -(-len(tokens) // BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(step / (WARM_UP * steps), (steps - step) / steps)
    )
    model.train()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for epoch in range(epochs):
        total = 0.0
        for number, batch in enumerate(_batches(tokens), start=1):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = _worst(model, tokens, batch)
            loss = _loss(logits.float(), targets[batch], weights[batch])
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total += loss.item()
            if number % 100 == 0:
                print(f"epoch {epoch + 1}, step {number}: loss {total / number:.4f}", flush=True)
        torch.save(model.state_dict(), FOLDER / "checkpoint.pt")


def _loss(logits: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    known = ~targets.isnan() * weights.unsqueeze(1)
    losses = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, targets.nan_to_num(), reduction="none"
    )
    return (losses * known).sum() / known.sum()


def _batches(tokens: list[list[Window]]) -> Iterator[list[int]]:
    """Comments of like length together, since a batch is padded to its longest."""
    order = list(range(len(tokens)))
    random.shuffle(order)
    batches = []
    for start in range(0, len(order), BATCH * 50):
        near = sorted(order[start : start + BATCH * 50], key=lambda index: _size(tokens[index]))
        batches += [near[first : first + BATCH] for first in range(0, len(near), BATCH)]
    random.shuffle(batches)
    yield from batches


def _size(windows: list[Window]) -> tuple[int, int]:
    return len(windows), max(map(len, windows))


def _worst(model: Classifier, tokens: list[list[Window]], batch: list[int]) -> torch.Tensor:
    """Logits of shape (batch, attributes): of the worst window of each comment."""
    windows = [window for index in batch for window in tokens[index]]
    logits = model(*_padded(windows))
    counts = [len(tokens[index]) for index in batch]
    return torch.stack([each.max(0).values for each in logits.split(counts)])


def _padded(windows: Sequence[Window]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, windows))
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    for row, window in enumerate(windows):
        ids[row, : len(window)] = torch.tensor(window)
    return ids, (ids > 0).long()


def predicted(model: Classifier, tokens: list[list[Window]]) -> Array:
    """Logits of shape (comments, attributes)."""
    model.eval()
    logits = np.zeros((len(tokens), len(LEARNT)))
    order = sorted(range(len(tokens)), key=lambda index: _size(tokens[index]))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), 64):
            batch = order[start : start + 64]
            logits[batch] = _worst(model, tokens, batch).float().numpy()
    return logits


def write(model: Classifier, tokenizer: Tokenizer, curves: Array) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    whole = FOLDER / "whole.onnx"
    model.eval().float()
    ids = torch.ones(2, 8, dtype=torch.long)
    axes = {0: "comments", 1: "tokens"}
    torch.onnx.export(
        model,
        (ids, torch.ones_like(ids)),
        str(whole),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": {0: "comments"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(whole, FOLDER / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    tokenizer.save(str(FOLDER / "tokenizer.json"), pretty=False)
    config = {
        "id2label": {str(index): str(attribute) for index, attribute in enumerate(LEARNT)},
        "problem_type": "multi_label_classification",
        "max_length": LONGEST,
        "parley": {
            "curves": [[round(float(x), 4) for x in curve] for curve in curves],
            "margin": MARGIN,
        },
    }
    (FOLDER / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
