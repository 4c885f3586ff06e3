"""The bundled 4-bit model as a sentence-transformers folder (反量化), for embedding in bulk.

The bundled engine is the fastest for one question; the same weights in torch are several times
faster for thousands of clauses. The folder is written once, beside the index, and atomically.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.index.embedders.charsmap import compile_charsmap
from corpus.index.embedders.packed import Header, PackedModel, Vocabulary, read_packed

FOLDER_VERSION = 1
Weights = dict[str, NDArray[np.floating[Any]]]

LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def torch_folder(packed: Path, models: Path) -> Path:
    """The folder of the expanded model under ``models``; written on first use, atomically."""
    digest = hashlib.sha256(packed.read_bytes())
    digest.update(f"v{FOLDER_VERSION}".encode())
    target = models / f"e5-small-{digest.hexdigest()[:12]}"
    if not target.is_dir():
        _write_atomically(read_packed(packed), target)
    return target


def _write_atomically(model: PackedModel, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".e5-", dir=target.parent))
    try:
        _write_folder(model, draft)
        draft.chmod(0o755)
        os.rename(draft, target)
    except OSError:
        # Another process may have finished the same folder first; its content is identical.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_folder(model: PackedModel, folder: Path) -> None:
    from safetensors.numpy import save_file

    save_file(_state(model), folder / "model.safetensors", metadata={"format": "pt"})
    _write_tokenizer(model.vocabulary, folder / "tokenizer.json")
    for name, content in _config_files(model.header, model.vocabulary).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")


def _state(model: PackedModel) -> Weights:
    """All weights under their BERT names; the big word table in half precision to save disk."""
    head = model.header
    word = model.tensor("emb.word").reshape(head.vocabulary, head.hidden)
    state: Weights = {
        "embeddings.word_embeddings.weight": word.astype(np.float16),
        "embeddings.position_embeddings.weight": model.tensor("emb.pos").reshape(-1, head.hidden),
        "embeddings.token_type_embeddings.weight": model.tensor("emb.type").reshape(
            -1, head.hidden
        ),
        "embeddings.LayerNorm.weight": model.tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.tensor("emb.ln.b"),
    }
    for layer in range(head.layers):
        state |= _layer_state(model, layer)
    # The model class has a pooler that is never used; without weights for it, loading complains.
    state["pooler.dense.weight"] = np.zeros((head.hidden, head.hidden), dtype=np.float32)
    state["pooler.dense.bias"] = np.zeros(head.hidden, dtype=np.float32)
    return {name: np.ascontiguousarray(array) for name, array in state.items()}


def _layer_state(model: PackedModel, layer: int) -> Weights:
    state: Weights = {}
    for short, long in LAYER_NAMES.items():
        bias = model.tensor(f"l{layer}.{short}.b")
        weight = model.tensor(f"l{layer}.{short}.w")
        name = f"encoder.layer.{layer}.{long}"
        state[f"{name}.bias"] = bias
        state[f"{name}.weight"] = weight if short.endswith("ln") else weight.reshape(bias.size, -1)
    return state


def _write_tokenizer(vocabulary: Vocabulary, path: Path) -> None:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, vocabulary.unk))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(compile_charsmap(vocabulary.normal)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    begin, end = vocabulary.pieces[vocabulary.bos][0], vocabulary.pieces[vocabulary.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        special_tokens=[(begin, vocabulary.bos), (end, vocabulary.eos)],
    )
    tokenizer.save(str(path))


def _config_files(head: Header, vocabulary: Vocabulary) -> dict[str, object]:
    names = {k: vocabulary.pieces[getattr(vocabulary, k)][0] for k in ("bos", "eos", "pad", "unk")}
    modules = "sentence_transformers.models"
    return {
        "config.json": _bert_config(head, vocabulary),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": head.positions,
            **{f"{key}_token": name for key, name in names.items()},
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{modules}.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": head.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": head.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _bert_config(head: Header, vocabulary: Vocabulary) -> dict[str, object]:
    return {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "vocab_size": head.vocabulary,
        "hidden_size": head.hidden,
        "num_hidden_layers": head.layers,
        "num_attention_heads": head.heads,
        "intermediate_size": head.feed_forward,
        "max_position_embeddings": head.positions,
        "type_vocab_size": head.types,
        "layer_norm_eps": head.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": vocabulary.pad,
        "bos_token_id": vocabulary.bos,
        "eos_token_id": vocabulary.eos,
        "dtype": "float32",
    }
