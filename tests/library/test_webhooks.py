"""Messages are signed as the specification says."""

import pytest

from narrator.domain import InputError
from narrator.library.webhooks import check_secret, sign


def test_the_signature_is_that_of_the_specification():
    # The example of the specification's own test suites.
    signature = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_short", "A" * 32, "whsec_" + "%" * 32])
def test_a_secret_that_is_none_is_refused(secret):
    with pytest.raises(InputError, match="secret"):
        check_secret(secret)
