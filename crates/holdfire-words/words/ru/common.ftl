# То, чем пользуется каждая страница.

language-name = Русский

count-incidents = { $n ->
    [one] { $n } инцидент
    [few] { $n } инцидента
    [many] { $n } инцидентов
   *[other] { $n } инцидента
}
