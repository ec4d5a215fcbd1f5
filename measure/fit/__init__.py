"""A scene's parameters with which its labels look like those of a set. Nothing is rendered for it."""

from measure.fit.fitting import METHODS, Fit, Wish, fit

__all__ = ["METHODS", "Fit", "Wish", "fit"]
