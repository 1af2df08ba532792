"""Factories (factory-boy) of people, messages, meetings, contacts and tasks.

Each builds an item in no folder; `add_item` of a mailbox puts it where it belongs. The same factory_boy seed gives
the same content. Every address is in a domain that RFC 2606 keeps for tests.
"""

from datetime import UTC, datetime, timedelta

import factory

from simulator.exchange.item import Item
from simulator.exchange.property_path import IndexedPath, PropertyPath
from simulator.exchange.values import Attendee, Body, EmailAddress

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""A Monday morning: the first moment that the factories use."""


class PersonFactory(factory.Factory):  # type: ignore[misc]
    """Somebody with a name and an address outside the organization."""

    class Meta:
        """What is built."""

        model = EmailAddress

    name = factory.Faker("name")
    email = factory.Sequence(lambda number: f"person{number}@example.test")


class _ItemFactory(factory.Factory):  # type: ignore[misc]
    """An item from `properties`, which are written by FieldURI, and the parameters of the factory."""

    class Meta:
        """Nothing is built by itself."""

        model = Item
        abstract = True

    @classmethod
    def item(cls, kind: str, item_class: str, properties: dict[PropertyPath, object]) -> Item:
        """The item, without properties that have no value."""
        return Item(kind, item_class, {path: value for path, value in properties.items() if value is not None})


class MessageFactory(_ItemFactory):
    """A received message: unread, from somebody outside, a quarter of an hour after the one before."""

    subject = factory.Faker("sentence", nb_words=5)
    text = factory.Faker("paragraph")
    sender = factory.SubFactory(PersonFactory)
    to = factory.LazyFunction(tuple)
    sent = factory.Sequence(lambda number: BEGIN + number * timedelta(minutes=15))
    message_id = factory.Sequence(lambda number: f"<seed-{number}@example.test>")
    is_read = False

    @classmethod
    def _create(cls, model_class: type[Item], *args: object, **given: object) -> Item:
        del model_class, args
        return cls.item(
            "Message",
            "IPM.Note",
            {
                "item:Subject": given["subject"],
                "item:Body": Body(str(given["text"])),
                "message:From": given["sender"],
                "message:Sender": given["sender"],
                "message:ToRecipients": given["to"] or None,
                "message:InternetMessageId": given["message_id"],
                "item:DateTimeSent": given["sent"],
                "item:DateTimeReceived": given["sent"],
                "message:IsRead": given["is_read"],
                "item:IsDraft": False,
            },
        )


class MeetingFactory(_ItemFactory):
    """A calendar item of one hour; with `required` attendees it is a meeting that was not sent yet."""

    subject = factory.Faker("sentence", nb_words=3)
    text = factory.Faker("paragraph")
    location = factory.Faker("city")
    start = factory.Sequence(lambda number: BEGIN + number * timedelta(hours=2))
    length = timedelta(hours=1)
    required = factory.LazyFunction(tuple)

    @classmethod
    def _create(cls, model_class: type[Item], *args: object, **given: object) -> Item:
        del model_class, args
        start, length, required = given["start"], given["length"], given["required"]
        assert isinstance(start, datetime) and isinstance(length, timedelta) and isinstance(required, tuple)
        return cls.item(
            "CalendarItem",
            "IPM.Appointment",
            {
                "item:Subject": given["subject"],
                "item:Body": Body(str(given["text"])),
                "calendar:Location": given["location"],
                "calendar:Start": start,
                "calendar:End": start + length,
                "calendar:RequiredAttendees": tuple(Attendee(one) for one in required) or None,
            },
        )


class ContactFactory(_ItemFactory):
    """A contact with a name, a company, an address and a telephone."""

    given_name = factory.Faker("first_name")
    surname = factory.Faker("last_name")
    company = factory.Faker("company")
    email = factory.Sequence(lambda number: f"contact{number}@example.test")
    business_phone = factory.Sequence(lambda number: f"+351 21 555 {number % 10000:04}")

    @classmethod
    def _create(cls, model_class: type[Item], *args: object, **given: object) -> Item:
        del model_class, args
        name = f"{given['given_name']} {given['surname']}"
        return cls.item(
            "Contact",
            "IPM.Contact",
            {
                "contacts:GivenName": given["given_name"],
                "contacts:Surname": given["surname"],
                "contacts:DisplayName": name,
                "contacts:CompanyName": given["company"],
                IndexedPath("contacts:EmailAddress", "EmailAddress1"): EmailAddress(name, str(given["email"])),
                IndexedPath("contacts:PhoneNumber", "BusinessPhone"): given["business_phone"],
            },
        )


class TaskFactory(_ItemFactory):
    """A task that is due in a week and not begun."""

    subject = factory.Faker("sentence", nb_words=4)
    text = factory.Faker("paragraph")
    due = factory.Sequence(lambda number: BEGIN + timedelta(days=7 + number % 30))

    @classmethod
    def _create(cls, model_class: type[Item], *args: object, **given: object) -> Item:
        del model_class, args
        return cls.item(
            "Task",
            "IPM.Task",
            {
                "item:Subject": given["subject"],
                "item:Body": Body(str(given["text"])),
                "task:DueDate": given["due"],
                "task:Status": "NotStarted",
            },
        )
