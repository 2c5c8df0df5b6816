"""Records in the forms that people read: the terminal, one HTML file to hand over, a notebook.

`view.py` makes of a record what each of them shows (`shown.py`); `terminal.py` and `page.py` only draw it.
"""
