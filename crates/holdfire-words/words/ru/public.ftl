# Что опубликовано и что из этого исправлено: страницы и ленты для всех.
corrections-title = Исправления
corrections-lead = Где публикация говорит иначе, чем предыдущая, здесь стоит и то, и другое. Объект или место, которые заменены, повторно не называют.
corrections-none = Из опубликованного ничего не исправляли.
corrections-all = Все исправления
corrections-count = { $n ->
    [one] { $n } исправление
    [few] { $n } исправления
    [many] { $n } исправлений
   *[other] { $n } исправления
}
corrections-by = Публикация { $number }, { $at }
corrections-gone = больше не указано
corrections-was = было
corrections-is = теперь
corrections-nothing = не указано
corrections-class = Охват по основным прочтениям
corrections-support = Подкрепление
corrections-when = Время
corrections-object = Объект
corrections-place = Место

feed-publications = Публикации
feed-corrections = Исправления
feed-correction = Исправлено
feed-states = Инцидентов: { $incidents }; из них новых: { $added }; исправленных: { $corrected }
