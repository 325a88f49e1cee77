"""What templates say of the language of a text."""

from django import template

from resources.presenters import of_data

register = template.Library()
register.simple_tag(of_data)
