"""Budgets: what is spent is counted in steps and in the time of the processor, not of the clock on the wall."""

import time

import pytest

from gdtutor.calculus.budget import Budget, OutOfBudgetError


def test_waiting_spends_nothing():
    budget = Budget(0.05)
    time.sleep(0.1)
    budget.spend(1)
    assert budget.left() > 0.04


def test_work_spends_the_time():
    budget = Budget(0.02)
    with pytest.raises(OutOfBudgetError):
        while True:
            budget.spend(0)
    assert budget.left() == 0


def test_steps_are_counted():
    budget = Budget(10, steps=5)
    budget.spend(5)
    with pytest.raises(OutOfBudgetError):
        budget.spend(1)


def test_a_part_is_a_share_of_what_is_left():
    part = Budget(10, steps=100).part(0.25)
    assert part.steps == 25
    assert 2 < part.left() <= 2.5
