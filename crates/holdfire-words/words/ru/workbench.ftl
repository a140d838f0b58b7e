# Страницы рабочего места.

# --- Рамка каждой страницы
frame-skip = Сразу к содержанию
frame-sections = Разделы
frame-panel = Основные
frame-panel-legend = Прочтения, по которым составлен итог
frame-panel-note = Состав основных прочтений определяет дело. Любой другой состав — это «что если бы», и на странице об этом сказано.
frame-what-if = что если бы
frame-as-of = По состоянию на
frame-as-of-label = Всё внесённое до
frame-as-of-hint = Номер записи, время вида 2030-03-25T12:00Z или дата (UTC). Пустое поле — сейчас.
frame-as-of-now = сейчас, запись { $entry }
frame-as-of-entry = запись { $entry }
frame-past = Эта страница показывает то, что было известно по состоянию на: { $at }.
frame-past-now = Показать по состоянию на сейчас
frame-language = Язык
frame-account = Моя учётная запись
frame-made = Страница создана { $at }; последняя учтённая запись журнала — { $entry }.
frame-operator = Оператор этого сервера ({ $operator }) владеет его ключами и может прочесть всё, что сервер показывает.
frame-alphabetical = Стороны стоят по алфавиту.
frame-seen-as = Вы видите это глазами другого человека: { $name }. Изменить здесь ничего нельзя; то, что вы смотрели, записано в журнале.
frame-seen-as-end = Вернуться к своему виду
frame-demo = Демонстрация: показано всё, изменить ничего нельзя, и ничего не сохраняется.

place-today = Сегодня
place-agreement = Соглашение
place-incidents = Инциденты
place-tasks = Задачи
place-register = Реестр
place-record = Журнал
place-admin = Управление

do-show = Показать
do-filter = Отобрать
do-sign-in = Войти
do-sign-out = Выйти

# --- Сегодня
today-title = Сегодня
today-mandate = Мандат: { $mandate }
today-nothing-published = Ещё ничего не опубликовано.
today-broken = Условия в журнале не удаётся прочитать, поэтому ответов нет. Что не так:
today-force = Действовало ли это { $date }?
today-force-short = Действовало ли?
today-check = Как проверить, что с тех пор в журнале ничего не изменено
today-date = Дата
level-changes = меняется в этот день
today-waits = Что ждёт
today-suggested = { $n ->
    [one] { $n } пара сообщений, которые могут быть одним инцидентом
    [few] { $n } пары сообщений, которые могут быть одним инцидентом
    [many] { $n } пар сообщений, которые могут быть одним инцидентом
   *[other] { $n } пары сообщений, которые могут быть одним инцидентом
}
today-differ = { $n ->
    [one] { $n } инцидент, версии которого расходятся
    [few] { $n } инцидента, версии которых расходятся
    [many] { $n } инцидентов, версии которых расходятся
   *[other] { $n } инцидента, версии которых расходятся
}
today-to-decide = решить
today-to-read = прочитать
today-cannot = О чём это не говорит
today-cannot-happened = Произошло ли что-то так, как сообщено, и кто это сделал.
today-cannot-lawful = Было ли законным действие, которого условия не охватывают: иное право действует в любом случае.
today-cannot-more = Какая сторона сделала больше: подсчёта по тому, на кого указывают, нет, так как каждая сторона публикует по-своему.
today-cannot-unreported = То, о чём никто не сообщил.

steps-title = Три шага
steps-1 = Запишите условия
steps-1-how = О чём договорились и как это заявляет каждый автор прочтения: `holdfire case new DIR` создаёт папку с пояснениями, `holdfire mission load` вносит её.
steps-2 = Добавьте сообщения
steps-2-how = Что сказал каждый источник, по строке на сообщение: `holdfire case import` принимает вашу собственную таблицу.
steps-3 = Откройте таблицу
steps-3-how = Тогда эта страница показывает, что охватывается по какому прочтению, что решает и что ждёт.

