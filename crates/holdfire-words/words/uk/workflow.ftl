# Робочий процес: види завдань, стани, кроки, у чому відмовлено і чому, підписи форм. Імена в ідентифікаторах — з програми.
# Вставлене — інші повідомлення цього файлу в називному відмінку або текст людей.

# Види завдань.
work-kind-verification = перевірка
work-kind-request-for-reply = запит на відповідь
work-kind-complaint = скарга сторони
work-kind-hotline-call = дзвінок гарячою лінією
work-kind-escalation = питання на вищих рівнях
work-kind-repair-window = вікно тиші для ремонту
work-kind-access-denied = відмова в доступі
work-kind-shift-handover = передача зміни
work-kind-decision = публікація або розкриття
work-kind-linking = запропонований зв’язок
work-kind-duplicate = внесено двічі?

# Стани. Слова висновків ужито лише про те, що встановили люди місії.
work-state-not-opened = не відкрито
work-state-closed = закрито
work-state-candidate = кандидат: цього ще ніхто не перевіряв
work-state-under-verification = перевіряється
work-state-confirmed = підтверджено
work-state-partly = підтверджено частково
work-state-not-confirmed = не підтверджено
work-state-refuted = спростовано
work-state-cannot-be-verified = перевірити неможливо
work-state-attribution-stated = зазначено, хто це зробив
work-state-determination-proposed = на розгляді органу
work-state-determined = орган вирішив
work-state-not-asked = не запитано
work-state-asked = запитано
work-state-answered = є відповідь
work-state-declined = у відповіді відмовлено
work-state-received = отримано
work-state-acknowledged = отримання підтверджено
work-state-being-sorted = опрацьовується
work-state-sorted = опрацьовано
work-state-calling = додзвонюються
work-state-not-reached = не додзвонилися
work-state-reached = додзвонилися
work-state-firing-stopped = за повідомленням, вогонь припинено
work-state-on-the-ladder = чекає на своєму рівні
work-state-resolved = вирішено
work-state-consent-asked = запитано згоду
work-state-agreed = погоджено всіма, кого запитано
work-state-extension-asked = погоджено; запитано пізніший кінець
work-state-window-refused = відмовлено
work-state-denied = у доступі відмовлено
work-state-granted-later = доступ надано пізніше
work-state-handed-over = передано
work-state-prepared = підготовлено
work-state-proposed = чекає на інших
work-state-agreed-to = погоджено, ще не виконано
work-state-not-agreed-to = не погоджено
work-state-carried-out = виконано
work-state-suggested = запропоновано
work-state-joined = поєднано
work-state-kept-apart = залишено окремо
work-state-none = висновку немає

# Кроки: що написано на кнопці.
work-act-open = Відкрити завдання
work-act-assign = Доручити людині
work-act-set-clock = Призначити строки
work-act-note = Додати нотатку
work-act-set-severity = Зазначити наслідки
work-act-take-up = Взяти на перевірку
work-act-find = Зробити висновок
work-act-later-reports = Позначити: є пізніші повідомлення
work-act-attribute = Зазначити, хто це зробив
work-act-propose-determination = Передати на рішення органу
work-act-propose-release = Запропонувати оприлюднити чи розкрити
work-act-vote = Голосувати
work-act-close-vote = Підрахувати голоси
work-act-execute = Виконати
work-act-ask = Запитати сторону про відповідь
work-act-answer = Внести відповідь
work-act-decline = Відмовитися відповідати
work-act-acknowledge = Підтвердити отримання
work-act-add-allegations = Додати твердження
work-act-sort = Зазначити, що з цим зроблено
work-act-call-result = Записати, як минув дзвінок
work-act-firing-stopped = Записати, коли припинено вогонь
work-act-raise = Передати на вищий рівень
work-act-resolve = Вирішити
work-act-consent = Дати згоду
work-act-refuse = Відмовити
work-act-extend = Запитати пізніший кінець
work-act-grant-access = Записати, що доступ надано
work-act-join = Поєднати
work-act-keep-apart = Залишити окремо
work-act-undo = Скасувати
work-act-close = Закрити без результату
work-act-withdraw = Відкликати

