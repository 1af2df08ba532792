"""The published contract: Services.wsdl, messages.xsd, types.xsd, and checking requests against it."""