# --- Инциденты
incidents-title = Инциденты
incidents-export = Скачать этот список
incidents-export-note = Именно те инциденты, которые отобраны, по состоянию на эту запись.
incidents-none-yet = Здесь ещё нет дела, которое вы можете читать.
incidents-filter = Отбор инцидентов
incidents-found = { $n ->
    [one] { $n } инцидент.
    [few] { $n } инцидента.
    [many] { $n } инцидентов.
   *[other] { $n } инцидента.
}
incidents-zone = Время — { $zone }.
incidents-no-match = Ни один инцидент не подходит. Уберите какое-нибудь из условий отбора выше.
incidents-beside = Карта и шкала времени для тех же инцидентов
incident-beside = Карта, подкрепление и связи
incident-beside-each-other = То же таблицей, прочтения рядом
grade-none = Источник ещё не оценён.
grade-give = Оценить источник и сказанное
grade-note = Две вещи, каждая сама по себе: насколько надёжен был источник и насколько достоверно сказанное рядом со всем, что известно. Оценка не меняет ни охвата, ни подкрепления, и ни одна сторона её не читает.
grade-reliability = Источник
grade-credibility = Сказанное
grade-because = Почему, одним предложением
grade-do = Внести оценку
grade-source-A = источник полностью надёжен
grade-source-B = источник обычно надёжен
grade-source-C = источник довольно надёжен
grade-source-D = источник обычно ненадёжен
grade-source-E = источник ненадёжен
grade-source-F = о надёжности судить нельзя
grade-said-1 = другие источники говорят то же
grade-said-2 = вероятно, правда
grade-said-3 = возможно, правда
grade-said-4 = сомнительно
grade-said-5 = маловероятно
grade-said-6 = о правдивости судить нельзя
evidence-title = Имеющиеся материалы
evidence-lead = Файлы об этом, которые хранит миссия, — со слов тех, кто их принял. То, что в файле, заявляет тот, кто его создал.
evidence-no-name = Файл без названия
evidence-size = { $n } КиБ
evidence-custody = { $n ->
    [one] Путь хранения: { $n } шаг
    [few] Путь хранения: { $n } шага
    [many] Путь хранения: { $n } шагов
   *[other] Путь хранения: { $n } шага
}
evidence-uncover = Открыть { $name }: там могут быть раненые или погибшие
evidence-alt = Изображение { $name }, каким его приняли
evidence-intake = { $at }: принимает { $by }, передаёт { $from }
evidence-release = { $at }: { $by } отдаёт из хранения миссии, получает { $to }
evidence-moved = { $at }: { $by } перемещает: { $what }
evidence-copy = { $at }: { $by } делает рабочую копию: { $what }
evidence-viewed = { $at }: { $by } просматривает: { $what }
evidence-exported = { $at }: { $by } даёт копию, получает { $what }
evidence-same = { $at }: { $by } снова вычисляет хеш: тот же
evidence-not-same = { $at }: { $by } снова вычисляет хеш: другой, или файл не читается

search-q = Слова, места, обозначения
search-class = Охват
search-support = Подкрепление
search-verdict = Охват по прочтению
search-by = Кто сообщает
search-decides = Что решает
search-point = Зависит от
search-silent = Неопределённый пункт
search-waits = Ждёт
search-from = От
search-until = До
search-bbox = Видно на карте
search-sort = Порядок
search-any = не важно
search-anybody = кто угодно
search-on = Действующие условия отбора
search-remove = убрать это условие
sort-id = по обозначению
sort-newest = сначала самые новые действия
sort-oldest = сначала самые давние действия
waits-links = решения о предложенной связи
waits-accounts = просмотра расходящихся версий
column-id = Обозначение
column-when = Когда
column-what = Что сообщено
column-by = Кто сообщает
pages = Страницы
pages-previous = Предыдущая
pages-next = Следующая
pages-range = Показано с { $first } по { $last }.

# --- Соглашение
agreement-title = Соглашение
agreement-lead = Условия, как их заявляет каждый автор прочтения, рядом. Где прочтения расходятся, пункт отмечен: это данные, а не ошибка.
agreement-effect = Когда это действовало
agreement-open = Открытые вопросы

# --- Журнал
record-title = Журнал
record-lead = Каждое действие становится записью в журнале, который только растёт. У кого есть контрольная точка, тот может проверить, что с тех пор ничего не изменено.
record-origin = Название журнала
record-size = Записей
record-step = Время записей округлено вниз до
record-cadence = Такты идут каждые
record-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
    [many] { $n } минут
   *[other] { $n } минуты
}
record-seen = То, что вам разрешено читать, в последний раз изменила запись { $entry }; из неё и составлена эта страница. Более поздние записи, например такты, для вас ничего не изменили, поэтому подписанное число записей может быть больше.
record-step-why = Время округлено, чтобы журнал не выдавал, кто когда работал.
record-cadence-why = Такт идёт в установленное время, даже когда ничего не произошло, чтобы журнал не выдавал, когда что-то было.
record-checkpoint-lines = Её строки: название журнала, число записей, хеш всех записей и подпись.
record-key-note = Сравните его с ключом, который вы получили другим путём.
record-download = Скачать папку журнала (tar)
record-checkpoint = Подписанная контрольная точка
record-no-checkpoint = Ещё ничего не подписано.
record-key = Ключ журнала
record-verify = Проверьте без нас
record-verify-how = Скачайте папку журнала и запустите проверку на собственном компьютере. Больше ничего не нужно:
record-verify-limits = Проверка не покажет, чего вообще не внесли, правда ли то, что внесли, и всем ли показывают один и тот же журнал; для последнего есть свидетели.