# Кроки: що написано в історії.
work-did-open = відкрито
work-did-assign = доручено людині
work-did-set-clock = призначено строки
work-did-note = додано нотатку
work-did-set-severity = зазначено наслідки
work-did-take-up = взято на перевірку
work-did-find = зроблено висновок
work-did-later-reports = позначено: є пізніші повідомлення
work-did-attribute = зазначено, хто це зробив
work-did-propose-determination = передано на рішення органу
work-did-propose-release = запропоновано оприлюднити чи розкрити
work-did-vote = подано голос
work-did-close-vote = голоси підраховано
work-did-execute = виконано
work-did-ask = сторону запитано
work-did-answer = внесено відповідь
work-did-decline = у відповіді відмовлено
work-did-acknowledge = отримання підтверджено
work-did-add-allegations = додано твердження
work-did-sort = твердження опрацьовано
work-did-call-result = дзвінок записано
work-did-firing-stopped = записано, коли припинено вогонь
work-did-raise = передано на вищий рівень
work-did-resolve = вирішено
work-did-consent = дано згоду
work-did-refuse = відмовлено
work-did-extend = запитано пізніший кінець
work-did-grant-access = доступ надано
work-did-join = поєднано
work-did-keep-apart = залишено окремо
work-did-undo = скасовано
work-did-close = закрито без результату
work-did-withdraw = попередній крок відкликано

# Чому в кроці відмовлено; `.hint` каже, що робити.
work-refused-stale = Поки ви дивилися, було зроблено ще крок ({ $by ->
    [mission] місія
   *[other] { $by }
}, { $at }: «{ $act }»). Ви бачили кроків: { $on }, тепер їх: { $count }.
    .hint = Подивіться, що зроблено, і вирішіть знову. Написане вами збережено нижче.
work-refused-ahead = Це зроблено після такої кількості кроків: { $on }, а їх лише { $count }.
    .hint = Завантажте сторінку знову.
work-refused-other-task = Це належить до іншого завдання.
    .hint = Завантажте сторінку знову.
work-refused-not-as-it-is = Ваша роль або мандат змінилися, відколи завантажено сторінку.
    .hint = Завантажте сторінку знову.
work-refused-not-of-this-kind = «{ $act }» тут неможливо: вид завдання — «{ $kind }».
work-refused-beyond-mandate = Мандат не дозволяє «{ $act }». Потрібен: { $needs }. Є: { $mandate }.
    .hint = Мандат зазначено у справі; його визначили ті, хто його надав.
work-refused-not-yours = «{ $act }» — не для вас: ваша роль тут — { $seat }.
    .hint = Зверніться до того, хто має на це право.
work-refused-not-now = Зараз «{ $act }» неможливо. Стан: { $state }.
work-refused-empty = Поле «{ $field }» порожнє.
    .hint = Це частина журналу: скажіть це одним реченням.
work-refused-not-listed = «{ $value }» не можна вказати в полі «{ $field }».
    .hint = Можна: { $allowed }.
work-refused-too-early = «{ $field }»: { $at }; має бути пізніше, ніж { $after }.
work-refused-not-yet = «{ $field }»: { $at }; цей час ще не настав.
    .hint = Запишіть те, що сталося, коли воно станеться.
work-refused-no-such = Тут немає такого номера: { $what }, { $number }.
    .hint = Завантажте сторінку знову.
work-refused-same-person = Перша й друга особа мають бути різні: { $person } вже є першою.
    .hint = Це має зробити інша людина.
work-refused-not-a-member = { $person } не входить до складу органу, який це вирішує.
work-refused-voted-already = Голос уже подано: { $person }.
    .hint = Спершу відкличте голос із поясненням.
work-refused-no-board = Це вирішує не колегія, а друга особа.
    .hint = Погодьтеся або не погодьтеся як друга особа.
