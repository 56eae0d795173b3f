"""How Kokoro's parts are opened with onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PROVIDERS = ["CPUExecutionProvider"]
"""Where onnxruntime computes."""


def open_session(model: Path | bytes, level: str, *, save: str = "", arena: bool = True) -> Any:
    """Open an ONNX file for one core a call.

    Args:
        model: The file or its content.
        level: Up to which of onnxruntime's levels it is optimized.
        save: Where to write the optimized file; "" for nowhere.
        arena: Whether to keep memory for the next run.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Every call has another shape, so a memory plan is made in vain and kept.
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = arena
    options.log_severity_level = 3  # errors only: its warnings are about optimizations
    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, level)
    options.optimized_model_filepath = save
    return onnxruntime.InferenceSession(model, options, providers=PROVIDERS)
