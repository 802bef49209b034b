"""The built out/ over HTTP, as phones expect it: uvicorn outside, small pure parts inside.

connection.py  one connection: refuses slow, huge and too many
app.py         one request → one answer, from the parts below
paths.py       the path of a request → the names under out/, or nothing
gate.py        tokens, password, and how often an address may guess
limits.py      how often an address may ask
shelf.py       a name → the whole bytes of a plain file, or why not
conditional.py what the client has already, and what it can unpack
answers.py     status, headers and body
clients.py     User-Agent → the kind of client
visits.py      who fetched what, gathered in memory until it is stored
server.py      joins them under uvicorn
"""
