"""The tree of faults: each has a stable code, and becomes one problem document."""

from datetime import timedelta

import pytest

from parley import errors


def every_fault(kind: type[errors.ParleyError]) -> list[type[errors.ParleyError]]:
    return [kind] + [each for child in kind.__subclasses__() for each in every_fault(child)]


def test_no_two_faults_share_a_code() -> None:
    codes = [fault.code for fault in every_fault(errors.ParleyError)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("fault", every_fault(errors.ParleyError))
def test_the_tree_at_the_top_of_the_module_names_it(fault: type[errors.ParleyError]) -> None:
    assert errors.__doc__ is not None
    assert fault.__name__ in errors.__doc__


def test_a_problem_document_has_the_five_members() -> None:
    problem = errors.NotFound("No such comment.").as_problem()
    assert problem == {
        "type": "urn:parley:problem:not_found",
        "title": "There is nothing here.",
        "status": 404,
        "detail": "No such comment.",
        "code": "not_found",
    }


def test_a_policy_refusal_carries_the_decision() -> None:
    problem = errors.PolicyRefused({"outcome": "revise"}).as_problem()
    assert problem["decision"] == {"outcome": "revise"}


def test_retry_after_is_rounded_up_to_whole_seconds() -> None:
    assert errors.TooMany(timedelta(milliseconds=1_500)).headers() == {"Retry-After": "2"}


def test_retry_after_is_never_zero() -> None:
    assert errors.TooMany(timedelta(0)).headers() == {"Retry-After": "1"}
