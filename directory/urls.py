"""URLs: the domain's, the staff's, and the answers to what cannot be found."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from directory import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path(settings.STAFF_PATH, include("directory.staff.urls")),
    path(settings.STAFF_PATH, admin.site.urls),
    path("", include("resources.urls")),
]

handler400 = "directory.errors.bad_request"
handler403 = "directory.errors.forbidden"
handler404 = "directory.errors.not_found"
handler429 = "directory.errors.too_many"  # django-allauth looks for it here
handler500 = "directory.errors.server_error"
