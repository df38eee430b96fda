"""How the *.json beside this file were made: PyTorch's own encoder layer (torch.nn.TransformerEncoderLayer), its embeddings, layer
normalisation and activations, in double precision, with made weights. Run with PyTorch 1.13.0 of Debian 12: python3 reference.py
It is kept as the record of their origin; nothing of Perto runs it."""
import json
import torch
from torch import nn
import torch.nn.functional as F


def values(name, *shape):
    """The made weights: a hash of the tensor's name and the place of the value, exact in single precision. MadeWeights.cs has the same."""
    seed = 2166136261
    for c in name.encode():
        seed = ((seed ^ c) * 16777619) & 0xFFFFFFFF
    count = 1
    for n in shape:
        count *= n
    result = []
    for i in range(count):
        z = (seed + i * 0x9E3779B9) & 0xFFFFFFFF
        z ^= z >> 16
        z = (z * 0x85EBCA6B) & 0xFFFFFFFF
        z ^= z >> 13
        z = (z * 0xC2B2AE35) & 0xFFFFFFFF
        z ^= z >> 16
        result.append((z >> 8) / 2.0 ** 24 - 0.5)
    return torch.tensor(result, dtype=torch.float64).reshape(shape)


def norm(name, size, eps):
    layer = nn.LayerNorm(size, eps).double()
    layer.weight.data = 1 + values(name + ".weight", size)
    layer.bias.data = values(name + ".bias", size)
    return layer


def linear(name, inputs, outputs):
    layer = nn.Linear(inputs, outputs).double()
    layer.weight.data = values(name + ".weight", outputs, inputs)
    layer.bias.data = values(name + ".bias", outputs)
    return layer


def encoder_layer(c, i):
    p = c["layer"](i)
    n = c["names"]
    layer = nn.TransformerEncoderLayer(c["hidden"], c["heads"], c["inner"], dropout=0.0, activation=c["act"],
                                       layer_norm_eps=c["eps"], batch_first=True).double()
    at = layer.self_attn
    at.in_proj_weight.data = torch.cat([values(p + n[k] + ".weight", c["hidden"], c["hidden"]) for k in "qkv"])
    at.in_proj_bias.data = torch.cat([values(p + n[k] + ".bias", c["hidden"]) for k in "qkv"])
    at.out_proj = linear(p + n["o"], c["hidden"], c["hidden"])
    layer.linear1 = linear(p + n["up"], c["hidden"], c["inner"])
    layer.linear2 = linear(p + n["down"], c["inner"], c["hidden"])
    layer.norm1 = norm(p + n["norm1"], c["hidden"], c["eps"])
    layer.norm2 = norm(p + n["norm2"], c["hidden"], c["eps"])
    return layer


def run(name, c):
    p, size = c["prefix"], c.get("embedding", c["hidden"])
    words = values(p + "embeddings.word_embeddings.weight", c["vocab"], size)
    positions = values(p + "embeddings.position_embeddings.weight", c["positions"], size)
    types = values(p + "embeddings.token_type_embeddings.weight", c["types"], size) if c["types"] else None
    layers = [encoder_layer(c, i) for i in range(c["layers"])]
    texts = []
    for length in (1, 5, 19, 30):
        ids = [(7 * k + 3 * length + k * k) % c["vocab"] for k in range(length)]
        kinds = [1 if c["types"] == 2 and 2 * k >= length else 0 for k in range(length)]
        x = words[ids] + positions[c["first"]:c["first"] + length]
        if types is not None:
            x = x + types[kinds]
        x = norm(p + "embeddings.LayerNorm", size, c["eps"])(x)
        if size != c["hidden"]:
            x = linear(p + "embeddings_project", size, c["hidden"])(x)
        x = x.unsqueeze(0)
        for layer in layers:
            x = layer(x)
        x = x[0]
        head = linear(c["dense"], c["hidden"], c["hidden"])(x[0])
        logits = linear(c["out"], c["hidden"], c["labels"])(c["headact"](head))
        unit = F.normalize(x.mean(0), dim=0)
        texts.append({"ids": ids, "types": kinds, "first": x[0].tolist(), "last": x[-1].tolist(), "mean": x.mean(0).tolist(),
                      "max": x.max(0).values.tolist(), "unit_mean": unit.tolist(), "logits": logits.tolist()})
    rounded = json.loads(json.dumps(texts), parse_float=lambda text: round(float(text), 7))
    with open(name + ".json", "w") as file:
        json.dump(rounded, file, separators=(",", ":"))
        file.write("\n")


BERT = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
        "norm1": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
DISTIL = {"q": "attention.q_lin", "k": "attention.k_lin", "v": "attention.v_lin", "o": "attention.out_lin",
          "norm1": "sa_layer_norm", "up": "ffn.lin1", "down": "ffn.lin2", "norm2": "output_layer_norm"}
SIZES = {"hidden": 32, "heads": 4, "inner": 64, "layers": 2, "vocab": 60, "positions": 40, "names": BERT, "act": F.gelu, "first": 0}


def bert_layers(prefix):
    return lambda i: f"{prefix}encoder.layer.{i}."


run("bert", {**SIZES, "prefix": "bert.", "layer": bert_layers("bert."), "eps": 1e-12, "types": 2,
             "dense": "bert.pooler.dense", "headact": torch.tanh, "out": "classifier", "labels": 1})
run("bert-odd", {**SIZES, "prefix": "", "layer": bert_layers(""), "hidden": 26, "heads": 2, "inner": 50, "layers": 1, "eps": 1e-6, "types": 2,
                 "act": lambda x: F.gelu(x, approximate="tanh"), "dense": "pooler.dense", "headact": torch.tanh, "out": "classifier", "labels": 3})
run("electra", {**SIZES, "prefix": "electra.", "layer": bert_layers("electra."), "embedding": 16, "eps": 1e-12, "types": 2,
                "dense": "classifier.dense", "headact": F.gelu, "out": "classifier.out_proj", "labels": 2})
run("xlm-roberta", {**SIZES, "prefix": "roberta.", "layer": bert_layers("roberta."), "eps": 1e-5, "types": 1, "first": 2,
                    "dense": "classifier.dense", "headact": torch.tanh, "out": "classifier.out_proj", "labels": 1})
run("distilbert", {**SIZES, "prefix": "distilbert.", "layer": lambda i: f"distilbert.transformer.layer.{i}.", "names": DISTIL, "eps": 1e-12,
                   "types": 0, "dense": "pre_classifier", "headact": F.relu, "out": "classifier", "labels": 1})
