"""An address that is shown as a link leads to a page of the web: the database refuses others."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0024_provider_confirmations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('post_url', ''), ('post_url__regex', '^(?:https?://\\S+)\\Z'), _connector='OR'), name='resources_collection_post_url_link', violation_error_message='post_url: begin it with https:// or http://.'),
        ),
        migrations.AddConstraint(
            model_name='contactroute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__in', ['web_form', 'webchat', 'website']), _negated=True), ('value__regex', '^(?:https?://\\S+)\\Z'), _connector='OR'), name='resources_contactroute_value_link', violation_error_message='value: begin it with https:// or http://.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('website', ''), ('website__regex', '^(?:https?://\\S+)\\Z'), _connector='OR'), name='resources_organization_website_link', violation_error_message='website: begin it with https:// or http://.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), ('url__regex', '^(?:https?://\\S+)\\Z'), _connector='OR'), name='resources_service_url_link', violation_error_message='url: begin it with https:// or http://.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('easy_read_url', ''), ('easy_read_url__regex', '^(?:https?://\\S+)\\Z'), _connector='OR'), name='resources_service_easy_read_url_link', violation_error_message='easy_read_url: begin it with https:// or http://.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('bsl_url', ''), ('bsl_url__regex', '^(?:https?://\\S+)\\Z'), _connector='OR'), name='resources_service_bsl_url_link', violation_error_message='bsl_url: begin it with https:// or http://.'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.CheckConstraint(condition=models.Q(('source_url', ''), ('source_url__regex', '^(?:https?://\\S+)\\Z'), _connector='OR'), name='resources_verification_source_url_link', violation_error_message='source_url: begin it with https:// or http://.'),
        ),
    ]
