"""A certificate checks as it is, and no longer when one thing in it is changed."""

import pytest
from tampering import NAMES, TAMPERED, certificates_by_name, copied

from gdtutor.calculus.budget import Budget


@pytest.fixture(scope="module")
def certificates():
    return certificates_by_name()


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_certificate_checks_again(certificates, name):
    certificate = certificates[name]
    assert certificate.cases
    assert certificate.faults(Budget(10)) == []
    assert copied(certificate).check()


@pytest.mark.parametrize(("change", "name"), TAMPERED, ids=lambda part: getattr(part, "__name__", part))
def test_a_certificate_in_which_one_thing_is_changed_does_not_check(certificates, change, name):
    changed = copied(certificates[name])
    changed = change(changed) or changed
    assert changed.check() is False
    assert certificates[name].check()  # the copy was changed, not the certificate
