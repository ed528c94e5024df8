"""Two people who choose the same name in the same moment."""

import threading

import pytest
from django.db import connection
from django.test import Client

from parley.models.user import User
from tests import factories
from tests.accounts.conftest import registration


@pytest.mark.django_db(transaction=True)
def test_only_one_of_two_registrations_at_once_gets_the_name() -> None:
    site = factories.site()
    barrier = threading.Barrier(2)
    statuses: list[int] = []

    def register(email: str) -> None:
        form = registration(site, email=email)
        barrier.wait()
        statuses.append(Client().post("/accounts/signup/", form).status_code)
        connection.close()

    threads = [
        threading.Thread(target=register, args=(f"reader{n}@mail.example",)) for n in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 302]
    assert User.objects.filter(display_name="Mina Okafor").count() == 1
