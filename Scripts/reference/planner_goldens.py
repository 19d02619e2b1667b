"""Golden numbers of the planner, made by the PyTorch network for the Swift one to be held against.

    python Scripts/reference/planner_goldens.py Tests/PlannerTests/Goldens/planner.safetensors
    python Scripts/reference/planner_goldens.py --weights Models/planner/weights.safetensors Tests/PlannerTests/Goldens/trained.safetensors

Without --weights: a small network with random weights, which are in the file, all its logits, and the gradient of every parameter.
With --weights: the shipped network; the file holds a sequence and the logits at some of its places.
"""

import argparse
import json

import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import save_file

from planner import Planner

SMALL = {
    "name": "golden", "hiddenSize": 16, "depth": 2, "headCount": 2, "mlpRatio": 2,
    "tokenizer": {"merges": [[97, 98], [256, 99]], "phraseMerges": [[257, 257]], "words": ["abc"]},
}
LENGTH = 40
PLACES = [0, 1, 7, 20, 39]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights")
    parser.add_argument("--plan-tokens", help="a weights file whose plan tokens the small network takes over")
    parser.add_argument("out")
    arguments = parser.parse_args()
    torch.manual_seed(5)
    torch.set_num_threads(1)
    if arguments.weights:
        with safe_open(arguments.weights, "pt") as file:
            configuration = json.loads(file.metadata()["zoetrope.planner"])
            weights = {name: file.get_tensor(name).float() for name in file.keys()}
        model = Planner(configuration)
        model.load_state_dict(weights)
        model.double()
        tokens = torch.randint(model.tokens.num_embeddings, (LENGTH,))
        golden = {"golden.tokens": tokens.int(), "golden.logits": model(tokens)[PLACES].detach().float().contiguous()}
        save_file(golden, arguments.out, metadata={"places": json.dumps(PLACES)})
        return
    with safe_open(arguments.plan_tokens, "pt") as file:
        SMALL["planTokens"] = json.loads(file.metadata()["zoetrope.planner"])["planTokens"]
    model = Planner(SMALL).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
            parameter.copy_(parameter.float().double())
    tokens = torch.randint(model.tokens.num_embeddings, (LENGTH,))
    logits = model(tokens)
    F.cross_entropy(logits[:-1], tokens[1:], reduction="sum").backward()
    tensors = {name: p.detach().float().contiguous() for name, p in model.named_parameters()}
    tensors |= {f"gradient.{name}": p.grad.float().contiguous() for name, p in model.named_parameters()}
    tensors |= {"golden.tokens": tokens.int(), "golden.logits": logits[PLACES].detach().float().contiguous()}
    save_file(tensors, arguments.out,
              metadata={"zoetrope.planner": json.dumps(SMALL, sort_keys=True), "places": json.dumps(PLACES)})


if __name__ == "__main__":
    main()
