"""What a row is between reader and writer: schema, mapping, values, problems, plans."""
