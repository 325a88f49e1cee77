"""The tables of the product, read only, with as few fields as a card and a record need."""

from django.db import models


class Organization(models.Model):
    """Who runs services."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    website = models.CharField(max_length=300)

    class Meta:
        managed = False
        db_table = "resources_organization"

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """An area."""

    code = models.CharField(primary_key=True, max_length=9)
    name = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "resources_region"

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A kind of help, a topic or an audience."""

    id = models.UUIDField(primary_key=True)
    slug = models.CharField(max_length=80)
    name = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "resources_taxonomyterm"

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=9)
    organization = models.ForeignKey(Organization, models.CASCADE)
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=240)
    description = models.TextField()
    url = models.CharField(max_length=300)
    publication = models.CharField(max_length=10)
    cost = models.CharField(max_length=10)
    terms = models.ManyToManyField(Term, through="ServiceTerm")
    regions = models.ManyToManyField(Region, through="Area")

    class Meta:
        managed = False
        db_table = "resources_service"
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """Where a service helps."""

    id = models.UUIDField(primary_key=True)
    service = models.ForeignKey(Service, models.CASCADE)
    region = models.ForeignKey(Region, models.CASCADE)

    class Meta:
        managed = False
        db_table = "resources_servicearea"

    def __str__(self) -> str:
        return str(self.region)


class ServiceTerm(models.Model):
    """What a service is or helps with."""

    service = models.ForeignKey(Service, models.CASCADE)
    term = models.ForeignKey(Term, models.CASCADE, db_column="taxonomyterm_id")

    class Meta:
        managed = False
        db_table = "resources_service_terms"

    def __str__(self) -> str:
        return str(self.term)


class Contact(models.Model):
    """A way to get in touch."""

    id = models.UUIDField(primary_key=True)
    service = models.ForeignKey(Service, models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=20)
    value = models.CharField(max_length=300)
    label = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "resources_contactroute"

    def __str__(self) -> str:
        return self.value


class Hours(models.Model):
    """When a way to get in touch is open."""

    id = models.UUIDField(primary_key=True)
    contact = models.ForeignKey(
        Contact, models.CASCADE, db_column="contact_route_id", related_name="hours", null=True
    )
    byday = models.CharField(max_length=20)
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        managed = False
        db_table = "resources_schedule"

    def __str__(self) -> str:
        return self.byday
