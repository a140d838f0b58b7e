# Сторінки робочого місця.

# --- Рамка кожної сторінки
frame-skip = Одразу до змісту
frame-sections = Розділи
frame-panel = Основні
frame-panel-legend = Прочитання, за якими складено підсумок
frame-panel-note = Склад основних прочитань визначає справа. Будь-який інший склад — це «що якби», і на сторінці про це сказано.
frame-what-if = що якби
frame-as-of = Станом на
frame-as-of-label = Усе внесене до
frame-as-of-hint = Номер запису, час на зразок 2030-03-25T12:00Z або дата (UTC). Порожнє поле — зараз.
frame-as-of-now = зараз, запис { $entry }
frame-as-of-entry = запис { $entry }
frame-past = Ця сторінка показує те, що було відомо станом на: { $at }.
frame-past-now = Показати станом на зараз
frame-language = Мова
frame-account = Мій обліковий запис
frame-made = Сторінку створено { $at }; останній урахований запис журналу — { $entry }.
frame-operator = Оператор цього сервера ({ $operator }) має його ключі й може прочитати все, що сервер показує.
frame-alphabetical = Сторони стоять за абеткою.
frame-seen-as = Ви бачите це очима іншої людини: { $name }. Змінити тут нічого не можна; те, що ви дивилися, записано в журналі.
frame-seen-as-end = Повернутися до свого вигляду
frame-demo = Демонстрація: показано все, змінити нічого не можна, і нічого не зберігається.

place-today = Сьогодні
place-agreement = Угода
place-incidents = Інциденти
place-tasks = Завдання
place-register = Реєстр
place-record = Журнал
place-admin = Керування

do-show = Показати
do-filter = Відібрати
do-sign-in = Увійти
do-sign-out = Вийти

# --- Сьогодні
today-title = Сьогодні
today-mandate = Мандат: { $mandate }
today-nothing-published = Ще нічого не опубліковано.
today-broken = Умови в журналі не вдається прочитати, тому відповідей немає. Що не так:
today-force = Чи діяло це { $date }?
today-force-short = Чи діяло?
today-check = Як перевірити, що відтоді в журналі нічого не змінено
today-date = Дата
level-changes = змінюється цього дня
today-waits = Що чекає
today-suggested = { $n ->
    [one] { $n } пара повідомлень, які можуть бути одним інцидентом
    [few] { $n } пари повідомлень, які можуть бути одним інцидентом
    [many] { $n } пар повідомлень, які можуть бути одним інцидентом
   *[other] { $n } пари повідомлень, які можуть бути одним інцидентом
}
today-differ = { $n ->
    [one] { $n } інцидент, версії якого розходяться
    [few] { $n } інциденти, версії яких розходяться
    [many] { $n } інцидентів, версії яких розходяться
   *[other] { $n } інциденту, версії яких розходяться
}
today-to-decide = вирішити
today-to-read = прочитати
today-cannot = Про що це не говорить
today-cannot-happened = Чи щось сталося так, як повідомлено, і хто це зробив.
today-cannot-lawful = Чи була законною дія, якої умови не охоплюють: інше право діє за будь-яких обставин.
today-cannot-more = Яка сторона зробила більше: підрахунку за тим, на кого вказують, немає, бо кожна сторона публікує по-своєму.
today-cannot-unreported = Те, про що ніхто не повідомив.

steps-title = Три кроки
steps-1 = Запишіть умови
steps-1-how = Про що домовлено і як це заявляє кожен автор прочитання: `holdfire case new DIR` створює теку з поясненнями, `holdfire mission load` вносить її.
steps-2 = Додайте повідомлення
steps-2-how = Що сказало кожне джерело, по рядку на повідомлення: `holdfire case import` приймає вашу власну таблицю.
steps-3 = Відкрийте таблицю
steps-3-how = Тоді ця сторінка показує, що охоплюється за яким прочитанням, що вирішує і що чекає.

