"""What files say of contacts, as plain values."""
