# То, чем пользуется каждая страница.

language-name = Русский

count-incidents = { $n ->
    [one] { $n } инцидент
    [few] { $n } инцидента
    [many] { $n } инцидентов
   *[other] { $n } инцидента
}
count-reports = { $n ->
    [one] { $n } сообщение
    [few] { $n } сообщения
    [many] { $n } сообщений
   *[other] { $n } сообщения
}