# --- Реестр
register-title = Реестр
register-lead = Защищённые объекты, которые заявили стороны, — насколько вам разрешено о них знать. Кто спрашивает о каком-то месте, тому не отвечают, есть ли оно в списке.
register-lists = Списки
register-no-list = Здесь не известен список ни одной стороны.
register-party = Сторона
register-known = Объектов, известных вам
register-whole = Список известен вам целиком
register-whole-yes = да
register-whole-no = нет: может быть больше
register-sites = Объекты
register-category = Вид
register-declared = Сдано на хранение
register-handed = Передано
register-notified = Уведомлено
register-withdrawn = Изъято
register-sealed = Запечатанные списки
register-sealed-lead = Сторона может сдать на хранение список, который остаётся запечатанным: тогда в журнале есть только подписанное стороной число листьев и время, а что в списке — не показано. Лист — это одна запечатанная строка: объект или пустая, которая скрывает, сколько их.
register-sealed-none = Здесь нет запечатанного списка, о котором вам разрешено знать.
register-held-mission = Хранится в собственном журнале миссии.
register-held-circle = Хранится в круге { $circle }.
register-version = Версия
register-leaves = Листья
register-leaves-exact = { $n ->
    [one] { $n } лист
    [few] { $n } листа
    [many] { $n } листьев
   *[other] { $n } листа
}
register-leaves-padded = { $n ->
    [one] { $n } лист, среди них могут быть пустые
    [few] { $n } листа, среди них могут быть пустые
    [many] { $n } листьев, среди них могут быть пустые
   *[other] { $n } листа, среди них могут быть пустые
}
register-change = Против предыдущей версии
register-changes = добавлено { $added }, изъято { $withdrawn }, изменено { $changed }
register-sealed-at = Запечатано (по часам стороны)
register-received-at = Сдано на хранение
register-signed-by = Подписано (ключ)
register-entry = Запись
register-proof = Версия { $n }: расписки и доказательства
register-all-leaves = все листья
register-no-receipt = без расписки
register-receipt-by = расписку подписал: { $by }
register-step-notified = Уведомлён: { $to }, { $at }: { $leaves }, { $receipt } (запись { $entry })
register-step-handed = Передано: { $to }, { $at }: { $leaves }, { $receipt } (запись { $entry })
register-step-opened = Открыта часть или всё: { $to }, { $at }: файл { $file } (запись { $entry })
register-no-steps = По журналу, никому не передано и никто не уведомлён.
register-statement = Подписанное заявление и его хеш:
register-prove = Чтобы доказать постороннему, что список тогда был сдан: доказательство записи из папки журнала и само заявление, которое раскрывает оператор.

# --- Когда ответа нет
fault-bad-request = Это не удалось понять
fault-bad-request-more = В адресе или форме есть то, что здесь не имеет смысла. Ничего не изменено.
fault-sign-in = Войдите, пожалуйста
fault-sign-in-more = Эта страница — для тех, у кого есть учётная запись в миссии.
fault-not-allowed = Вам это не разрешено
fault-not-allowed-more = Ваша роль этого не разрешает. Роли даёт секретариат.
fault-not-found = Здесь ничего нет
fault-not-found-more = По этому адресу нет ничего, что вы можете видеть.
fault-refused = Не сделано
fault-refused-more = Журнал или правила работы этого не приняли. Ничего не изменено.
fault-wait = Подождите, пожалуйста
fault-wait-more = Попыток было слишком много. Попробуйте позже.
fault-surroundings = Сейчас не получается
fault-surroundings-more = Сбой вне самой программы, например на диске. Отправленное вами внесено целиком или не внесено вовсе: посмотрите, прежде чем отправлять снова. Причину оператор найдёт в служебных сообщениях сервера.
fault-integrity = Журнал противоречит сам себе
fault-integrity-more = Больше ничего не записывается, пока в этом не разберётся человек. Записи называет `holdfire record fsck`.
fault-ours = Здесь произошла ошибка
fault-ours-more = Ответ остановила ошибка этой программы. Отправленное вами внесено целиком или не внесено вовсе: посмотрите, прежде чем отправлять снова. Где это случилось, записано в служебных сообщениях сервера.
fault-hint = Что делать:
fault-home = На первую страницу

