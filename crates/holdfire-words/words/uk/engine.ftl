# Що кажуть рушії: підстави відповідей, міри, основи. Вставлене стоїть у називному відмінку.

# Підстави: з чого випливає відповідь.
why-follows = { $follows }: { $why }
why-conflict = дві заяви розходяться: { $quotes }
why-force-in = діє
why-force-out = не діє
why-force-not-known = невідомо, чи діє
why-force-not-said = прочитання не каже, чи діє

# Межі в часі.
what-starts = початок
what-ends = кінець
what-lasts = триває { $length }, { $counted }, тож кінець
what-end-recorded = записано кінець
what-extended = продовжено
what-extension-ends = кінець продовження
what-suspended = призупинено
what-resumed = поновлено
what-bound-from = { $party }, початок зобов’язання
what-exception-from = початок дії винятку
what-exception-until = кінець дії винятку
counted-first-day-in = перший день зараховано
counted-first-day-out = перший день не зараховано
counted-elapsed = за часом, що минув
at-an-hour-between = між { $from } і { $until } { $zone }
at-or-after = { $from } { $zone } або пізніше
why-boundary = { $what } { $at }
why-not-yet = { $what } { $at }; ще не настало
why-not-over = { $what } { $at }; доти діє
why-over = { $what } { $at }; відтоді не діє
why-band-unknown = { $what } { $at }; момент був, але невідомо який
why-band-unstated = { $what } { $at }; прочитання не каже коли
why-band-conflict = { $what } { $at }; заяви про це розходяться
why-start-silent = прочитання не каже, коли це починається
why-no-end = кінець не заявлено: діє, доки не записано кінець, призупинення або звільнення
why-until-announced = до оголошення; рахується лише записаний кінець
why-end-without-start = кінець через названий час від початку, якого не заявлено
why-days-not-said = прочитання не каже, як рахують дні
why-extended = продовжено { $at }
why-extended-back = продовжено, поширюється назад
why-extended-not-back = продовжено { $at }; назад не поширюється
why-extended-not-said = продовжено { $at }; текст не каже, чи поширюється це назад
why-not-before-met = не раніше, ніж цю передумову записано як виконану: { $condition }; її так записано
why-not-before-unmet = не раніше, ніж цю передумову записано як виконану: { $condition }; її так не записано
why-nothing-recorded = про це немає записів: { $condition }
why-recorded = { $state } з { $from }, каже { $by }: { $condition }
why-empty-condition = передумова без частин виконана
record-met = виконано
record-unmet = не виконано
record-contested = спірно
record-unknown = невідомо
why-any-overlap = досить будь-якого перетину: { $part }

# Звільнення від зобов’язань.
invoked = { $by } використовує право звільнитися від зобов’язань, інша сторона: { $against } ({ $at })
invoked-what-if = що якби: { $by } використовує право звільнитися від зобов’язань, інша сторона: { $against } ({ $at })
why-release-effect-not-said = { $why }; прочитання не каже, чи положення тоді закінчується для всіх
why-release-order = { $invoked }; невідомо, до чи після іншого використання, `{ $other }`
why-release-ground-unsure = { $invoked }; не певно, чи його підстава охоплювалася
why-release-ground-not-said = { $invoked }; умови не визначають, чи його підстава охоплювалася
why-release-not-said = { $invoked }; прочитання не каже, чи може сторона звільнитися

# Місце.
where-applies = там, де положення діє
where-not = не там, де положення діє
where-partly = частково там, де положення діє
where-not-said = прочитання не каже, чи положення діє там
own-or-held = власне для виконавця або ним утримується
perhaps-own = можливо, власне для виконавця або ним утримується
own-or-not-settled = власне для виконавця, ним утримується або не з’ясовано чиє
held-by = утримує { $party }, як каже джерело зі справи
why-no-limit = просторових меж не заявлено
why-territory-of = діє на території сторін — { $parties }
why-named-areas = діє в названих місцевостях
why-whose = чия це місцевість — за відповіддю прочитання
why-whose-silent = прочитання не каже, чия це місцевість
why-against-any = охоплює чиї завгодно об’єкти, і власні теж
why-against-other = охоплює лише те, що належить іншій стороні
why-against-silent = прочитання не каже, чи охоплюється удар по тому, чим володієш або що утримуєш

