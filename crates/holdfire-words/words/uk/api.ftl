# Answers to programs and to the palette, and the page that describes them.
api-kind-clause = Положення
api-kind-reading = Прочитання
api-kind-incident = Інцидент
api-object-not-named = об’єкт не названо
api-place-not-named = місце не названо
api-title = Для програм
api-lead = Про що можуть питати програми. Відповідь складається лише з того, що можете читати ви самі; програма говорить за вас за токеном, який ви створюєте на сторінці свого облікового запису. Опис англійською мовою.
api-machine = Те саме як OpenAPI 3.1
api-takes = приймає
