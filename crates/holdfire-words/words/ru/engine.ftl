# Что говорят движки: основания ответов, меры, основы. Вставленное стоит в именительном падеже.

# Основания: из чего следует ответ.
why-follows = { $follows }: { $why }
why-conflict = два заявления расходятся: { $quotes }
why-force-in = действует
why-force-out = не действует
why-force-not-known = неизвестно, действует ли
why-force-not-said = прочтение не говорит, действует ли

# Границы во времени.
what-starts = начало
what-ends = конец
what-lasts = длится { $length }, { $counted }, значит, конец
what-end-recorded = записан конец
what-extended = продлено
what-extension-ends = конец продления
what-suspended = приостановлено
what-resumed = возобновлено
what-bound-from = { $party }, начало обязательства
what-exception-from = начало действия исключения
what-exception-until = конец действия исключения
counted-first-day-in = первый день засчитан
counted-first-day-out = первый день не засчитан
counted-elapsed = по прошедшему времени
at-an-hour-between = между { $from } и { $until } { $zone }
at-or-after = { $from } { $zone } или позже
why-boundary = { $what } { $at }
why-not-yet = { $what } { $at }; ещё не наступило
why-not-over = { $what } { $at }; до того действует
why-over = { $what } { $at }; с тех пор не действует
why-band-unknown = { $what } { $at }; момент был, но неизвестно какой
why-band-unstated = { $what } { $at }; прочтение не говорит когда
why-band-conflict = { $what } { $at }; заявления об этом расходятся
why-start-silent = прочтение не говорит, когда это начинается
why-no-end = конец не заявлен: действует, пока не записаны конец, приостановка или освобождение
why-until-announced = до объявления; считается лишь записанный конец
why-end-without-start = конец через названное время от начала, которое не заявлено
why-days-not-said = прочтение не говорит, как считают дни
why-extended = продлено { $at }
why-extended-back = продлено, распространяется назад
why-extended-not-back = продлено { $at }; назад не распространяется
why-extended-not-said = продлено { $at }; текст не говорит, распространяется ли это назад
why-not-before-met = не раньше, чем это предварительное условие записано как выполненное: { $condition }; оно так записано
why-not-before-unmet = не раньше, чем это предварительное условие записано как выполненное: { $condition }; оно так не записано
why-nothing-recorded = об этом нет записей: { $condition }
why-recorded = { $state } с { $from }, говорит { $by }: { $condition }
why-empty-condition = предварительное условие без частей выполнено
record-met = выполнено
record-unmet = не выполнено
record-contested = спорно
record-unknown = неизвестно
why-any-overlap = достаточно любого пересечения: { $part }

# Освобождение от обязательств.
invoked = { $by } использует право освободиться от обязательств, другая сторона: { $against } ({ $at })
invoked-what-if = что если бы: { $by } использует право освободиться от обязательств, другая сторона: { $against } ({ $at })
why-release-effect-not-said = { $why }; прочтение не говорит, заканчивается ли положение тогда для всех
why-release-order = { $invoked }; неизвестно, до или после другого использования, `{ $other }`
why-release-ground-unsure = { $invoked }; не ясно, охватывалось ли его основание
why-release-ground-not-said = { $invoked }; условия не определяют, охватывалось ли его основание
why-release-not-said = { $invoked }; прочтение не говорит, может ли сторона освободиться

# Место.
where-applies = там, где положение действует
where-not = не там, где положение действует
where-partly = частично там, где положение действует
where-not-said = прочтение не говорит, действует ли положение там
own-or-held = собственное для исполнителя или им удерживается
perhaps-own = возможно, собственное для исполнителя или им удерживается
own-or-not-settled = собственное для исполнителя, им удерживается или не выяснено чьё
held-by = удерживает { $party }, как говорит источник из дела
why-no-limit = пространственные границы не заявлены
why-territory-of = действует на территории сторон — { $parties }
why-named-areas = действует в названных местностях
why-whose = чья это местность — по ответу прочтения
why-whose-silent = прочтение не говорит, чья это местность
why-against-any = охватывает чьи угодно объекты, и собственные тоже
why-against-other = охватывает лишь то, что принадлежит другой стороне
why-against-silent = прочтение не говорит, охватывается ли удар по тому, чем владеешь или что удерживаешь