# --- Інциденти
incidents-title = Інциденти
incidents-export = Завантажити цей список
incidents-export-note = Саме ті інциденти, що їх відібрано, станом на цей запис.
incidents-none-yet = Тут ще немає справи, яку ви можете читати.
incidents-filter = Відбір інцидентів
incidents-found = { $n ->
    [one] { $n } інцидент.
    [few] { $n } інциденти.
    [many] { $n } інцидентів.
   *[other] { $n } інциденту.
}
incidents-zone = Час — { $zone }.
incidents-no-match = Жоден інцидент не підходить. Приберіть котрусь із умов відбору вище.
incidents-beside = Карта й шкала часу для тих самих інцидентів
incident-beside = Карта, підкріплення і зв’язки
incident-beside-each-other = Те саме таблицею, прочитання поруч
grade-none = Джерело ще не оцінено.
grade-give = Оцінити джерело та сказане
grade-note = Дві речі, кожна окремо: наскільки надійним було джерело і наскільки вірогідне сказане поруч з усім, що відомо. Оцінка не змінює ні охоплення, ні підкріплення, і жодна сторона її не читає.
grade-reliability = Джерело
grade-credibility = Сказане
grade-because = Чому, одним реченням
grade-do = Внести оцінку
grade-source-A = джерело цілком надійне
grade-source-B = джерело зазвичай надійне
grade-source-C = джерело досить надійне
grade-source-D = джерело зазвичай ненадійне
grade-source-E = джерело ненадійне
grade-source-F = про надійність судити не можна
grade-said-1 = інші джерела кажуть те саме
grade-said-2 = імовірно, правда
grade-said-3 = можливо, правда
grade-said-4 = сумнівно
grade-said-5 = малоймовірно
grade-said-6 = про правдивість судити не можна
evidence-title = Наявні матеріали
evidence-lead = Файли про це, які зберігає місія, — зі слів тих, хто їх прийняв. Те, що у файлі, заявляє той, хто його створив.
evidence-no-name = Файл без назви
evidence-size = { $n } КіБ
evidence-custody = { $n ->
    [one] Шлях зберігання: { $n } крок
    [few] Шлях зберігання: { $n } кроки
    [many] Шлях зберігання: { $n } кроків
   *[other] Шлях зберігання: { $n } кроку
}
evidence-uncover = Відкрити { $name }: там можуть бути поранені або загиблі
evidence-alt = Зображення { $name }, яким його прийнято
evidence-intake = { $at }: приймає { $by }, передає { $from }
evidence-release = { $at }: { $by } віддає зі зберігання місії, отримує { $to }
evidence-moved = { $at }: { $by } переміщує: { $what }
evidence-copy = { $at }: { $by } робить робочу копію: { $what }
evidence-viewed = { $at }: { $by } переглядає: { $what }
evidence-exported = { $at }: { $by } дає копію, отримує { $what }
evidence-same = { $at }: { $by } знову обчислює геш: той самий
evidence-not-same = { $at }: { $by } знову обчислює геш: інший, або файл не читається

search-q = Слова, місця, позначення
search-class = Охоплення
search-support = Підкріплення
search-verdict = Охоплення за прочитанням
search-by = Хто повідомляє
search-decides = Що вирішує
search-point = Залежить від
search-silent = Невизначений пункт
search-waits = Чекає на
search-from = Від
search-until = До
search-bbox = Видно на карті
search-sort = Порядок
search-any = будь-яке
search-anybody = будь-хто
search-on = Чинні умови відбору
search-remove = прибрати цю умову
sort-id = за позначенням
sort-newest = спершу найновіші дії
sort-oldest = спершу найдавніші дії
waits-links = рішення про запропонований зв’язок
waits-accounts = перегляд версій, що розходяться
column-id = Позначення
column-when = Коли
column-what = Що повідомлено
column-by = Хто повідомляє
pages = Сторінки
pages-previous = Попередня
pages-next = Наступна
pages-range = Показано від { $first } до { $last }.

# --- Угода
agreement-title = Угода
agreement-lead = Умови, як їх заявляє кожен автор прочитання, поруч. Де прочитання розходяться, пункт позначено: це дані, а не помилка.
agreement-effect = Коли це діяло
agreement-open = Відкриті питання