work-refused-no-quorum = Голосів: { $have }. Кворум: { $need }.
    .hint = Зачекайте на інших або залиште відкритим.
work-refused-claim-alone = Це спирається лише на слова однієї сторони. Цього ніколи не досить, щоб вийти зі стану кандидата.
    .hint = Додайте повідомлення не від сторін, спостереження, доказ або виїзд; або зазначте: не підтверджено чи перевірити неможливо.
work-refused-finding-carries-nothing = Чинний висновок: { $finding }. Він не каже, що щось сталося, тож ніхто не міг цього зробити.
    .hint = Спершу виправте висновок із поясненням.
work-refused-nobody-named = Не зазначено сторону, яка це зробила.
    .hint = Спершу зазначте, хто це зробив.
work-refused-standing = Крок { $act } чинний.
    .hint = Зазначте, що це його виправляє, і чому. У журналі лишаться обидва.
work-refused-final = Крок { $act } не можна скасувати.
    .hint = Пізніший крок може його виправити; у журналі лишаться обидва.
work-refused-rested-on = Крок { $later } спирається на крок { $act }.
    .hint = Спершу відкличте крок { $later }.
work-refused-not-asked = Цю сторону тут не запитано: { $party }.
work-refused-consented-already = Ця сторона вже дала згоду: { $party }.
work-refused-how-it-came = Ви вносите слова сторони ({ $party }), не зазначивши, як вони надійшли до місії.
    .hint = Зазначте: листом, дзвінком чи нотою, від кого і коли.
work-refused-not-warned = Цього не можна скасувати, і тому, хто пропонує, це має бути показано.
    .hint = Поверніться до списку читачів і застереження.
work-refused-one-party = Для вікна потрібна згода щонайменше двох сторін.

# Підписи полів.
work-field-about = про що
work-field-account = версія
work-field-act = крок
work-field-allegation = твердження
work-field-allegations = твердження
work-field-as-reported-by = хто повідомив
work-field-as-said = як це надійшло до місії
work-field-assigned = доручено
work-field-at = коли
work-field-body = орган
work-field-by = хто
work-field-called-at = час дзвінка
work-field-class = клас наслідків
work-field-clause = положення
work-field-conclusion = висновок
work-field-contents = що саме вони прочитають
work-field-corrects = виправляє крок
work-field-corrects-because = чому виправлено
work-field-customers = споживачів без постачання
work-field-denied-at = час відмови
work-field-dissent = окрема думка
work-field-due = до якого часу
work-field-entered-as = внесено як повідомлення
work-field-escalates = переходить на вищий рівень
work-field-established = що встановлено
work-field-evidence = доказ
work-field-finding = висновок
work-field-from = початок
work-field-granted-at = доступ надано о
work-field-gravity = тяжкість
work-field-ground = названа підстава
work-field-grounds = на чому це ґрунтується
work-field-hindrance = чому перевірити неможливо
work-field-hours = годин без постачання
work-field-how = як вирішено
work-field-incident = інцидент
work-field-injured = поранено
work-field-issue = питання
work-field-killed = загинуло
work-field-ladder = рівні розгляду
work-field-level = рівень
work-field-notes = що слід знати наступній зміні
work-field-open = відкриті завдання
work-field-outcome = рішення
work-field-party = сторона
work-field-place = місце
work-field-procedure = як це вирішують
work-field-proposal = пропозиція
work-field-purpose = мета
work-field-question = запитання
work-field-readers = хто зможе це прочитати
work-field-reading = прочитання
work-field-reason = причина
work-field-reasons = обґрунтування
work-field-reference = номер, який дала сторона
work-field-remark = зауваження
work-field-replies = наявні відповіді
work-field-reply-kind = зміст відповіді
work-field-reports = повідомлення
work-field-returned = чому повернено
work-field-same-as = те саме, що
work-field-seat = у якій ролі
work-field-severity = наслідки
work-field-standard = стандарт доведення
work-field-stopped-at = вогонь припинено о
work-field-text = текст
work-field-this = пізніше з двох
work-field-to = кому
work-field-tried = що пробували
work-field-until = кінець
work-field-voice = голос
work-field-warned = показано, що скасувати не можна
work-field-what = що саме
work-field-when = коли, як написано
work-field-who = хто не пропустив
work-field-whom = кому дзвонили
work-field-whose = хто це зробив
work-field-why = чому запропоновано
work-field-work = які роботи

