"""Files to rows of texts: one reader a format, in a child process with bounds."""
