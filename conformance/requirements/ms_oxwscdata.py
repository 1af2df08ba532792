"""MS-OXWSCDATA: types that all operations share."""

from conformance.requirements.requirement import Requirement

REQUIREMENTS = (
    Requirement(
        "MS-OXWSCDATA_R1036", "2.2.4.12", "An answer is a list of response messages, one kind for each operation."
    ),
    Requirement("MS-OXWSCDATA_R1284", "2.2.4.67", "Every response message has a ResponseClass."),
    Requirement("MS-OXWSCDATA_R1436", "2.2.4.67", "The ResponseClass is Success, Warning or Error."),
)