# --- Журнал
record-title = Журнал
record-lead = Кожна дія стає записом у журналі, який лише зростає. Хто має контрольну точку, той може перевірити, що відтоді нічого не змінено.
record-origin = Назва журналу
record-size = Записів
record-step = Час записів округлено вниз до
record-cadence = Такти йдуть кожні
record-minutes = { $n ->
    [one] { $n } хвилина
    [few] { $n } хвилини
    [many] { $n } хвилин
   *[other] { $n } хвилини
}
record-seen = Те, що вам дозволено читати, востаннє змінив запис { $entry }; з нього й складено цю сторінку. Пізніші записи, наприклад такти, для вас нічого не змінили, тому підписане число записів може бути більшим.
record-step-why = Час округлено, щоб журнал не видавав, хто коли працював.
record-cadence-why = Такт іде в установлений час, навіть коли нічого не сталося, щоб журнал не видавав, коли щось було.
record-checkpoint-lines = Її рядки: назва журналу, число записів, геш усіх записів і підпис.
record-key-note = Порівняйте його з ключем, який ви отримали іншим шляхом.
record-download = Завантажити теку журналу (tar)
record-checkpoint = Підписана контрольна точка
record-no-checkpoint = Ще нічого не підписано.
record-key = Ключ журналу
record-verify = Перевірте без нас
record-verify-how = Завантажте теку журналу й запустіть перевірку на власному комп’ютері. Більше нічого не потрібно:
record-verify-limits = Перевірка не покаже, чого взагалі не внесли, чи правда те, що внесли, і чи всім показують той самий журнал; для останнього є свідки.

# --- Реєстр
register-title = Реєстр
register-lead = Захищені об’єкти, які заявили сторони, — наскільки вам дозволено про них знати. Хто питає про певне місце, тому не відповідають, чи є воно в списку.
register-lists = Списки
register-no-list = Тут не відомий список жодної сторони.
register-party = Сторона
register-known = Об’єктів, відомих вам
register-whole = Список відомий вам цілком
register-whole-yes = так
register-whole-no = ні: може бути більше
register-sites = Об’єкти
register-category = Вид
register-declared = Здано на зберігання
register-handed = Передано
register-notified = Сповіщено
register-withdrawn = Вилучено
register-sealed = Запечатані списки
register-sealed-lead = Сторона може здати на зберігання список, який лишається запечатаним: тоді в журналі є лише підписане стороною число листків і час, а що в списку — не показано. Листок — це один запечатаний рядок: об’єкт або порожній, який приховує, скільки їх.
register-sealed-none = Тут немає запечатаного списку, про який вам дозволено знати.
register-held-mission = Зберігається у власному журналі місії.
register-held-circle = Зберігається в колі { $circle }.
register-version = Версія
register-leaves = Листки
register-leaves-exact = { $n ->
    [one] { $n } листок
    [few] { $n } листки
    [many] { $n } листків
   *[other] { $n } листка
}
register-leaves-padded = { $n ->
    [one] { $n } листок, серед них можуть бути порожні
    [few] { $n } листки, серед них можуть бути порожні
    [many] { $n } листків, серед них можуть бути порожні
   *[other] { $n } листка, серед них можуть бути порожні
}
register-change = Проти попередньої версії
register-changes = додано { $added }, вилучено { $withdrawn }, змінено { $changed }
register-sealed-at = Запечатано (за годинником сторони)
register-received-at = Здано на зберігання
register-signed-by = Підписано (ключ)
register-entry = Запис
register-proof = Версія { $n }: розписки й докази
register-all-leaves = усі листки
register-no-receipt = без розписки
register-receipt-by = розписку підписано: { $by }
register-step-notified = Сповіщено: { $to }, { $at }: { $leaves }, { $receipt } (запис { $entry })
register-step-handed = Передано: { $to }, { $at }: { $leaves }, { $receipt } (запис { $entry })
register-step-opened = Відкрито частину або все: { $to }, { $at }: файл { $file } (запис { $entry })
register-no-steps = За журналом, нікому не передано й нікого не сповіщено.
register-statement = Підписана заява та її геш:
register-prove = Щоб довести сторонній людині, що список тоді було здано: доказ запису з теки журналу і сама заява, яку розкриває оператор.

