"""SOAP 1.1 carried by spyne: envelope, headers, dispatch, faults, and the one policy for parsing XML."""
