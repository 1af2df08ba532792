"""The walk-through, step by step: the article's eight, then a cycle that has nothing to write."""

from syncer.demo.certificates import CERTIFICATES
from syncer.demo.global_settings import GLOBAL_SETTINGS
from syncer.demo.impersonation import IMPERSONATION
from syncer.demo.known_issue import KNOWN_ISSUE
from syncer.demo.mail import MAIL
from syncer.demo.mail_client import MAIL_CLIENT
from syncer.demo.mailboxes import MAILBOXES
from syncer.demo.meeting import MEETING
from syncer.demo.outage import OUTAGE
from syncer.demo.people_and_tasks import PEOPLE_AND_TASKS
from syncer.demo.profiles import PROFILES
from syncer.demo.quiet_cycle import QUIET_CYCLE
from syncer.demo.step import Step

STEPS: tuple[Step, ...] = (
    CERTIFICATES,
    IMPERSONATION,
    PROFILES,
    MAILBOXES,
    GLOBAL_SETTINGS,
    MEETING,
    MAIL,
    PEOPLE_AND_TASKS,
    MAIL_CLIENT,
    OUTAGE,
    KNOWN_ISSUE,
    QUIET_CYCLE,
)
