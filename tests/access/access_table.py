MAY = {}
