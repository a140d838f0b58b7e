# Answers to programs and to the palette, and the page that describes them.
api-kind-clause = Положение
api-kind-reading = Прочтение
api-kind-incident = Инцидент
api-object-not-named = объект не назван
api-place-not-named = место не названо
api-title = Для программ
api-lead = О чём могут спрашивать программы. Ответ составляется только из того, что можете читать вы сами; программа говорит за вас по токену, который вы создаёте на странице своей учётной записи. Описание на английском языке.
api-machine = То же как OpenAPI 3.1
api-takes = принимает
