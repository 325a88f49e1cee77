"""All tables as they are after the eight first migrations, made at once and without detours.

What 0003 builds for the search and 0008 takes away again (documents, the index of each engine) is
never made here, so a new database needs neither FTS5 nor `tsvector`.

The eight stay, with the SQL in 0003, until every database is past 0008: one that stands between
goes on with them, and then counts as standing here. One that has had all eight has nothing to do.
When they are deleted, `replaces` goes too, and whatever depends on one of them depends on this.

As long as they are there, a later migration best depends on 0008 by name. `makemigrations` names
this one instead, and `migrate resources 0007` would then undo 0008 but not the later migration,
after which Django refuses to go either way. Going back to this one first avoids that.
"""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import resources.models.synonyms
import resources.validators
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('resources', '0001_initial'), ('resources', '0002_place_tables'), ('resources', '0003_search_documents'), ('resources', '0004_data_revision'), ('resources', '0005_known_facts'), ('resources', '0006_whole_texts'), ('resources', '0007_sources_of_facts'), ('resources', '0008_published_records')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Taxonomy',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('description', models.TextField(blank=True)),
            ],
            options={
                'verbose_name': 'taxonomy',
                'verbose_name_plural': 'taxonomies',
                'ordering': ('slug',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='resources_taxonomy_name_given', violation_error_message='name: this may not be empty.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TaxonomyTerm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('code', models.CharField(help_text='Stands in page addresses, so it says nothing.', max_length=3, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('description', models.TextField(blank=True, help_text='What it is, in plain words.')),
                ('synonyms', models.JSONField(blank=True, default=list, help_text='Words that people type.')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='resources.taxonomyterm')),
                ('taxonomy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='resources.taxonomy')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'terms',
                'ordering': ('taxonomy', 'position', 'slug'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='resources_taxonomyterm_name_given', violation_error_message='name: this may not be empty.'),
                    models.CheckConstraint(condition=models.Q(('code__regex', '^(?:[23456789bcdfghjkmnpqrstvwxz]{3})\\Z')), name='resources_taxonomyterm_code_form', violation_error_message='code: three characters of the code alphabet.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('last_modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('listing_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('listing_loaded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(help_text='Stands in page addresses, so it must not say what the list is about.', max_length=60, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('intro', models.TextField()),
                ('post_url', models.URLField(blank=True, help_text='The article that links here.', max_length=300)),
                ('is_published', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'collection',
                'verbose_name_plural': 'collections',
                'ordering': ('title', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='resources_collection_title_given', violation_error_message='title: this may not be empty.'),
                    models.CheckConstraint(condition=models.Q(('intro', ''), _negated=True), name='resources_collection_intro_given', violation_error_message='intro: this may not be empty.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('last_modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('listing_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('listing_loaded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=resources.validators.new_code, editable=False, max_length=6, unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('alternate_name', models.CharField(blank=True, max_length=200)),
                ('description', models.TextField(blank=True)),
                ('website', models.URLField(blank=True, max_length=300)),
                ('email', models.EmailField(blank=True, help_text="A role's address, never a person's.", max_length=254)),
                ('is_broker', models.BooleanField(default=False, help_text="Sells people's details on or refers for a fee. Can never be published.")),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ('name', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='resources_organization_name_given', violation_error_message='name: this may not be empty.'),
                    models.CheckConstraint(condition=models.Q(('code__regex', '^(?:[23456789bcdfghjkmnpqrstvwxz]{6})\\Z')), name='resources_organization_code_form', violation_error_message='code: six characters of the code alphabet.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OrganizationIdentifier',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scheme', models.CharField(choices=[('GB-CHC', 'Charity Commission for England and Wales'), ('GB-SC', 'Scottish Charity Register'), ('GB-NIC', 'Charity Commission for Northern Ireland'), ('GB-COH', 'Companies House')], max_length=12)),
                ('identifier', models.CharField(max_length=40)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='resources.organization')),
            ],
            options={
                'verbose_name': 'register number',
                'verbose_name_plural': 'register numbers',
                'ordering': ('scheme', 'identifier'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('scheme__in', ['GB-CHC', 'GB-SC', 'GB-NIC', 'GB-COH'])), name='resources_organizationidentifier_scheme_known', violation_error_message='scheme: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('identifier', ''), _negated=True), name='resources_organizationidentifier_identifier_given', violation_error_message='identifier: this may not be empty.'),
                    models.UniqueConstraint(fields=('organization', 'scheme', 'identifier'), name='resources_organizationidentifier_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(help_text='GSS code', max_length=9, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('level', models.CharField(choices=[('country', 'Country'), ('nation', 'Nation'), ('region', 'Region'), ('district', 'District'), ('crown-dependency', 'Crown dependency')], max_length=20)),
                ('depth', models.PositiveSmallIntegerField(help_text='0 is a country, 3 is a district.')),
                ('path', models.CharField(db_index=True, max_length=60)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='resources.region')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'ordering': ('depth', 'name', 'code'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('level__in', ['country', 'nation', 'region', 'district', 'crown-dependency'])), name='resources_region_level_known', violation_error_message='level: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='resources_region_name_given', violation_error_message='name: this may not be empty.'),
                    models.CheckConstraint(condition=models.Q(('path__endswith', models.F('code'))), name='resources_region_path_ends_here', violation_error_message="path: it has to end with the region's own code."),
                ],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('address_visibility', models.CharField(choices=[('full', 'Full address is public'), ('area_only', 'Only the town or area is public'), ('hidden', 'Hidden: nothing is stored')], max_length=10)),
                ('address_1', models.CharField(blank=True, max_length=200)),
                ('address_2', models.CharField(blank=True, max_length=200)),
                ('city', models.CharField(blank=True, max_length=100)),
                ('postcode', models.CharField(blank=True, max_length=10)),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)])),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)])),
                ('step_free', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Step-free access?')),
                ('accessible_toilet', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Accessible toilet?')),
                ('hearing_loop', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Hearing loop?')),
                ('parking', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Parking for disabled people?')),
                ('public_transport', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Reached by public transport?')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='locations', to='resources.region')),
            ],
            options={
                'verbose_name': 'location',
                'verbose_name_plural': 'locations',
                'ordering': ('city', 'name', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('address_visibility__in', ['full', 'area_only', 'hidden'])), name='resources_location_address_visibility_known', violation_error_message='address_visibility: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('step_free__in', ['yes', 'no', 'not_known'])), name='resources_location_step_free_known', violation_error_message='step_free: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('accessible_toilet__in', ['yes', 'no', 'not_known'])), name='resources_location_accessible_toilet_known', violation_error_message='accessible_toilet: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('hearing_loop__in', ['yes', 'no', 'not_known'])), name='resources_location_hearing_loop_known', violation_error_message='hearing_loop: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('parking__in', ['yes', 'no', 'not_known'])), name='resources_location_parking_known', violation_error_message='parking: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('public_transport__in', ['yes', 'no', 'not_known'])), name='resources_location_public_transport_known', violation_error_message='public_transport: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('address_visibility', 'full'), models.Q(('address_1', ''), ('address_2', ''), ('latitude__isnull', True), ('longitude__isnull', True), ('name', ''), ('postcode', '')), _connector='OR'), name='resources_location_no_address_unless_full', violation_error_message='Only a place whose full address is public may have a name, a street, a postcode or a point.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('address_visibility', 'hidden'), _negated=True), models.Q(('city', ''), ('region__isnull', True)), _connector='OR'), name='resources_location_hidden_has_no_area', violation_error_message='A hidden place has neither a town nor an area.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='resources_location_point_whole', violation_error_message='A point needs a latitude and a longitude.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('last_modified', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('listing_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('listing_loaded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=resources.validators.new_code, editable=False, max_length=6, unique=True)),
                ('slug', models.SlugField(help_text='Never used again.', max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('alternate_name', models.CharField(blank=True, max_length=200)),
                ('summary', models.CharField(max_length=240)),
                ('description', models.TextField(blank=True)),
                ('url', models.URLField(blank=True, max_length=300)),
                ('status', models.CharField(choices=[('active', 'Active'), ('inactive', 'Inactive'), ('defunct', 'Defunct'), ('temporarily closed', 'Temporarily closed')], default='active', max_length=20)),
                ('publication', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10)),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('eligibility_description', models.TextField(blank=True, verbose_name='who it is for')),
                ('excludes_description', models.TextField(blank=True, verbose_name='who it is not for')),
                ('what_happens_next', models.TextField(blank=True)),
                ('confidentiality', models.TextField(blank=True, help_text='What they must pass on.')),
                ('cost', models.CharField(choices=[('free', 'Free'), ('low_cost', 'Low cost'), ('paid', 'Paid'), ('not_known', 'Not known')], default='not_known', max_length=10)),
                ('fees_description', models.TextField(blank=True)),
                ('referral_routes', models.CharField(choices=[('self', 'You can contact them yourself'), ('professional', 'A professional has to refer you'), ('self_or_professional', 'You can contact them yourself, or a professional can refer you'), ('not_known', 'Not known')], default='not_known', max_length=20)),
                ('referral_status', models.CharField(choices=[('open', 'Taking new people'), ('waiting_list', 'Waiting list'), ('closed', 'Not taking new people'), ('not_known', 'Not known')], default='not_known', max_length=12)),
                ('referral_status_as_of', models.DateField(blank=True, null=True)),
                ('alert', models.CharField(blank=True, max_length=300)),
                ('alert_until', models.DateField(blank=True, null=True)),
                ('languages', models.CharField(blank=True, help_text='Language codes: en,cy,bfi', max_length=120)),
                ('interpreter', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], default='not_known', max_length=10)),
                ('accessibility_description', models.TextField(blank=True)),
                ('easy_read_url', models.URLField(blank=True, max_length=300)),
                ('bsl_url', models.URLField(blank=True, max_length=300)),
                ('coverage_description', models.CharField(blank=True, help_text="The area in the source's own words.", max_length=300)),
                ('hold_reason', models.CharField(blank=True, help_text='Internal: what keeps it a draft.', max_length=300)),
                ('curator_note', models.TextField(blank=True, help_text='Internal: never shown.')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='resources.organization')),
                ('terms', models.ManyToManyField(blank=True, related_name='services', to='resources.taxonomyterm')),
                ('call_back', models.TextField(blank=True, db_default='', default='', help_text='“They ask when it is safe to ring.”', verbose_name='is a call back safe')),
                ('police_report_needed', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], db_default='not_known', default='not_known', max_length=10, verbose_name='Do you have to report to the police?')),
                ('pre_trial_therapy', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_known', 'Not known')], db_default='not_known', default='not_known', max_length=10, verbose_name='Do they give therapy before a trial?')),
                ('what_they_ask', models.TextField(blank=True, db_default='', default='')),
                ('who_answers', models.TextField(blank=True, db_default='', default='', help_text='“Trained volunteers, all women.”')),
                ('referral_status_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('about', 'About that year')], db_default='day', default='day', max_length=6)),
            ],
            options={
                'verbose_name': 'service',
                'verbose_name_plural': 'services',
                'ordering': ('name', 'id'),
                'indexes': [models.Index(fields=['publication', 'name'], name='resources_service_published')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='resources_service_name_given', violation_error_message='name: this may not be empty.'),
                    models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('summary'), 240), name='resources_service_summary_length', violation_error_message='summary: at most 240 characters.'),
                    models.CheckConstraint(condition=models.Q(('status__in', ['active', 'inactive', 'defunct', 'temporarily closed'])), name='resources_service_status_known', violation_error_message='status: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='resources_service_publication_known', violation_error_message='publication: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('cost__in', ['free', 'low_cost', 'paid', 'not_known'])), name='resources_service_cost_known', violation_error_message='cost: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('referral_routes__in', ['self', 'professional', 'self_or_professional', 'not_known'])), name='resources_service_referral_routes_known', violation_error_message='referral_routes: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('referral_status__in', ['open', 'waiting_list', 'closed', 'not_known'])), name='resources_service_referral_status_known', violation_error_message='referral_status: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('interpreter__in', ['yes', 'no', 'not_known'])), name='resources_service_interpreter_known', violation_error_message='interpreter: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('minimum_age__isnull', True), ('maximum_age__isnull', True), ('minimum_age__lte', models.F('maximum_age')), _connector='OR'), name='resources_service_ages_in_order', violation_error_message='maximum_age: this may not be below minimum_age.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('minimum_age__isnull', True), ('minimum_age__lte', 120), _connector='OR'), models.Q(('maximum_age__isnull', True), ('maximum_age__lte', 120), _connector='OR')), name='resources_service_ages_human', violation_error_message='minimum_age, maximum_age: at most 120 years.'),
                    models.CheckConstraint(condition=models.Q(('alert_until__isnull', True), models.Q(('alert', ''), _negated=True), _connector='OR'), name='resources_service_alert_has_words', violation_error_message='alert: an end date needs the words it ends.'),
                    models.CheckConstraint(condition=models.Q(('referral_status', 'not_known'), ('referral_status_as_of__isnull', False), _connector='OR'), name='resources_service_referral_status_dated', violation_error_message='referral_status_as_of: a waiting time needs its date.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('publication', 'published'), _negated=True), models.Q(('status__in', ('active', 'temporarily closed')), models.Q(('summary', ''), _negated=True), ('hold_reason', '')), _connector='OR'), name='resources_service_published_is_ready', violation_error_message='A published service runs, has a summary, and nothing holds it back.'),
                    models.CheckConstraint(condition=models.Q(('police_report_needed__in', ['yes', 'no', 'not_known'])), name='resources_service_police_report_needed_known', violation_error_message='police_report_needed: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('pre_trial_therapy__in', ['yes', 'no', 'not_known'])), name='resources_service_pre_trial_therapy_known', violation_error_message='pre_trial_therapy: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('code__regex', '^(?:[23456789bcdfghjkmnpqrstvwxz]{6})\\Z')), name='resources_service_code_form', violation_error_message='code: six characters of the code alphabet.'),
                    models.CheckConstraint(condition=models.Q(('languages__regex', '^(?:([a-z]{2,3}(,[a-z]{2,3})*)?)\\Z')), name='resources_service_languages_form', violation_error_message='languages: language codes with commas: en,cy,bfi.'),
                    models.CheckConstraint(condition=models.Q(('referral_status_precision__in', ['day', 'month', 'year', 'about'])), name='resources_service_referral_status_precision_known', violation_error_message='referral_status_precision: choose one of the listed values.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ContactRoute',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('phone', 'Phone'), ('text', 'Text message'), ('webchat', 'Online chat'), ('email', 'Email'), ('web_form', 'Form on a website'), ('whatsapp', 'WhatsApp'), ('video_bsl', 'Video call in British Sign Language'), ('relay_uk', 'Relay UK'), ('in_person', 'In person'), ('post', 'Post'), ('website', 'Website')], max_length=12)),
                ('value', models.CharField(help_text='The number, link or address itself.', max_length=300)),
                ('label', models.CharField(blank=True, help_text='Tells two routes apart: “Out of hours”.', max_length=120)),
                ('note', models.CharField(blank=True, help_text='“Press 2.”', max_length=300)),
                ('cost', models.CharField(choices=[('free', 'Free'), ('charged', 'Charged'), ('not_known', 'Not known')], default='not_known', max_length=12)),
                ('is_crisis_line', models.BooleanField(default=False, verbose_name='urgent line')),
                ('do_not_test_call', models.BooleanField(default=False, help_text='A test call would take the place of a person in danger.')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('on_itemised_bill', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('depends', 'It depends'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Does it show on an itemised bill?')),
                ('voicemail', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('depends', 'It depends'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Do they leave voicemail?')),
                ('caller_id', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('depends', 'It depends'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Does their number show when they call back?')),
                ('needs_name', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('depends', 'It depends'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Do they ask for a name?')),
                ('needs_account', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('depends', 'It depends'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Is an account needed?')),
                ('transcript_kept', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('depends', 'It depends'), ('not_known', 'Not known')], default='not_known', max_length=10, verbose_name='Is a record of the conversation kept on the device?')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='resources.service')),
                ('languages', models.CharField(blank=True, db_default='', default='', help_text='Language codes, where this way has languages of its own: pl,ur', max_length=120)),
            ],
            options={
                'verbose_name': 'contact route',
                'verbose_name_plural': 'contact routes',
                'ordering': ('position', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('channel__in', ['phone', 'text', 'webchat', 'email', 'web_form', 'whatsapp', 'video_bsl', 'relay_uk', 'in_person', 'post', 'website'])), name='resources_contactroute_channel_known', violation_error_message='channel: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('cost__in', ['free', 'charged', 'not_known'])), name='resources_contactroute_cost_known', violation_error_message='cost: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='resources_contactroute_value_given', violation_error_message='value: this may not be empty.'),
                    models.CheckConstraint(condition=models.Q(('on_itemised_bill__in', ['yes', 'no', 'depends', 'not_known'])), name='resources_contactroute_on_itemised_bill_known', violation_error_message='on_itemised_bill: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('voicemail__in', ['yes', 'no', 'depends', 'not_known'])), name='resources_contactroute_voicemail_known', violation_error_message='voicemail: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('caller_id__in', ['yes', 'no', 'depends', 'not_known'])), name='resources_contactroute_caller_id_known', violation_error_message='caller_id: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('needs_name__in', ['yes', 'no', 'depends', 'not_known'])), name='resources_contactroute_needs_name_known', violation_error_message='needs_name: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('needs_account__in', ['yes', 'no', 'depends', 'not_known'])), name='resources_contactroute_needs_account_known', violation_error_message='needs_account: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('transcript_kept__in', ['yes', 'no', 'depends', 'not_known'])), name='resources_contactroute_transcript_kept_known', violation_error_message='transcript_kept: choose one of the listed values.'),
                    models.UniqueConstraint(fields=('service', 'channel', 'value', 'label'), name='resources_contactroute_once'),
                    models.CheckConstraint(condition=models.Q(('languages__regex', '^(?:([a-z]{2,3}(,[a-z]{2,3})*)?)\\Z')), name='resources_contactroute_languages_form', violation_error_message='languages: language codes with commas: en,cy,bfi.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CollectionEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=240)),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='resources.collection')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collection_entries', to='resources.service')),
            ],
            options={
                'verbose_name': 'entry',
                'verbose_name_plural': 'entries',
                'ordering': ('position', 'id'),
                'constraints': [
                    models.UniqueConstraint(fields=('collection', 'service'), name='resources_collectionentry_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServiceArea',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('is_partial', models.BooleanField(default=False, help_text='Only a part of the region; which part is said in words.')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_areas', to='resources.region')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='resources.service')),
            ],
            options={
                'verbose_name': 'area served',
                'verbose_name_plural': 'areas served',
                'ordering': ('region__depth', 'region__name'),
                'constraints': [
                    models.UniqueConstraint(fields=('service', 'region'), name='resources_servicearea_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ServiceAtLocation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('description', models.CharField(blank=True, max_length=300)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_at_locations', to='resources.location')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_at_locations', to='resources.service')),
            ],
            options={
                'verbose_name': 'service at a location',
                'verbose_name_plural': 'services at locations',
                'ordering': ('id',),
                'constraints': [
                    models.UniqueConstraint(fields=('service', 'location'), name='resources_serviceatlocation_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('byday', models.CharField(help_text='MO,TU,WE,TH,FR,SA,SU', max_length=20)),
                ('opens_at', models.TimeField()),
                ('closes_at', models.TimeField()),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('bank_holidays', models.CharField(choices=[('open', 'Open at the same hours'), ('closed', 'Closed'), ('not_known', 'Not known')], default='not_known', max_length=10)),
                ('contact_route', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='resources.contactroute')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='resources.service')),
                ('service_at_location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='resources.serviceatlocation')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ('opens_at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('bank_holidays__in', ['open', 'closed', 'not_known'])), name='resources_schedule_bank_holidays_known'),
                    models.CheckConstraint(condition=models.Q(('contact_route__isnull', True), ('service_at_location__isnull', True), _connector='OR'), name='resources_schedule_one_owner', violation_error_message='Hours belong to a route or to a place, not to both.'),
                    models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lte', models.F('valid_to')), _connector='OR'), name='resources_schedule_validity_in_order', violation_error_message='valid_to: this may not be before valid_from.'),
                    models.CheckConstraint(condition=models.Q(('byday__regex', '^(?:(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*)\\Z')), name='resources_schedule_byday_form', violation_error_message='byday: days as MO,TU,WE,TH,FR,SA,SU.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_publication', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('to_publication', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='resources.service')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ('-at', '-id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('from_publication__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='resources_review_from_publication_known', violation_error_message='from_publication: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('to_publication__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='resources_review_to_publication_known', violation_error_message='to_publication: choose one of the listed values.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('number_wrong', 'The number or link does not work'), ('hours_wrong', 'The opening hours are wrong'), ('closed', 'The service has closed'), ('address_shown', 'It shows an address that should be private'), ('unsafe', 'Something here could put a person at risk'), ('other', 'Something else is wrong')], max_length=14)),
                ('reported_on', models.DateField()),
                ('is_handled', models.BooleanField(default=False)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='resources.service')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ('is_handled', '-reported_on', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason__in', ['number_wrong', 'hours_wrong', 'closed', 'address_shown', 'unsafe', 'other'])), name='resources_correction_reason_known', violation_error_message='reason: choose one of the listed values.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('fact_kind', models.CharField(choices=[('contact', 'Ways to get in touch'), ('hours', 'Opening hours'), ('address', 'Address'), ('eligibility', 'Who it is for'), ('description', 'What it does')], max_length=12)),
                ('fields', models.CharField(help_text='The facts, in words.', max_length=600)),
                ('method', models.CharField(choices=[('public_source', 'Read in a public source'), ('website', "Checked on the service's own website"), ('phone', 'Confirmed with the service by phone'), ('email', 'Confirmed with the service in writing')], max_length=14)),
                ('source_kind', models.CharField(blank=True, help_text='“own_site”, “council”, “nhs” ...', max_length=20)),
                ('source_url', models.URLField(blank=True, max_length=500)),
                ('checked_on', models.DateField(blank=True, help_text='The date of the source or the check, when known.', null=True)),
                ('precision', models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year'), ('about', 'About that year')], max_length=6)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to=settings.AUTH_USER_MODEL)),
                ('contact_route', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='resources.contactroute')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='resources.service')),
                ('covers', models.CharField(blank=True, db_default='', default='', help_text='Names of the facts that it states, when it is known: minimum_age,languages', max_length=400)),
            ],
            options={
                'verbose_name': 'check',
                'verbose_name_plural': 'checks',
                'ordering': (models.OrderBy(models.F('checked_on'), descending=True, nulls_last=True), 'fields', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('fact_kind__in', ['contact', 'hours', 'address', 'eligibility', 'description'])), name='resources_verification_fact_kind_known', violation_error_message='fact_kind: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(('method__in', ['public_source', 'website', 'phone', 'email'])), name='resources_verification_method_known', violation_error_message='method: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('checked_on__isnull', True), ('precision', '')), models.Q(('checked_on__isnull', False), ('precision__in', ['day', 'month', 'year', 'about'])), _connector='OR'), name='resources_verification_date_with_precision', violation_error_message='A date needs a precision, and no date needs none.'),
                    models.CheckConstraint(condition=models.Q(('method', 'public_source'), models.Q(('checked_by__isnull', False), ('checked_on__isnull', False)), _connector='OR'), name='resources_verification_by_someone', violation_error_message='A check by the directory names who did it and when.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.UUIDField(editable=False, help_text='The id that the service had.', primary_key=True, serialize=False)),
                ('reason', models.CharField(choices=[('closed', 'The service has closed'), ('number_reassigned', 'The number belongs to somebody else now'), ('address_exposed', 'A private address was shown'), ('safeguarding', 'Safeguarding'), ('merged_into', 'It is now part of another listing'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('at', models.DateTimeField()),
                ('merged_into', models.UUIDField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'removed listing',
                'verbose_name_plural': 'removed listings',
                'ordering': ('-at', 'id'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('reason__in', ['closed', 'number_reassigned', 'address_exposed', 'safeguarding', 'merged_into', 'withdrawn'])), name='resources_tombstone_reason_known', violation_error_message='reason: choose one of the listed values.'),
                    models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('reason', 'merged_into')), models.Q(models.Q(('reason', 'merged_into'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='resources_tombstone_merged_into_whom', violation_error_message='merged_into: needed for a merger, and only then.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PlaceTables',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
                ('source_name', models.CharField(help_text='Name of the file it came from.', max_length=200)),
                ('row_count', models.PositiveIntegerField(help_text='Postcodes in use that were read.')),
                ('content', models.BinaryField(help_text='A zip of the csv files of resources/data/places.')),
            ],
            options={
                'verbose_name': 'postcode tables',
                'verbose_name_plural': 'postcode tables',
                'ordering': ('-made_at', '-id'),
                'get_latest_by': 'made_at',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('source_name', ''), _negated=True), name='resources_placetables_source_name_given', violation_error_message='source_name: this may not be empty.'),
                    models.CheckConstraint(condition=models.Q(('row_count__gt', 0)), name='resources_placetables_row_count_given', violation_error_message='row_count: tables of no postcodes are of no use.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.JSONField(help_text='The first is what the others mean.', validators=[resources.models.synonyms.check_words])),
                ('note', models.CharField(blank=True, help_text='For the staff: the reason.', max_length=300)),
                ('is_used', models.BooleanField(default=True, help_text='Untick it to leave a shipped group out for good.', verbose_name='used')),
                ('shipped', models.JSONField(default=list, editable=False, help_text='The words as they were last shipped.')),
            ],
            options={
                'verbose_name': 'group of synonyms',
                'verbose_name_plural': 'groups of synonyms',
                'ordering': ('note', 'id'),
            },
        ),
        migrations.CreateModel(
            name='DataRevision',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'data revision',
                'verbose_name_plural': 'data revisions',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('id', 1)), name='resources_datarevision_only_one', violation_error_message='id: there is one data revision.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='PublishedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveBigIntegerField(db_index=True)),
                ('service', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='published_record', to='resources.service')),
            ],
            options={
                'verbose_name': 'published record',
                'verbose_name_plural': 'published records',
                'ordering': ('pk',),
            },
        ),
    ]
