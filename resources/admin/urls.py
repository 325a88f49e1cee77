"""Addresses of the staff area that belong to no list of rows; they stand before the admin's own."""

from django.contrib import admin
from django.urls import URLPattern, path

from resources.admin.coverage import coverage_page
from resources.admin.desk import desk_page
from resources.admin.due import due_page

urlpatterns: list[URLPattern] = [
    path("", admin.site.admin_view(desk_page), name="staff-desk"),
    path("coverage/", admin.site.admin_view(coverage_page), name="staff-coverage"),
    path("due/", admin.site.admin_view(due_page), name="staff-due"),
]
