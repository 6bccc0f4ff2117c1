"""Contacts of another CRM, and what both sides agree on."""
