"""Filling in the forms of the staff area as a browser does."""

from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from resources.models import Service


def address(model: type[Model], page: str, row: Model | None = None) -> str:
    """Return the address of a page: "changelist", "add", "change", "delete" or "history"."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=[row.pk] if row else [])


def filled(response: Any) -> dict[str, Any]:
    """Return what a browser would send from an untouched change page, inlines included."""
    context = response.context
    sent = _values(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        sent |= _values(inline.formset.management_form)
        for form in inline.formset.forms:
            sent |= _values(form)
    return sent


def _values(form: BaseForm) -> dict[str, Any]:
    """Return the names and values of one form's fields; an empty value is left out."""
    found = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False or value == "":
            continue
        found[bound.html_name] = list(map(str, value)) if isinstance(value, list) else str(value)
    return found


def take_step(client: Client, action: str, *services: Service, reason: str = "") -> list[str]:
    """Take a step with ticked services above the list; return the messages that come back."""
    sent = {
        "action": action,
        "_selected_action": [str(service.pk) for service in services],
        "reason": reason,
    }
    response = client.post(address(Service, "changelist"), sent, follow=True)
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


def step_page(service: Service, step: str) -> str:
    """Return the address of the page on which one listing takes a step, or is recalled."""
    if step == "recall":
        return reverse("admin:resources_service_recall", args=[service.pk])
    return reverse("admin:resources_service_step", args=[service.pk, step])


def take_page_step(client: Client, step: str, service: Service, **sent: str) -> list[str]:
    """Open the page of a step and confirm it; return what is said then."""
    where = step_page(service, step)
    page = client.get(where)
    assert page.status_code == 200
    response = client.post(where, {"seen": page.context.get("seen", "")} | sent, follow=True)
    return said(response)


def said(response: Any) -> list[str]:
    """Return the messages of an answer, or the reasons of a refusal."""
    assert response.status_code == 200
    messages = [str(message) for message in response.context["messages"]]
    if "form" in response.context:
        errors = response.context["form"].errors.values()
        messages += [str(error) for found in errors for error in found]
    refusal = response.context.get("refusal")
    return messages + ([refusal] if refusal else [])


def publication(service: Service) -> str:
    """Return the state of a listing as the database has it now."""
    return Service.objects.get(pk=service.pk).publication
