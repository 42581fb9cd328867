"""Chinese, both scripts: clauses and quotations, names, times, numerals and figures, all on folded text."""
