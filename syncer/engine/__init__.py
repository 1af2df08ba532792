"""Job engine: who looks at which mailbox when. It holds no truth; a lost, doubled or late job must be harmless."""