# --- Коли відповіді немає
fault-bad-request = Цього не вдалося зрозуміти
fault-bad-request-more = В адресі або формі є те, що тут не має сенсу. Нічого не змінено.
fault-sign-in = Увійдіть, будь ласка
fault-sign-in-more = Ця сторінка — для тих, хто має обліковий запис у місії.
fault-not-allowed = Вам цього не дозволено
fault-not-allowed-more = Ваша роль цього не дозволяє. Ролі надає секретаріат.
fault-not-found = Тут нічого немає
fault-not-found-more = За цією адресою немає нічого, що ви можете бачити.
fault-refused = Не зроблено
fault-refused-more = Журнал або правила роботи цього не прийняли. Нічого не змінено.
fault-wait = Зачекайте, будь ласка
fault-wait-more = Спроб було забагато. Спробуйте пізніше.
fault-surroundings = Зараз не вдається
fault-surroundings-more = Збій поза самою програмою, наприклад на диску. Надіслане вами внесено цілком або не внесено зовсім: подивіться, перш ніж надсилати знову. Причину оператор знайде в службових повідомленнях сервера.
fault-integrity = Журнал суперечить сам собі
fault-integrity-more = Більше нічого не записується, доки в цьому не розбереться людина. Записи називає `holdfire record fsck`.
fault-ours = Тут сталася помилка
fault-ours-more = Відповідь зупинила помилка цієї програми. Надіслане вами внесено цілком або не внесено зовсім: подивіться, перш ніж надсилати знову. Де це сталося, записано в службових повідомленнях сервера.
fault-hint = Що робити:
fault-home = На першу сторінку

# --- Вхід
sign-in-title = Вхід
sign-in-name = Ім’я
sign-in-password = Пароль
sign-in-code = Код із застосунку
sign-in-code-hint = Шість цифр; новий код кожні 30 секунд.
sign-in-recovery = Це один із моїх кодів відновлення
sign-in-lost = Втратили застосунок і коди відновлення? Нове запрошення може дати секретаріат.
sign-in-refused = Ім’я, пароль або код неправильні.
sign-in-wait = Забагато невдалих спроб. Спробуйте пізніше.
sign-in-busy = Сервер перевантажений. Спробуйте за кілька секунд.

enrol-title = Створення облікового запису
enrol-for = Це запрошення для однієї людини ({ $name }), і скористатися ним можна один раз.
enrol-password = Новий пароль
enrol-password-hint = Щонайменше 12 символів. Добре підходять кілька слів, які ніяк не пов’язані між собою.
enrol-password-short = Пароль закороткий. Символів має бути щонайменше { $least }.
enrol-password-long = Пароль задовгий.
enrol-password-common = Цей пароль — з тих, які пробують першими. Візьміть кілька слів, які ніяк не пов’язані між собою.
enrol-password-own-word = Пароль складено з назви, яку тут знають усі.
enrol-not-same = Паролі не збігаються.
enrol-again = Той самий пароль ще раз
enrol-generator = Генератор кодів
enrol-generator-how = Відскануйте це застосунком для одноразових кодів, а тоді введіть код, який він покаже.
enrol-typed = Або введіть у застосунок цей ключ:
enrol-code = Код неправильний. Годинники цього сервера й вашого пристрою мають розходитися не більше ніж на пів хвилини.
enrol-do = Створити обліковий запис
enrolled-title = Обліковий запис створено
enrolled-codes = Тримайте ці коди там, де знайдете їх і без застосунку. Кожен дає увійти один раз (ім’я: { $name }); більше їх не буде показано.
enrolled-go = До робочого місця

