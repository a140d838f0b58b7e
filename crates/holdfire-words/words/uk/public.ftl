# Що опубліковано і що з цього виправлено: сторінки й стрічки для всіх.
corrections-title = Виправлення
corrections-lead = Де публікація каже інакше, ніж попередня, тут стоїть і те, і те. Об’єкт чи місце, які замінено, повторно не називають.
corrections-none = З опублікованого нічого не виправляли.
corrections-all = Усі виправлення
corrections-count = { $n ->
    [one] { $n } виправлення
    [few] { $n } виправлення
    [many] { $n } виправлень
   *[other] { $n } виправлення
}
corrections-by = Публікація { $number }, { $at }
corrections-gone = більше не подано
corrections-was = було
corrections-is = тепер
corrections-nothing = не подано
corrections-class = Охоплення за основними прочитаннями
corrections-support = Підкріплення
corrections-when = Час
corrections-object = Об’єкт
corrections-place = Місце

feed-publications = Публікації
feed-corrections = Виправлення
feed-correction = Виправлено
feed-states = Інцидентів: { $incidents }; з них нових: { $added }; виправлених: { $corrected }
