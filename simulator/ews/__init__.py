"""Exchange Web Services: from a SOAP request to the store and back."""