# --- Обліковий запис
account-title = Мій обліковий запис
account-sessions = Відкриті сеанси
account-device = Пристрій
account-since = Відколи
account-used = Востаннє використано
account-here = цей
account-end = Завершити
account-end-others = Завершити всі інші
account-password = Пароль
account-old = Теперішній пароль
account-password-do = Змінити пароль
account-password-done = Пароль змінено; усі інші сеанси завершено.
account-tokens = Токени для програм
account-tokens-lead = Програма з токеном може читати те, що можете читати ви, і робити не більше, ніж дозволяє токен.
account-token-once = Цей токен показано лише раз. Бережіть його, як бережете пароль.
account-token-name = Для чого він?
account-token-scopes = Що дозволено
account-token-until = Дійсний до
account-token-used = Востаннє використано
account-token-revoke = Відкликати
account-token-days = Скільки днів дійсний
account-token-do = Створити токен
account-scope-read = читати те, що можу читати я
account-scope-write = подавати повідомлення, відповіді та скарги

# --- Керування
admin-title = Керування
admin-lead = Люди, їхні ролі та облікові записи. Кожна зміна стає записом у журналі.
admin-people = Люди
admin-role = Роль
admin-circles = Кола доступу
admin-account = Обліковий запис
admin-signed-in = Останній вхід
admin-do = Що зробити
admin-no-circle = жодного
admin-no-keys = жодного; власних ключів немає
admin-see-as = Очима цієї людини
admin-see-as-note = Очима іншої людини видно саме те, що дозволено бачити їй, змінити нічого не можна, а сам перегляд стає записом у журналі.
admin-add = Додати людину
admin-name-hint = Так, як має стояти в журналі.
admin-party = Яку сторону представляє
admin-party-hint = Лише для представника сторони.
admin-add-do = Додати й запросити
admin-known = Людина з таким ім’ям тут уже є.
admin-link = Запрошення ({ $name }): на один раз, дійсне 24 години. Його показано лише зараз; передайте його іншим шляхом, ніж ім’я.
admin-change-role = Зміна ролі
admin-change-role-do = Змінити роль
admin-last-secretariat = Це остання людина в секретаріаті: спершу надайте цю роль комусь іншому.
admin-invite = Нове запрошення
admin-invite-note = Для того, хто втратив пароль або застосунок. Обліковий запис закрито, доки запрошенням не скористаються, а всі його сеанси завершуються.
admin-invite-do = Створити запрошення
admin-rules = Хто що може робити
admin-rules-lead = Це ті правила, які застосовує сервер, слово в слово.
admin-rules-show = Показати правила
account-state-none = немає облікового запису
account-state-invited = є запрошення
account-state-open = відкритий
account-state-disabled = закритий
work-seat-none = без ролі: бачить опубліковане

# --- Завдання
tasks-title = Завдання
tasks-lead = Що на кого чекає і до якого часу. Час — за { $zone }, станом на час унизу сторінки.
tasks-ics = Строки як календар
tasks-calendar = Строки
tasks-open-one = Відкрити завдання
tasks-filter = Фільтр завдань
tasks-open = Відкриті
tasks-done = Завершені
tasks-none = Немає.
tasks-kind = Вид
tasks-about = Про що
tasks-state = Стан
tasks-due = Найближчий строк
tasks-overdue = прострочено
tasks-assigned = Доручено
tasks-nobody = поки нікому
tasks-given-to = доручено: { $name }
tasks-history = Що зроблено
tasks-withdrawn = відкликано
tasks-next = Що далі
tasks-nothing-to-do = Зараз тут немає кроків для вас.
tasks-open-do = Відкрити завдання
tasks-only = Лише якщо вибрано: { $values }
tasks-one-of = Заповніть рівно одне з цих полів: { $fields }.
tasks-visit-hint = Виїзди самої місії, по одному в рядку.
tasks-allegations-hint = По одному твердженню в рядку. Далі можна додати, кожне після |: коли, де, ваш власний номер.
tasks-asking-discloses = Щойно сторону запитають, вона прочитає ці повідомлення. Прочитаного назад не забрати.
tasks-window-discloses = Сторони, яких запитано, прочитають місце й час вікна. Прочитаного назад не забрати.
estimate-low = щонайменше
estimate-best = найімовірніше
estimate-high = щонайбільше
badge-title = Хто може це прочитати
badge-role = { $role }: { $n ->
    [one] { $n } людина
    [few] { $n } людини
    [many] { $n } людей
   *[other] { $n } людини
}
badge-liaison = { $role }, { $party }: { $n ->
    [one] { $n } людина
    [few] { $n } людини
    [many] { $n } людей
   *[other] { $n } людини
}
badge-operator-unnamed = Оператор цього сервера має його ключі й може прочитати все, що сервер показує.
badge-title-of = Хто може це читати: { $what }
badge-everybody = Усі: це опубліковано
share-all-parties = усі сторони

