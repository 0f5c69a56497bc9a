"""Type a hand-derived derivative, learn which line is wrong and why; then watch its gradient go downhill.

The one public door: every name below is loaded when it is first used, so that ``import gdtutor`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

_WHERE = {
    "ChainTable": "calculus.chain_table",
    "chain_table": "calculus.chain_table",
    "Derivation": "calculus.derivation",
    "Step": "calculus.derivation",
    "derive": "calculus.derivation",
    "Equality": "calculus.equality.decide",
    "equal": "calculus.equality.decide",
    "DescentArgument": "calculus.descending.argument",
    "descent_argument": "calculus.descending.argument",
    "MatrixDerivation": "calculus.matrices.gradient",
    "matrix_gradient": "calculus.matrices.gradient",
    "matrix_jacobian": "calculus.matrices.gradient",
    "matrices": "calculus.matrices.symbols",
    "Convexity": "calculus.several.convexity",
    "convexity": "calculus.several.convexity",
    "data_sum": "calculus.several.data_sum",
    "Gradient": "calculus.several.gradient",
    "Jacobian": "calculus.several.gradient",
    "gradient": "calculus.several.gradient",
    "jacobian": "calculus.several.gradient",
    "Hessian": "calculus.several.hessian",
    "hessian": "calculus.several.hessian",
    "directional_derivative": "calculus.several.steepest",
    "steepest_ascent": "calculus.several.steepest",
    "VectorChain": "calculus.several.vector_chain",
    "vector_chain": "calculus.several.vector_chain",
    "Taylor": "calculus.taylor.model",
    "taylor": "calculus.taylor.model",
    "AdaGrad": "descent.adaptive",
    "Adam": "descent.adaptive",
    "RMSProp": "descent.adaptive",
    "batches": "descent.batches",
    "updates_per_epoch": "descent.batches",
    "DifferentiationTable": "descent.beside",
    "differentiation_table": "descent.beside",
    "Comparison": "descent.compare",
    "compare": "descent.compare",
    "ConvolutionGradients": "descent.convolution",
    "convolution_gradients": "descent.convolution",
    "convolve": "descent.convolution",
    "LogisticLoss": "descent.data_loss",
    "SquaredError": "descent.data_loss",
    "condition_number": "descent.data_loss",
    "Dataset": "descent.dataset",
    "dataset": "descent.dataset",
    "datasets": "descent.dataset",
    "descend": "descent.descend",
    "Loss": "descent.loss",
    "Descents": "descent.many",
    "random_restarts": "descent.many",
    "Momentum": "descent.momentum",
    "Nesterov": "descent.momentum",
    "Newton": "descent.newton",
    "GradientDescent": "descent.optimizer",
    "Optimizer": "descent.optimizer",
    "Proof": "descent.proof",
    "proofs": "descent.proofs",
    "prove": "descent.proofs",
    "ConstantRate": "descent.schedule",
    "ExponentialDecay": "descent.schedule",
    "InverseSquareRoot": "descent.schedule",
    "PiecewiseConstant": "descent.schedule",
    "Schedule": "descent.schedule",
    "TimeBasedDecay": "descent.schedule",
    "trace": "descent.step",
    "surface": "descent.surfaces",
    "surfaces": "descent.surfaces",
    "Sweep": "descent.sweep",
    "sweep": "descent.sweep",
    "StopReason": "descent.trajectory",
    "Trajectory": "descent.trajectory",
    "Effect": "descent.trial",
    "GradientTrial": "descent.trial",
    "ArgumentError": "errors",
    "GdtutorError": "errors",
    "MissingLibraryError": "errors",
    "NotAcceptedError": "errors",
    "TooLargeError": "errors",
    "UnreadableError": "errors",
    "adagrad_experiment": "show.adagrad",
    "adam_experiment": "show.adam",
    "card": "show.card",
    "chain_table_experiment": "show.chain",
    "chain_rule_experiment": "show.chain_rule",
    "mistake_chart": "show.class_chart",
    "comparison_experiment": "show.comparison",
    "contour_experiment": "show.contour",
    "convolution_experiment": "show.convolution",
    "descent_experiment": "show.descent",
    "feature_scaling_experiment": "show.feature_scaling",
    "gradient_field_experiment": "show.gradient_field",
    "landscape_experiment": "show.landscape",
    "momentum_experiment": "show.momentum",
    "newton_experiment": "show.newton",
    "product_rule_experiment": "show.product_rule",
    "progress_chart": "show.progress_chart",
    "red_circle_experiment": "show.red_circle",
    "schedule_experiment": "show.schedules",
    "stochastic_experiment": "show.stochastic",
    "tangent_experiment": "show.tangent",
    "taylor_experiment": "show.taylor",
    "wrong_gradient_experiment": "show.wrong_gradient",
    "Audit": "tutor.auditing.report",
    "AuditedClaim": "tutor.auditing.report",
    "audit": "tutor.auditing.audit",
    "Check": "tutor.check",
    "CheckVerdict": "tutor.check",
    "check": "tutor.check",
    "check_claim": "tutor.claim",
    "check_chain_table": "tutor.table_diagnosis",
    "Exercise": "tutor.exercises",
    "exercise": "tutor.exercises",
    "exercises": "tutor.exercises",
    "check_matrix_gradient": "tutor.matrix_check",
    "practice": "tutor.practice",
    "Progress": "tutor.progress",
    "import_progress": "tutor.progress",
    "progress": "tutor.progress",
    "Working": "tutor.working",
    "check_working": "tutor.working",
    "require": "tutor.require",
    "ClassSummary": "tutor.grade",
    "grade": "tutor.grade",
}

# what a browser alone has not, and most of the package can do without
_NUMERIC = {"numpy": "NumPy", "matplotlib": "Matplotlib"}

__version__ = "0.1.0"
__all__ = [*_WHERE]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'gdtutor' has no attribute {name!r}")
    try:
        value = getattr(importlib.import_module(f"gdtutor.{_WHERE[name]}"), name)
    except ModuleNotFoundError as missing:
        library = (missing.name or "").partition(".")[0]
        if library not in _NUMERIC:
            raise
        value = importlib.import_module("gdtutor.show.recorded").stand_in(name, _NUMERIC[library])
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