# Ролі, мандати, строки.
work-seat-secretariat = секретаріат
work-seat-observer = спостерігач
work-seat-mediator = посередник
work-seat-liaison = представник сторони
work-seat-auditor = аудитор
work-seat-public = усі
work-mandate-monitor = спостерігати й повідомляти
work-mandate-verify = перевіряти
work-mandate-attribute = зазначати, хто це зробив
work-mandate-determine = вирішувати, через названий орган
work-point-due = строк
work-point-escalates = переходить на вищий рівень
work-point-window-begins = вікно починається
work-point-window-ends = вікно закінчується

# Висновки, атрибуція, рішення органів.
work-hindrance-access = немає доступу
work-hindrance-time = запізно або бракує часу
work-hindrance-security = надто небезпечно
work-hindrance-mandate = не дозволяє мандат
work-standard-reasonable-grounds = розумні підстави вважати
work-standard-balance-of-probabilities = баланс імовірностей
work-standard-clear-and-convincing = чіткі та переконливі докази
work-standard-beyond-reasonable-doubt = поза розумним сумнівом
work-whose-none = не можна сказати, хто це зробив
work-whose-likely = імовірно
work-whose-attributed = встановлено, що це зробила сторона
work-whose-disputed = ті, хто вирішує, не дійшли згоди
work-origin-party = слова сторони
work-origin-independent = не від сторін
work-origin-mission = від місії
work-origin-body = від органу з мандатом
work-piece-report = повідомлення
work-piece-observation = спостереження
work-piece-evidence = файл-доказ
work-piece-visit = виїзд

# Слова самого органу, а не наші: лише про те, що вирішив названий орган. Єдине місце для слова «порушення».
work-outcome-breach = порушення положення
work-outcome-not-a-breach = не є порушенням положення
work-outcome-outside-scope = положення цього не охоплює
work-outcome-outside-period = тоді положення не діяло
work-outcome-justified = виправдано
work-outcome-deferred = рішення відкладено
work-gravity-minor = незначне
work-gravity-serious = серйозне
work-gravity-grave = тяжке
work-outcome-of-body = Орган «{ $body }» вирішив: { $outcome }. Положення { $clause }; прочитання: { $reading }.

# Дві особи, колегії, голоси.
work-voice-for = за
work-voice-against = проти
work-voice-abstain = утримується
work-standing-open = чекає на другу особу або голоси
work-standing-stands = погоджено, чинне
work-standing-rejected = не погоджено
work-final = Це рішення чинне, і скасувати його не можна. Пізніше рішення може його виправити; у журналі лишаються обидва.
work-majority-simple = «за» більше, ніж «проти»
work-majority-two-thirds = дві третини голосів «за» і «проти»
work-majority-consensus = ніхто не проти
work-procedure-second-person = друга особа
work-procedure-board = колегія
work-votes = За: { $for }. Проти: { $against }. Утрималися: { $abstained }. Кворум: { $quorum }.
work-needs-second-person = Має погодитися друга особа. Ви не можете бути обома.
work-cannot-be-undone = Цього не можна скасувати. Що прочитано, те прочитано.
work-readers-first = Це зможуть прочитати:

# Позначки біля висновків.
work-skipped-take-up = Пропущено етап: перед цим ніхто не взяв це на перевірку.
work-skipped-reply = Пропущено етап: жодної відповіді не було.
work-skipped-attribution = Пропущено етап: ніхто не зазначив, хто це зробив.
work-later-reports = Після цього висновку надійшли повідомлення, яких він не враховує: { $reports }
work-corrected-by = Виправлено кроком { $act }. У журналі лишаються обидва.
work-correction = Виправлення кроку { $act }: { $reason }
work-withdrawn-by = Відкликано кроком { $act }: { $reason }
work-look-again = Спирається на висновок, який потім виправлено: перегляньте.
work-void = Зроблено одночасно з кроком { $act }, який був першим: не враховується.

# Оприлюднення, скарги, відповіді, зв’язки.
work-how-publication = публікація: для всіх
work-how-disclosure = розкриття: названим читачам
work-sorting-entered = внесено як повідомлення { $report }
work-sorting-repeats = повторює повідомлення { $report }
work-sorting-returned = повернено: { $reason }
work-sorting-waiting = чекає
work-receipt = Отримано { $at } за номером { $number }: { $n ->
    [one] { $n } твердження
    [few] { $n } твердження
    [many] { $n } тверджень
   *[other] { $n } твердження
}.
work-complaint-waiting = чекає: { $waiting } із { $all }
work-reply-accepts = визнає, що це її дія
work-reply-denies = заперечує це
work-reply-counter-alleges = заявляє, що це зробила інша сторона
work-reply-legitimate-target = заявляє, що об’єкт був законною ціллю
work-reply-outside-scope-or-time = заявляє, що умови цього не охоплювали
work-reply-comment = коментує
work-reply-asked = Запитано { $at }, строк відповіді { $due }.
work-reply-late = Відповідь надійшла після призначеного строку.
work-reply-none = Відповіді немає.
work-as-said = Внесла місія; надійшло: { $how }
work-link-duplicate = два повідомлення про одну подію, що розповідають її по-різному
work-link-counter-allegation = інша сторона розповідає ту саму подію, помінявши ролі
work-link-repeat = та сама розповідь ще раз
work-link-observation = спостереження стосується повідомлення

# Дзвінки, рівні, вікна.
work-call-reached = Додзвонилися через { $n ->
    [one] { $n } хвилину
    [few] { $n } хвилини
    [many] { $n } хвилин
   *[other] { $n } хвилини
}: { $whom }
work-call-not-reached = Не додзвонилися; припинили через { $n ->
    [one] { $n } хвилину
    [few] { $n } хвилини
    [many] { $n } хвилин
   *[other] { $n } хвилини
}. Пробували: { $tried }
work-call-stopped = Вогонь припинено о { $at }, за повідомленням: { $who }
work-level = Рівень { $level }: { $who }
work-levels-skipped = { $n ->
    [one] Пропущено { $n } рівень
    [few] Пропущено { $n } рівні
    [many] Пропущено { $n } рівнів
   *[other] Пропущено { $n } рівня
}.
work-window-not-agreed = Воно не діє: згоду дали не всі. Бракує: { $parties }
work-window-ahead = Погоджено. Станом на { $now } почнеться через { $left }.
work-window-holds = Воно діє. Станом на { $now } лишилося: { $left }.
work-window-over = Воно завершилося.
work-window-who-sees = Бачать лише місія та сторони, яких запитано.
work-window-later-end = Запитано пізніший кінець: { $until }. Доки не погодяться всі, кінець — { $now-until }.
work-time-left = { $hours } год { $minutes } хв

# Наслідки: факти поруч, без загальної оцінки.
work-estimate = { $best } (щонайменше { $low }, щонайбільше { $high })
work-customer-hours = Споживачі × години без постачання: { $estimate }
work-severity-none = Наслідків ніхто не зазначив.

# Списки й календар.
work-calendar-name = Строки: { $case }
work-calendar-event = { $kind }: { $point } ({ $task })
work-overdue = прострочено з { $at }
work-due-at = строк { $at }
work-nothing-waits = Нічого не чекає.
work-handover-open = Відкрито на кінець зміни
work-candidate-undecided = Умови цього не визначають; до розгляду взяла людина: { $reason }