# --- Публікація
publish-title = Публікація
publish-lead = Усі читають стан на час останньої публікації, і більше нічого. Ця сторінка показує, що було б опубліковано зараз і чим воно відрізняється.
publish-last = Остання публікація
publish-none = ще не було
publish-next = Ця була б
publish-which = номер { $number }: журнал до запису { $entry } без того, що затримки притримують на { $at }
publish-held = Повідомлень притримано
publish-held-lead = Повідомлення, які ви читаєте і які не було б опубліковано.
publish-held-address = у джерела немає відкритої адреси, і окремо його не розкрито
publish-held-delay = строк затримки ще не минув
publish-difference = Відмінності від останньої публікації
publish-added = Нове
publish-removed = Більше не подано
publish-changed = Виправлено
publish-same = Як раніше
publish-nothing = Від останньої публікації нічого не відрізняється: публікувати нічого.
publish-corrections = Що це виправило б
publish-more = { $n ->
    [one] і ще { $n }
    [few] і ще { $n }
    [many] і ще { $n }
   *[other] і ще { $n }
}
publish-propose = Запропонувати цю публікацію
publish-everybody = Усі, назавжди
publish-delays = Затримки
publish-delays-lead = Повідомлення притримують стільки годин після того, як його сказано. Те, що говорить про наслідки, притримують, доки його не опублікують органи влади на місці; місце захищеного об’єкта не публікують ніколи.
publish-hours = Годин
publish-hours-hint = Від 0, коли нічого не притримують, до 8784, тобто року. Діє з наступної публікації.
publish-all-others = кожен інший вид
publish-delays-do = Установити затримку

# --- Внесення повідомлення
intake-title = Додати повідомлення
intake-lead = Що сказало одне джерело, так, як воно це сказало. Повідомлення перевіряють так само, як справу, і воно стає записом у журналі.
intake-do = Внести повідомлення
intake-id-hint = Наступний номер за повідомленнями, які ви можете читати. Можна дати інше позначення.
intake-known = Повідомлення з таким позначенням уже є.
source-party = сторона або видання, що передає її слова
source-independent = не від сторін
source-body = орган з мандатом
report-id = Позначення
report-by = Чия заява
report-source-kind = Що це за джерело
report-speaker = Хто говорив
report-source = Видання або документ
report-source-url = Адреса джерела
report-said-at = Коли сказано
report-date = Дата події
report-time = Час, наприклад 04:45 або 21:00-21:50
report-from = Або від (дата й час)
report-until = до (дата й час)
report-tz = Часовий пояс цього часу, наприклад Europe/Berlin
report-place = Місце, як його названо
report-area = Місцевість
report-lat = Широта
report-lon = Довгота
report-precision = Точність: слово зі справи або метри
report-object = Об’єкт, як його названо
report-category = Вид
report-act = Дія
report-means = Засіб, як його названо
report-effect = Наслідок
report-actor = Виконавець, за твердженням джерела
report-summary = Своїми словами
report-note = Зауваження аналітика

# --- Search, colours and keys
frame-notice = Зауваження
frame-search = Пошук
frame-scheme = Кольори:
frame-scheme-system = як у системі
frame-scheme-light = світлі
frame-scheme-dark = темні
frame-keys = Клавіші
