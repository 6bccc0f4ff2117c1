"""Other CRMs on loopback, for tests: they keep contacts, answer in the formats that their makers
document, and fail on demand."""
