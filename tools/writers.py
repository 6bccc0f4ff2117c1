def write_csv(stream, header, rows, separator=",", bom=True): pass
def write_xlsx(stream, header, rows, *, sheet="Errors", marked=(), required=(), choices=None): pass