# --- Вход
sign-in-title = Вход
sign-in-name = Имя
sign-in-password = Пароль
sign-in-code = Код из приложения
sign-in-code-hint = Шесть цифр; новый код каждые 30 секунд.
sign-in-recovery = Это один из моих кодов восстановления
sign-in-lost = Потеряли приложение и коды восстановления? Новое приглашение может дать секретариат.
sign-in-refused = Имя, пароль или код неверны.
sign-in-wait = Слишком много неудачных попыток. Попробуйте позже.
sign-in-busy = Сервер перегружен. Попробуйте через несколько секунд.

enrol-title = Создание учётной записи
enrol-for = Это приглашение для одного человека ({ $name }), и воспользоваться им можно один раз.
enrol-password = Новый пароль
enrol-password-hint = Не менее 12 символов. Хорошо подходят несколько слов, которые никак не связаны между собой.
enrol-password-short = Пароль слишком короткий. Символов должно быть не менее { $least }.
enrol-password-long = Пароль слишком длинный.
enrol-password-common = Этот пароль — из тех, которые пробуют первыми. Возьмите несколько слов, которые никак не связаны между собой.
enrol-password-own-word = Пароль составлен из названия, которое здесь знают все.
enrol-not-same = Пароли не совпадают.
enrol-again = Тот же пароль ещё раз
enrol-generator = Генератор кодов
enrol-generator-how = Отсканируйте это приложением для одноразовых кодов, а затем введите код, который оно покажет.
enrol-typed = Или введите в приложение этот ключ:
enrol-code = Код неверен. Часы этого сервера и вашего устройства должны расходиться не более чем на полминуты.
enrol-do = Создать учётную запись
enrolled-title = Учётная запись создана
enrolled-codes = Держите эти коды там, где найдёте их и без приложения. Каждый позволяет войти один раз (имя: { $name }); больше они показаны не будут.
enrolled-go = К рабочему месту

# --- Учётная запись
account-title = Моя учётная запись
account-sessions = Открытые сеансы
account-device = Устройство
account-since = С какого времени
account-used = Последнее использование
account-here = этот
account-end = Завершить
account-end-others = Завершить все остальные
account-password = Пароль
account-old = Нынешний пароль
account-password-do = Изменить пароль
account-password-done = Пароль изменён; все остальные сеансы завершены.
account-tokens = Токены для программ
account-tokens-lead = Программа с токеном может читать то, что можете читать вы, и делать не больше, чем разрешает токен.
account-token-once = Этот токен показан только один раз. Берегите его, как бережёте пароль.
account-token-name = Для чего он?
account-token-scopes = Что разрешено
account-token-until = Действителен до
account-token-used = Последнее использование
account-token-revoke = Отозвать
account-token-days = Сколько дней действителен
account-token-do = Создать токен
account-scope-read = читать то, что могу читать я
account-scope-write = подавать сообщения, ответы и жалобы

# --- Управление
admin-title = Управление
admin-lead = Люди, их роли и учётные записи. Каждое изменение становится записью в журнале.
admin-people = Люди
admin-role = Роль
admin-circles = Круги доступа
admin-account = Учётная запись
admin-signed-in = Последний вход
admin-do = Что сделать
admin-no-circle = ни одного
admin-no-keys = ни одного; собственных ключей нет
admin-see-as = Глазами этого человека
admin-see-as-note = Глазами другого человека видно именно то, что разрешено видеть ему, изменить ничего нельзя, а сам просмотр становится записью в журнале.
admin-add = Добавить человека
admin-name-hint = Так, как должно стоять в журнале.
admin-party = Какую сторону представляет
admin-party-hint = Только для представителя стороны.
admin-add-do = Добавить и пригласить
admin-known = Человек с таким именем здесь уже есть.
admin-link = Приглашение ({ $name }): на один раз, действительно 24 часа. Оно показано только сейчас; передайте его иным путём, чем имя.
admin-change-role = Смена роли
admin-change-role-do = Сменить роль
admin-last-secretariat = Это последний человек в секретариате: сначала дайте эту роль кому-нибудь другому.
admin-invite = Новое приглашение
admin-invite-note = Для того, кто потерял пароль или приложение. Учётная запись закрыта, пока приглашением не воспользуются, а все её сеансы завершаются.
admin-invite-do = Создать приглашение
admin-rules = Кто что может делать
admin-rules-lead = Это те правила, которые применяет сервер, слово в слово.
admin-rules-show = Показать правила
account-state-none = нет учётной записи
account-state-invited = есть приглашение
account-state-open = открыта
account-state-disabled = закрыта
work-seat-none = без роли: видит опубликованное

