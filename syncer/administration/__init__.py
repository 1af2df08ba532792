"""What an administrator does from a terminal. What these commands change, they change in CRM rows."""