# Объект.
why-scope = какие объекты защищены
why-scope-silent = прочтение не говорит, какие объекты защищены
why-by-category = защищено по виду
why-by-category-default = защищено по виду (если не заявлено иначе)
why-listed = защищено по списку, считая от: { $step }; возможные объекты на расстоянии до { $reach } м
step-deposit = сдача на хранение
step-handover = передача
step-notice = уведомление
step-not-named = шаг, который прочтение не называет
why-only-claimed = лишь догадка того, кто заявляет, о цели: названный объект был бы защищён
category-not-known = вид неизвестен
why-node = `{ $id }` ({ $label }): { $state }
node-covered = охватывается
node-not-covered = не охватывается
node-silent = об этом не сказано
node-contested = охватывается лишь при спорной принадлежности, поэтому не выяснено
node-conflict = заявлено и так, и иначе
named-listed = названный объект на то время был в списке
named-not-listed = названного объекта на то время не было в списке
named-listed-about = названный объект внесён в список примерно тогда
named-listed-by-step = был ли названный объект в списке, зависит от того, какой шаг считается
list-not-disclosed-to-us = список нам не раскрыт
nearness-proves-nothing = вид неизвестен; сама близость ничего не доказывает
no-object-within-reach = в пределах расстояния нет известного объекта подходящего вида
objects-within-reach = известные объекты подходящего вида в пределах расстояния: { $n }

# Действие, исполнитель, исключения.
quoted = «{ $name }»
effect-name-hit = попадание
effect-name-intercepted = перехвачено или не долетело
effect-name-debris = упали обломки
effect-name-collateral = повреждено вместе с другим
why-prohibits = положение запрещает — { $kinds }
why-effects = какие последствия засчитываются
why-effects-silent = прочтение не говорит, засчитываются ли попытки, обломки или побочный ущерб
why-hit-counts = попадание от названного вида действий засчитывается всегда
why-counted = { $what }: засчитывается ({ $why })
why-not-counted = { $what }: не засчитывается ({ $why })
why-not-spoken-of = { $what }: об этом не сказано ({ $why })
why-stated-both-ways = { $what }: заявлено и так, и иначе ({ $why })
alleged-to-have-acted = по утверждению источника, исполнитель — { $names }
may-have-acted = никто не назван, возможные исполнители — { $names }
why-binds = по прочтению обязаны стороны — { $parties }
why-bound-silent = прочтение не говорит, кто обязан
exception = исключение
exception-may-apply = исключение, которое может быть применимо
exception-as-far-as-said = исключение, насколько прочтение это говорит

# Меры.
time-share = { $part } из { $whole } { $unit }
time-share-between = от { $least } до { $most } из { $whole } { $unit }
unit-hours = часов
unit-minutes = минут
unit-seconds = секунд
area-share = { $share } % возможной местности
area-share-between = от { $least } до { $most } % возможной местности
candidates-listed = в списке { $k } из возможных объектов (всего { $n })
candidates-listed-between = в списке от { $low } до { $high } из возможных объектов (всего { $n })

# На чём основано значение версии.
basis-stated = сказано: { $date } { $time } { $zone }
basis-stated-minute = названа минута: { $date } { $time } { $zone }
basis-stated-span = сказано: от { $from } до { $until } { $zone }
basis-local-day = местный день { $date }, { $zone } ({ $hours } ч)
basis-part-of-day = { $part } { $date } (настройка), { $zone }
basis-narrowed = { $basis }, сужено до времени после { $after }
basis-throughout = { $basis }, всё это время
basis-with-problem = { $basis }; { $problem }
time-shown-twice = { $time } по времени { $zone } было дважды (часы перевели назад); сохранены оба
time-did-not-exist = { $time } по времени { $zone } не было (часы перевели вперёд); расширено на длину разрыва в обе стороны
basis-precision = { $precision }, до { $radius } км (настройка)
basis-in-area = { $basis }, в местности { $area }
basis-somewhere-in = где-то в местности { $area }
basis-no-place = место неизвестно
basis-of-place = { $place }: { $basis }
basis-no-object = объект не назван
basis-claimed-intent = заявленная цель: { $object }
basis-category-not-known = вид неизвестен: { $object }
basis-of-act = { $kinds }: { $effects }
basis-effect-not-known = последствие неизвестно
basis-no-actor = исполнитель не назван
basis-alleged = по утверждению: { $actors }

# Чего не сравнивают.
refused-by-accused = подсчёт по тому, на кого указывают
refused-by-accused-why = ни один орган не сделал выводов; такая таблица сравнивает, как стороны публикуют, а не как они вели себя
refused-kept-more = кто больше придерживался условий
refused-kept-more-why = стороны публикуют по разным правилам и в разном темпе; их числа — не два измерения одного и того же
refused-cause = что условия вызвали изменение
refused-cause-why = заявленное не является мерой того, что произошло, и ничто здесь не говорит, что было бы без этих условий
refused-before-during = сравнение времени до и во время, как время считает { $reading }
refused-before-during-why = сообщения уходят назад на столько дней до начала: { $n }; менее 30 дней — не основа для сравнения

# Настройки дела.
setting-unit = единица подсчёта
setting-unit-value = инцидент: то, о чём эти версии; присоединённые сообщения — один инцидент
setting-probable = скорее охватывается
setting-probable-value = входит более половины возможностей, как бы они ни зависели друг от друга
setting-days = дни дела
setting-part-value = от { $from } до { $until }, местное время источника
setting-precision = точность `{ $name }`
setting-precision-value = до { $radius } км
