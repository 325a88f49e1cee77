"""The pages of the staff that belong to no model; they stand before those of the admin."""

from django.contrib import admin
from django.urls import URLPattern, path

from resources.admin.due import due_page

urlpatterns: list[URLPattern] = [
    path("due/", admin.site.admin_view(due_page), name="staff-due"),
]
