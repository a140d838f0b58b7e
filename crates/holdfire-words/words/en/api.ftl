# Answers to programs and to the palette, and the page that describes them.
api-kind-clause = Clause
api-kind-reading = Reading
api-kind-incident = Incident
api-object-not-named = object not named
api-place-not-named = place not named
api-title = For programs
api-lead = What programs can ask for. Everything is answered from what you may read yourself; a program speaks for you by a token, which you make on the page of your account. The description is in English.
api-machine = The same as OpenAPI 3.1
api-takes = takes
