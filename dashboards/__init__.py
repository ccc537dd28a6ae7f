"""The pages people look at, in Chinese and English, built from plain data and free of any network.

For the administrator and the minister. A figure is a function from plain data to a plain dictionary, so it is
tested without a browser.

`report` renders one self-contained page, `figures` holds one figure a file, `style` what they look like, and
`catalogue.toml`, read by `catalogue.py`, every text in both languages.
"""