# --- Links: reports that may tell of one incident
linking-title = Один інцидент чи два?
linking-lead = Повідомлення, які можуть стосуватися тієї самої події, з підставами для кожної пари. Нічого не об’єднується, доки цього не вирішить людина; рішення можна скасувати, і в журналі лишається і те, і друге.
linking-keys = Клавіші, якщо сценарії увімкнено: j і k вибирають пару, 1, 2 і 3 — її кнопки, 4 скасовує останнє рішення; ? показує їх усі.
linking-waiting = На вирішенні
linking-none = Жодна пара повідомлень не чекає на рішення.
linking-more = { $n ->
    [one] і ще { $n } пара, коли ці буде вирішено
    [few] і ще { $n } пари, коли ці буде вирішено
    [many] і ще { $n } пар, коли ці буде вирішено
   *[other] і ще { $n } пари, коли ці буде вирішено
}
linking-put-off = Відкладено
linking-decided = Вирішено
linking-written = Так записано у справі:
linking-against = Проти цього:
linking-joined-as = Об’єднані, вони були б:
linking-reason = Ваша підстава (порожньо: як запропоновано)
linking-join = Один інцидент
linking-apart = Не той самий
linking-later-do = Пізніше (24 години)
linking-later = відкладено на добу
linking-undone = скасовано
linking-undo-of = Скасувати { $task }
linking-as-suggested = як запропоновано: { $why }
sign-same-time = { $minutes ->
    [one] їхній час збігається на { $minutes } хвилину
    [few] їхній час збігається на { $minutes } хвилини
    [many] їхній час збігається на { $minutes } хвилин
   *[other] їхній час збігається на { $minutes } хвилини
}
sign-minutes-apart = { $minutes ->
    [one] між ними { $minutes } хвилина
    [few] між ними { $minutes } хвилини
    [many] між ними { $minutes } хвилин
   *[other] між ними { $minutes } хвилини
}
sign-same-place = те саме місце: { $name }
sign-near = місця лежать за { $apart } км одне від одного, а разом відомі з точністю до { $within } км
sign-same-object = уражений об’єкт може бути тим самим: { $name }
sign-other-object = уражений об’єкт тут названо { $first }, а там { $second }
sign-same-act = той самий вид дій
sign-same-words = майже ті самі слова
sign-roles-changed = кожна сторона називає іншу

# --- The intake tray
tray-title = Лоток надходжень
tray-lead = Те, що надходить одразу: список повідомлень, який переглядають рядок за рядком, перш ніж щось внести, і скарги, що чекають.
tray-list = Список повідомлень
tray-list-label = Список
tray-list-hint = CSV зі стовпцями reports.csv у першому рядку або JSON: масив об’єктів із цими назвами. Нічого не вноситься, доки ви не побачите, що станеться з кожним рядком.
tray-file = Або візьміть його з файлу (CSV або JSON)
tray-mapping = Список має інші стовпці
tray-mapping-label = Відповідність стовпців, як її приймає holdfire case import
tray-mapping-hint = TOML, який каже, котрий стовпець вашої таблиці що означає. Першу версію пише `holdfire case import`.
tray-look = Переглянути кожен рядок
tray-enter = { $n ->
    [one] Внести { $n } придатний рядок
    [few] Внести { $n } придатні рядки
    [many] Внести { $n } придатних рядків
   *[other] Внести { $n } придатного рядка
}
tray-entered = { $n ->
    [one] Внесено { $n } повідомлення:
    [few] Внесено { $n } повідомлення:
    [many] Внесено { $n } повідомлень:
   *[other] Внесено { $n } повідомлення:
}
tray-sum-good = { $n ->
    [one] { $n } рядок можна внести.
    [few] { $n } рядки можна внести.
    [many] { $n } рядків можна внести.
   *[other] { $n } рядка можна внести.
}
tray-sum-known = { $n ->
    [one] { $n } рядок уже є в журналі.
    [few] { $n } рядки вже є в журналі.
    [many] { $n } рядків уже є в журналі.
   *[other] { $n } рядка вже є в журналі.
}
tray-sum-refused = { $n ->
    [one] { $n } рядок внести не можна.
    [few] { $n } рядки внести не можна.
    [many] { $n } рядків внести не можна.
   *[other] { $n } рядка внести не можна.
}
tray-line = Рядок
tray-fate = Що з ним станеться
tray-good = можна внести
tray-known = уже внесено: пропускається
tray-refused = не внесено
tray-other-of-this-id = Інше повідомлення має цей ідентифікатор і каже інше. Дайте цьому інший ідентифікатор.
tray-alike = Може стосуватися того самого інциденту, що й
tray-complaints = Скарги, що чекають
tray-unread = Рядки журналу, які не вдається прочитати
tray-unread-lead = Вони є в журналі, але ніде не враховуються, доки їх не замінить правильний рядок.
tray-empty = У списку немає рядків.
tray-too-many = У списку понад { $most } рядків. Внесіть його через `holdfire mission load` або частинами.