# Об’єкт.
why-scope = які об’єкти захищено
why-scope-silent = прочитання не каже, які об’єкти захищено
why-by-category = захищено за видом
why-by-category-default = захищено за видом (якщо не заявлено інакше)
why-listed = захищено за списком, рахуючи від: { $step }; можливі об’єкти на відстані до { $reach } м
step-deposit = здача на зберігання
step-handover = передача
step-notice = сповіщення
step-not-named = крок, якого прочитання не називає
why-only-claimed = лише здогад того, хто заявляє, про ціль: названий об’єкт був би захищений
category-not-known = вид невідомий
why-node = `{ $id }` ({ $label }): { $state }
node-covered = охоплюється
node-not-covered = не охоплюється
node-silent = про це не сказано
node-contested = охоплюється лише за спірної належності, тож не з’ясовано
node-conflict = заявлено і так, і інакше
named-listed = названий об’єкт на той час був у списку
named-not-listed = названого об’єкта на той час не було в списку
named-listed-about = названий об’єкт внесено до списку приблизно тоді
named-listed-by-step = чи був названий об’єкт у списку, залежить від того, який крок рахується
list-not-disclosed-to-us = список нам не розкрито
nearness-proves-nothing = вид невідомий; сама близькість нічого не доводить
no-object-within-reach = у межах відстані немає відомого об’єкта відповідного виду
objects-within-reach = відомі об’єкти відповідного виду в межах відстані: { $n }

# Дія, виконавець, винятки.
quoted = «{ $name }»
effect-name-hit = влучання
effect-name-intercepted = перехоплено або не долетіло
effect-name-debris = упали уламки
effect-name-collateral = пошкоджено разом з іншим
why-prohibits = положення забороняє — { $kinds }
why-effects = які наслідки зараховуються
why-effects-silent = прочитання не каже, чи зараховуються спроби, уламки або побічна шкода
why-hit-counts = влучання через названий вид дій зараховується завжди
why-counted = { $what }: зараховується ({ $why })
why-not-counted = { $what }: не зараховується ({ $why })
why-not-spoken-of = { $what }: про це не сказано ({ $why })
why-stated-both-ways = { $what }: заявлено і так, і інакше ({ $why })
alleged-to-have-acted = за твердженням джерела, виконавець — { $names }
may-have-acted = нікого не названо, можливі виконавці — { $names }
why-binds = за прочитанням зобов’язано сторони — { $parties }
why-bound-silent = прочитання не каже, хто зобов’язаний
exception = виняток
exception-may-apply = виняток, який може бути застосовний
exception-as-far-as-said = виняток, наскільки прочитання це каже

# Міри.
time-share = { $part } з { $whole } { $unit }
time-share-between = від { $least } до { $most } з { $whole } { $unit }
unit-hours = годин
unit-minutes = хвилин
unit-seconds = секунд
area-share = { $share } % можливої місцевості
area-share-between = від { $least } до { $most } % можливої місцевості
candidates-listed = у списку { $k } з можливих об’єктів (усього { $n })
candidates-listed-between = у списку від { $low } до { $high } з можливих об’єктів (усього { $n })

# На чому ґрунтується значення версії.
basis-stated = сказано: { $date } { $time } { $zone }
basis-stated-minute = названо хвилину: { $date } { $time } { $zone }
basis-stated-span = сказано: від { $from } до { $until } { $zone }
basis-local-day = місцевий день { $date }, { $zone } ({ $hours } год)
basis-part-of-day = { $part } { $date } (налаштування), { $zone }
basis-narrowed = { $basis }, звужено до часу після { $after }
basis-throughout = { $basis }, увесь цей час
basis-with-problem = { $basis }; { $problem }
time-shown-twice = { $time } за часом { $zone } було двічі (годинник перевели назад); збережено обидва
time-did-not-exist = { $time } за часом { $zone } не було (годинник перевели вперед); розширено на довжину розриву в обидва боки
basis-precision = { $precision }, до { $radius } км (налаштування)
basis-in-area = { $basis }, у місцевості { $area }
basis-somewhere-in = десь у місцевості { $area }
basis-no-place = місце невідоме
basis-of-place = { $place }: { $basis }
basis-no-object = об’єкт не названо
basis-claimed-intent = заявлена мета: { $object }
basis-category-not-known = вид невідомий: { $object }
basis-of-act = { $kinds }: { $effects }
basis-effect-not-known = наслідок невідомий
basis-no-actor = виконавця не названо
basis-alleged = за твердженням: { $actors }

# Чого не порівнюють.
refused-by-accused = підрахунок за тим, на кого вказують
refused-by-accused-why = жоден орган не зробив висновків; така таблиця порівнює, як сторони публікують, а не як вони поводилися
refused-kept-more = хто більше тримався умов
refused-kept-more-why = сторони публікують за різними правилами і в різному темпі; їхні числа — не два виміри одного й того самого
refused-cause = що умови спричинили зміну
refused-cause-why = заявлене не є мірилом того, що сталося, і ніщо тут не говорить, що було б без цих умов
refused-before-during = порівняння часу до і під час, як час рахує { $reading }
refused-before-during-why = повідомлення сягають назад на стільки днів до початку: { $n }; менше ніж 30 днів — не основа для порівняння

# Налаштування справи.
setting-unit = одиниця підрахунку
setting-unit-value = інцидент: те, про що ці версії; приєднані повідомлення — один інцидент
setting-probable = ймовірно охоплюється
setting-probable-value = входить більше половини можливостей, хоч би як вони залежали одна від одної
setting-days = дні справи
setting-part-value = від { $from } до { $until }, місцевий час джерела
setting-precision = точність `{ $name }`
setting-precision-value = до { $radius } км
