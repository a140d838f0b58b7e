# Постоянные термины: почему каждый именно такой, сказано в docs/reference/terms.md. Менять там и здесь вместе.

# Охват: что читают люди вместо слова из файлов.
coverage-within = охватывается
coverage-probable = скорее охватывается
coverage-possible = может охватываться
coverage-undecided = условия не определяют
coverage-outside = не охватывается

# Класс по основным прочтениям.
class-all = охватывается по всем основным прочтениям
class-turns-on-reading = зависит от спорного пункта
class-may = может охватываться: решают факты
class-undecided = условия не определяют
class-none = не охватывается ни по одному из основных прочтений

# Подкрепление: кто говорит, что это произошло.
support-claim-only = только заявление
support-contested = оспаривается
support-independent = независимое подкрепление
support-established = установлено органом
support-and-contested = { $support }, оспаривается
support-and-not-contested = { $support }, не оспаривается

# Пункты прочтения.
point-start = когда начинается
point-end = когда заканчивается
point-conditions = предварительные условия
point-suspension = приостановка
point-release = право освободиться от обязательств
point-scope = какие объекты
point-notice = списки и уведомление
point-attempts = попытки, обломки, виды действий
point-bound = кто связан обязательством
point-territory = где действует и чья это местность
point-own-facilities = удар по тому, чем владеешь или что удерживаешь
point-exceptions = исключения

# О чём спрашивают каждую версию, и ответы.
factor-time = время
factor-place = место
factor-object = объект
factor-act = действие
factor-actor = исполнитель
state-inside = входит
state-outside = не входит
state-either = входит часть того, что сообщение оставляет открытым
state-undecided = условия не определяют
level-in = действует
level-unknown = неизвестно, действует ли
level-unstated = условия не определяют, действует ли
level-out = не действует

# Насколько твёрдо заявление принадлежит автору прочтения; кто есть сторона; в каком состоянии положение; что записано о предварительном условии.
standing-confirmed-by-holder = подтверждено автором прочтения
standing-public-statement = публичное заявление
standing-ascribed-by-analyst = приписано аналитиком
party-role-bound = обязанная сторона
party-role-addressed = адресат, не обязанный
party-role-mediator = посредник
party-role-guarantor = гарант
party-role-monitor = наблюдатель
status-proposed = предложено
status-in-principle = согласовано в принципе
status-agreed = согласовано
status-announced = объявлено
status-ordered = отдан приказ своим силам
status-in-force = по заявлению, действует
status-suspended = по заявлению, приостановлено
status-ended = по заявлению, закончилось
condition-met = записано как выполненное
condition-unmet = записано как не выполненное
condition-contested = спорно: одни говорят, что выполнено, другие — что нет
condition-unknown = неизвестно

# Что ответила сторона. Стоит после её названия.
reply-accepts = признаёт, что это её действие
reply-denies = отрицает это
reply-counter-alleges = заявляет, что это сделала другая сторона
reply-legitimate-target = заявляет, что объект был законной целью
reply-outside-scope-or-time = заявляет, что условия этого не охватывали
reply-comment = комментирует
reply-asked = имеет запрос, ответа ещё нет
reply-declined = отказывается отвечать

# К чему привело действие.
effect-hit = попадание
effect-intercepted = перехвачено или не долетело
effect-debris = упали обломки
effect-collateral = повреждено вместе с другим

# Что решает, когда это не пункт условий.
decides-time = факты о времени
decides-place = факты о месте
decides-object = факты об объекте
decides-act = факты о действии
decides-actor = факты об исполнителе
decides-accounts-differ = версии расходятся
decides-conflict = заявления в одном прочтении противоречат друг другу
decides-list-not-disclosed = список не раскрыт
decides-order = порядок