# --- One task
tasks-receipt = Зберегти доказ
tasks-receipt-how = Кожне слово скарги і те, що вона є в журналі. Перевірити можна без нас, з ключем журналу, який вам дали:
tasks-clock = За годинником { $zone }
form-optional = необов’язково
work-window-quiet = Тишу просять із { $from } до { $until }.
tasks-act-number = дія { $n }
work-warned-shown = так
work-taken-live = якесь прочитання його охоплює або може охоплювати
work-taken-undecided = умови не дають відповіді
work-reader-everybody = усі
work-reader-parties = усі сторони
work-reader-mission = місія

# --- Fields of entries, in the history of a task
work-field-asked = кого запитують
work-field-of = від чийого імені
work-field-after-minutes = через скільки хвилин
work-field-line-of = чия лінія
work-field-held-by = хто утримує місце
work-field-requested-by = хто просить
work-field-reply = відповідь у справі
work-field-reply-by = чия
work-field-whose-party = названа сторона
work-field-member = член комісії
work-field-quorum = кворум
work-field-majority = більшість
work-field-dissent-by = хто має окрему думку
work-field-ground-report = спирається на повідомлення
work-field-ground-observation = спирається на спостереження
work-field-ground-evidence = спирається на файл
work-field-ground-visit = спирається на виїзд
work-field-origin = чиє це слово
work-field-level-who = хто цим займається
work-field-level-minutes = протягом скількох хвилин
work-field-start = починається з рівня
work-field-from-report = одне повідомлення
work-field-from-observation = спостереження
work-field-to-report = друге повідомлення
work-field-link = як вони пов’язані
work-field-let-out = як це виходить назовні
work-field-candidate = чому це розглядають
work-field-report = повідомлення
work-field-reader = хто це читатиме
work-field-repeats = повторює повідомлення
work-field-reached = хто відповів
work-field-withdraws = відкликає

# --- Що треба знати, щоб заповнити поле
work-hint-after-minutes = Рахуючи від першого дзвінка: доки хтось відповів або доки спроби припинили. Цілі хвилини, щонайбільше { $most }, тобто доба.
work-hint-as-said = Листом, дзвінком чи нотою, від кого й коли.
work-hint-asked = Кожна сторона, чия тиша потрібна: щонайменше дві.
work-hint-contents = Слово в слово: назовні виходить саме це і більше нічого.
work-hint-customers = Разом із годинами нижче: заповніть обидва поля або жодного, і в кожному всі три числа.
work-hint-dissent = Вона лишається в журналі поруч із рішенням.
work-hint-let-out = Одним реченням. Хто це читатиме і точний зміст запитають на наступному кроці.
work-hint-question = Сторона читає саме ці слова.
work-hint-thing = Вид і позначення через пробіл, наприклад: report 12

# --- Groups of the form for a report
intake-source = Хто це каже
intake-when = Коли це сталося
intake-where = Де
intake-what = Що сталося
intake-words = Словами