# --- Задачи
tasks-title = Задачи
tasks-lead = Что кого ждёт и до какого времени. Время — по { $zone }, по состоянию на время внизу страницы.
tasks-ics = Сроки как календарь
tasks-calendar = Сроки
tasks-open-one = Открыть задачу
tasks-filter = Фильтр задач
tasks-open = Открытые
tasks-done = Завершённые
tasks-none = Нет.
tasks-kind = Вид
tasks-about = О чём
tasks-state = Состояние
tasks-due = Ближайший срок
tasks-overdue = просрочено
tasks-assigned = Поручено
tasks-nobody = пока никому
tasks-given-to = поручено: { $name }
tasks-history = Что сделано
tasks-withdrawn = отозвано
tasks-next = Что дальше
tasks-nothing-to-do = Сейчас здесь нет шагов для вас.
tasks-open-do = Открыть задачу
tasks-only = Только если выбрано: { $values }
tasks-one-of = Заполните ровно одно из этих полей: { $fields }.
tasks-visit-hint = Выезды самой миссии, по одному в строке.
tasks-allegations-hint = По одному утверждению в строке. Далее можно добавить, каждое после |: когда, где, ваш собственный номер.
tasks-asking-discloses = Как только у стороны запросят ответ, она прочтёт эти сообщения. Прочитанное назад не забрать.
tasks-window-discloses = Стороны, у которых запрошено согласие, прочтут место и время окна. Прочитанное назад не забрать.
estimate-low = не менее
estimate-best = вероятнее всего
estimate-high = не более
badge-title = Кто может это прочесть
badge-role = { $role }: { $n ->
    [one] { $n } человек
    [few] { $n } человека
    [many] { $n } человек
   *[other] { $n } человека
}
badge-liaison = { $role }, { $party }: { $n ->
    [one] { $n } человек
    [few] { $n } человека
    [many] { $n } человек
   *[other] { $n } человека
}
badge-operator-unnamed = Оператор этого сервера владеет его ключами и может прочесть всё, что сервер показывает.
badge-title-of = Кто может это читать: { $what }
badge-everybody = Все: это опубликовано
share-all-parties = все стороны

# --- Публикация
publish-title = Публикация
publish-lead = Все читают состояние на время последней публикации, и больше ничего. Эта страница показывает, что было бы опубликовано сейчас и чем оно отличается.
publish-last = Последняя публикация
publish-none = ещё не было
publish-next = Эта была бы
publish-held = Сообщений придержано
publish-difference = Отличия от последней публикации
publish-added = Новое
publish-removed = Больше не указано
publish-changed = Исправлено
publish-same = Как раньше
publish-propose = Предложить эту публикацию
publish-everybody = Все, навсегда
publish-delays = Задержки
publish-delays-lead = Сообщение придерживают столько часов после того, как оно сказано. То, что говорит о последствиях, придерживают, пока его не опубликуют органы власти на месте; место защищённого объекта не публикуют никогда.
publish-hours = Часов
publish-all-others = каждый другой вид
publish-delays-do = Установить задержку

# --- Внесение сообщения
intake-title = Добавить сообщение
intake-lead = Что сказал один источник, так, как он это сказал. Сообщение проверяют так же, как дело, и оно становится записью в журнале.
intake-do = Внести сообщение
intake-id-hint = Следующий номер по сообщениям, которые вы можете читать. Можно дать другое обозначение.
intake-known = Сообщение с таким обозначением уже есть.
source-party = сторона или издание, передающее её слова
source-independent = не от сторон
source-body = орган с мандатом
report-id = Обозначение
report-by = Чьё заявление
report-source-kind = Что это за источник
report-speaker = Кто говорил
report-source = Издание или документ
report-source-url = Адрес источника
report-said-at = Когда сказано
report-date = Дата события
report-time = Время, например 04:45 или 21:00-21:50
report-from = Или от (дата и время)
report-until = до (дата и время)
report-tz = Часовой пояс этого времени, например Europe/Berlin
report-place = Место, как оно названо
report-area = Местность
report-lat = Широта
report-lon = Долгота
report-precision = Точность: слово из дела или метры
report-object = Объект, как он назван
report-category = Вид
report-act = Действие
report-means = Средство, как оно названо
report-effect = Последствие
report-actor = Исполнитель, по утверждению источника
report-summary = Своими словами
report-note = Замечание аналитика

# --- Search, colours and keys
frame-notice = Замечание
frame-search = Поиск
frame-scheme = Цвета:
frame-scheme-system = как в системе
frame-scheme-light = светлые
frame-scheme-dark = тёмные
frame-keys = Клавиши
