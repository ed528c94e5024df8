"""Registering: an address that is verified, a name of one's own, the guidelines accepted."""

from django.core import mail
from django.test import Client

from parley.actions import guidelines
from parley.models.site import Site
from parley.models.user import User
from parley.models.viewer import Viewer
from tests import factories
from tests.accounts.conftest import code_in_mail, registration

SIGNUP = "/accounts/signup/"
VERIFY = "/accounts/confirm-email/"


def test_a_code_by_mail_completes_the_registration(client: Client, site: Site) -> None:
    answer = client.post(SIGNUP, registration(site))
    assert answer.headers["Location"] == VERIFY
    done = client.post(VERIFY, {"code": code_in_mail()})
    assert done.headers["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


def test_without_the_code_nobody_is_signed_in(client: Client, site: Site) -> None:
    client.post(SIGNUP, registration(site))
    assert client.get("/me/").status_code == 302


def test_a_wrong_code_signs_nobody_in(client: Client, site: Site) -> None:
    client.post(SIGNUP, registration(site))
    client.post(VERIFY, {"code": "WRONG1"})
    assert client.get("/me/").status_code == 302


def test_three_wrong_codes_end_the_registration(client: Client, site: Site) -> None:
    client.post(SIGNUP, registration(site))
    for _ in range(3):
        client.post(VERIFY, {"code": "WRONG1"})
    client.post(VERIFY, {"code": code_in_mail()})
    assert client.get("/me/").status_code == 302


def test_the_account_has_the_chosen_name(client: Client, site: Site) -> None:
    client.post(SIGNUP, registration(site, display_name="  Mina   Okafor "))
    assert User.objects.get(email="mina@mail.example").display_name == "Mina Okafor"


def test_the_address_is_kept_in_lower_case(client: Client, site: Site) -> None:
    client.post(SIGNUP, registration(site, email="Mina@Mail.Example"))
    assert User.objects.filter(email="mina@mail.example").exists()


def test_the_version_of_the_guidelines_is_recorded(client: Client, site: Site) -> None:
    client.post(SIGNUP, registration(site))
    assert guidelines.accepted(Viewer(site=site, user=User.objects.get(email="mina@mail.example")))


def test_the_guidelines_must_be_accepted(client: Client, site: Site) -> None:
    form = registration(site)
    accepted = next(name for name in form if name.startswith("accept"))
    del form[accepted]
    answer = client.post(SIGNUP, form)
    assert "Please read and accept the guidelines." in answer.content.decode()


def test_accepting_an_earlier_version_is_not_enough(client: Client, site: Site) -> None:
    form = registration(site)
    factories.guidelines_version(site, 2)
    client.post(SIGNUP, form)
    assert not User.objects.exists()


def test_a_site_without_guidelines_asks_for_no_acceptance(client: Client, site: Site) -> None:
    form = registration(site)
    site.guidelines.all().delete()
    client.post(SIGNUP, form)
    assert User.objects.filter(email="mina@mail.example").exists()


def test_a_name_that_looks_like_another_is_refused(client: Client, site: Site, asha: User) -> None:
    answer = client.post(SIGNUP, registration(site, display_name="Аsha Menоn"))
    assert "is taken" in answer.content.decode()


def test_a_name_with_the_newspapers_own_is_refused(client: Client, site: Site) -> None:
    answer = client.post(SIGNUP, registration(site, display_name="The Paper Desk"))
    assert "taken for our staff" in answer.content.decode()


def test_a_short_password_is_refused(client: Client, site: Site) -> None:
    answer = client.post(SIGNUP, registration(site, password1="quince"))
    assert "too short" in answer.content.decode()


def test_a_password_like_the_name_is_refused(client: Client, site: Site) -> None:
    answer = client.post(SIGNUP, registration(site, password1="mina@mail.example"))
    assert "too similar" in answer.content.decode()


def test_a_password_beyond_any_phrase_is_refused(client: Client, site: Site) -> None:
    answer = client.post(SIGNUP, registration(site, password1="quince " * 200))
    assert "at most 1000 characters" in answer.content.decode()


def test_the_mail_speaks_for_the_newspaper(client: Client, site: Site) -> None:
    client.post(SIGNUP, registration(site))
    assert mail.outbox[0].subject == "Your code for the discussions of The Paper"


def test_the_form_ties_each_error_to_its_field(client: Client, site: Site) -> None:
    page = client.post(SIGNUP, registration(site, password1="quince")).content.decode()
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_password1_helptext id_password1_error"' in page
    assert 'id="id_password1_error"' in page
