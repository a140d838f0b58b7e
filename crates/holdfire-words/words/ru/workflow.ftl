# Рабочий процесс: виды задач, состояния, шаги, в чём отказано и почему, подписи форм. Имена в идентификаторах — из программы.
# Вставленное — другие сообщения этого файла в именительном падеже или текст людей.

# Виды задач.
work-kind-verification = проверка
work-kind-request-for-reply = запрос ответа
work-kind-complaint = жалоба стороны
work-kind-hotline-call = звонок по горячей линии
work-kind-escalation = вопрос на высших уровнях
work-kind-repair-window = окно тишины для ремонта
work-kind-access-denied = отказ в доступе
work-kind-shift-handover = передача смены
work-kind-decision = публикация или раскрытие
work-kind-linking = предложенная связь
work-kind-duplicate = внесено дважды?

# Состояния. Слова выводов употреблены лишь о том, что установили люди миссии.
work-state-not-opened = не открыто
work-state-closed = закрыто
work-state-candidate = кандидат: этого ещё никто не проверял
work-state-under-verification = проверяется
work-state-confirmed = подтверждено
work-state-partly = подтверждено частично
work-state-not-confirmed = не подтверждено
work-state-refuted = опровергнуто
work-state-cannot-be-verified = проверить невозможно
work-state-attribution-stated = указано, кто это сделал
work-state-determination-proposed = на рассмотрении органа
work-state-determined = орган решил
work-state-not-asked = ответ не запрошен
work-state-asked = ответ запрошен
work-state-answered = есть ответ
work-state-declined = в ответе отказано
work-state-received = получено
work-state-acknowledged = получение подтверждено
work-state-being-sorted = в обработке
work-state-sorted = обработано
work-state-calling = дозваниваются
work-state-not-reached = не дозвонились
work-state-reached = дозвонились
work-state-firing-stopped = по сообщению, огонь прекращён
work-state-on-the-ladder = ждёт на своём уровне
work-state-resolved = решено
work-state-consent-asked = запрошено согласие
work-state-agreed = согласовано всеми, у кого запрошено согласие
work-state-extension-asked = согласовано; запрошен более поздний конец
work-state-window-refused = отказано
work-state-denied = в доступе отказано
work-state-granted-later = доступ предоставлен позже
work-state-handed-over = передано
work-state-prepared = подготовлено
work-state-proposed = ждёт других
work-state-agreed-to = согласовано, ещё не исполнено
work-state-not-agreed-to = не согласовано
work-state-carried-out = исполнено
work-state-suggested = предложено
work-state-joined = соединено
work-state-kept-apart = оставлено отдельно
work-state-none = вывода нет

# Шаги: что написано на кнопке.
work-act-open = Открыть задачу
work-act-assign = Поручить человеку
work-act-set-clock = Назначить сроки
work-act-note = Добавить заметку
work-act-set-severity = Указать последствия
work-act-take-up = Взять на проверку
work-act-find = Сделать вывод
work-act-later-reports = Отметить: есть более поздние сообщения
work-act-attribute = Указать, кто это сделал
work-act-propose-determination = Передать на решение органа
work-act-propose-release = Предложить обнародовать или раскрыть
work-act-vote = Голосовать
work-act-close-vote = Подсчитать голоса
work-act-execute = Исполнить
work-act-ask = Запросить ответ стороны
work-act-answer = Внести ответ
work-act-decline = Отказаться отвечать
work-act-acknowledge = Подтвердить получение
work-act-add-allegations = Добавить утверждения
work-act-sort = Указать, что с этим сделано
work-act-call-result = Записать, как прошёл звонок
work-act-firing-stopped = Записать, когда прекращён огонь
work-act-raise = Передать на высший уровень
work-act-resolve = Решить
work-act-consent = Дать согласие
work-act-refuse = Отказать
work-act-extend = Запросить более поздний конец
work-act-grant-access = Записать, что доступ предоставлен
work-act-join = Соединить
work-act-keep-apart = Оставить отдельно
work-act-undo = Отменить
work-act-close = Закрыть без результата
work-act-withdraw = Отозвать

# Шаги: что написано в истории.
work-did-open = открыто
work-did-assign = поручено человеку
work-did-set-clock = назначены сроки
work-did-note = добавлена заметка
work-did-set-severity = указаны последствия
work-did-take-up = взято на проверку
work-did-find = сделан вывод
work-did-later-reports = отмечено: есть более поздние сообщения
work-did-attribute = указано, кто это сделал
work-did-propose-determination = передано на решение органа
work-did-propose-release = предложено обнародовать или раскрыть
work-did-vote = подан голос
work-did-close-vote = голоса подсчитаны
work-did-execute = исполнено
work-did-ask = ответ запрошен
work-did-answer = внесён ответ
work-did-decline = в ответе отказано
work-did-acknowledge = получение подтверждено
work-did-add-allegations = добавлены утверждения
work-did-sort = утверждение обработано
work-did-call-result = звонок записан
work-did-firing-stopped = записано, когда прекращён огонь
work-did-raise = передано на высший уровень
work-did-resolve = решено
work-did-consent = дано согласие
work-did-refuse = отказано
work-did-extend = запрошен более поздний конец
work-did-grant-access = доступ предоставлен
work-did-join = соединено
work-did-keep-apart = оставлено отдельно
work-did-undo = отменено
work-did-close = закрыто без результата
work-did-withdraw = предыдущий шаг отозван

# Почему в шаге отказано; `.hint` говорит, что делать.
work-refused-stale = Пока вы смотрели, был сделан ещё шаг ({ $by ->
    [mission] миссия
   *[other] { $by }
}, { $at }: «{ $act }»). Вы видели шагов: { $on }, теперь их: { $count }.
    .hint = Посмотрите, что сделано, и решите снова. Написанное вами сохранено ниже.
work-refused-ahead = Это сделано после такого числа шагов: { $on }, а их лишь { $count }.
    .hint = Загрузите страницу снова.
work-refused-other-task = Это относится к другой задаче.
    .hint = Загрузите страницу снова.
work-refused-not-as-it-is = Ваша роль или мандат изменились с тех пор, как загружена страница.
    .hint = Загрузите страницу снова.
work-refused-not-of-this-kind = «{ $act }» здесь невозможно: вид задачи — «{ $kind }».
work-refused-beyond-mandate = Мандат не позволяет «{ $act }». Нужен: { $needs }. Есть: { $mandate }.
    .hint = Мандат указан в деле; его определили те, кто его дал.
work-refused-not-yours = «{ $act }» — не для вас: ваша роль здесь — { $seat }.
    .hint = Обратитесь к тому, кто имеет на это право.
work-refused-not-now = Сейчас «{ $act }» невозможно. Состояние: { $state }.
work-refused-empty = Поле «{ $field }» пусто.
    .hint = Это часть журнала: скажите это одним предложением.
work-refused-not-listed = «{ $value }» нельзя указать в поле «{ $field }».
    .hint = Можно: { $allowed }.
work-refused-too-early = «{ $field }»: { $at }; должно быть позже, чем { $after }.
work-refused-not-yet = «{ $field }»: { $at }; это время ещё не наступило.
    .hint = Запишите то, что произошло, когда оно произойдёт.
work-refused-no-such = Здесь нет такого номера: { $what }, { $number }.
    .hint = Загрузите страницу снова.
work-refused-same-person = Первое и второе лицо должны быть разные: { $person } уже первое.
    .hint = Это должен сделать другой человек.
work-refused-not-a-member = { $person } не входит в состав органа, который это решает.
work-refused-voted-already = Голос уже подан: { $person }.
    .hint = Сначала отзовите голос с объяснением.
work-refused-no-board = Это решает не коллегия, а второе лицо.
    .hint = Согласитесь или не согласитесь как второе лицо.
work-refused-no-quorum = Голосов: { $have }. Кворум: { $need }.
    .hint = Подождите других или оставьте открытым.
work-refused-claim-alone = Это опирается лишь на слова одной стороны. Этого никогда не достаточно, чтобы выйти из состояния кандидата.
    .hint = Добавьте сообщение не от сторон, наблюдение, доказательство или выезд; либо укажите: не подтверждено или проверить невозможно.
work-refused-finding-carries-nothing = Действующий вывод: { $finding }. Он не говорит, что что-то произошло, так что никто не мог этого сделать.
    .hint = Сначала исправьте вывод с объяснением.
work-refused-nobody-named = Не указана сторона, которая это сделала.
    .hint = Сначала укажите, кто это сделал.
work-refused-standing = Шаг { $act } в силе.
    .hint = Укажите, что это его исправляет, и почему. В журнале останутся оба.
work-refused-final = Шаг { $act } нельзя отменить.
    .hint = Более поздний шаг может его исправить; в журнале останутся оба.
work-refused-rested-on = Шаг { $later } опирается на шаг { $act }.
    .hint = Сначала отзовите шаг { $later }.
work-refused-not-asked = У этой стороны здесь ничего не запрошено: { $party }.
work-refused-consented-already = Эта сторона уже дала согласие: { $party }.
work-refused-how-it-came = Вы вносите слова стороны ({ $party }), не указав, как они поступили в миссию.
    .hint = Укажите: письмом, звонком или нотой, от кого и когда.
work-refused-not-warned = Это нельзя отменить, и тому, кто предлагает, это должно быть показано.
    .hint = Вернитесь к списку читателей и предупреждению.
work-refused-one-party = Для окна нужно согласие не менее двух сторон.

# Подписи полей.
work-field-about = о чём
work-field-account = версия
work-field-act = шаг
work-field-allegation = утверждение
work-field-allegations = утверждения
work-field-as-reported-by = кто сообщил
work-field-as-said = как это поступило в миссию
work-field-assigned = поручено
work-field-at = когда
work-field-body = орган
work-field-by = кто
work-field-called-at = время звонка
work-field-class = класс последствий
work-field-clause = положение
work-field-conclusion = вывод
work-field-contents = что именно они прочтут
work-field-corrects = исправляет шаг
work-field-corrects-because = почему исправлено
work-field-customers = потребителей без снабжения
work-field-denied-at = время отказа
work-field-dissent = особое мнение
work-field-due = к какому времени
work-field-entered-as = внесено как сообщение
work-field-escalates = переходит на высший уровень
work-field-established = что установлено
work-field-evidence = доказательство
work-field-finding = вывод
work-field-from = начало
work-field-granted-at = доступ предоставлен в
work-field-gravity = тяжесть
work-field-ground = названное основание
work-field-grounds = на чём это основано
work-field-hindrance = почему проверить невозможно
work-field-hours = часов без снабжения
work-field-how = как решено
work-field-incident = инцидент
work-field-injured = ранено
work-field-issue = вопрос
work-field-killed = погибло
work-field-ladder = уровни рассмотрения
work-field-level = уровень
work-field-notes = что следует знать следующей смене
work-field-open = открытые задачи
work-field-outcome = решение
work-field-party = сторона
work-field-place = место
work-field-procedure = как это решают
work-field-proposal = предложение
work-field-purpose = цель
work-field-question = вопрос
work-field-readers = кто сможет это прочесть
work-field-reading = прочтение
work-field-reason = причина
work-field-reasons = обоснование
work-field-reference = номер, который дала сторона
work-field-remark = замечание
work-field-replies = имеющиеся ответы
work-field-reply-kind = содержание ответа
work-field-reports = сообщения
work-field-returned = почему возвращено
work-field-same-as = то же, что
work-field-seat = в какой роли
work-field-severity = последствия
work-field-standard = стандарт доказывания
work-field-stopped-at = огонь прекращён в
work-field-text = текст
work-field-this = более позднее из двух
work-field-to = кому
work-field-tried = что пробовали
work-field-until = конец
work-field-voice = голос
work-field-warned = показано, что отменить нельзя
work-field-what = что именно
work-field-when = когда, как написано
work-field-who = кто не пропустил
work-field-whom = кому звонили
work-field-whose = кто это сделал
work-field-why = почему предложено
work-field-work = какие работы

# Роли, мандаты, сроки.
work-seat-secretariat = секретариат
work-seat-observer = наблюдатель
work-seat-mediator = посредник
work-seat-liaison = представитель стороны
work-seat-auditor = аудитор
work-seat-public = все
work-mandate-monitor = наблюдать и сообщать
work-mandate-verify = проверять
work-mandate-attribute = указывать, кто это сделал
work-mandate-determine = решать, через названный орган
work-point-due = срок
work-point-escalates = переходит на высший уровень
work-point-window-begins = окно начинается
work-point-window-ends = окно заканчивается

# Выводы, атрибуция, решения органов.
work-hindrance-access = нет доступа
work-hindrance-time = слишком поздно или не хватает времени
work-hindrance-security = слишком опасно
work-hindrance-mandate = не позволяет мандат
work-standard-reasonable-grounds = разумные основания полагать
work-standard-balance-of-probabilities = баланс вероятностей
work-standard-clear-and-convincing = ясные и убедительные доказательства
work-standard-beyond-reasonable-doubt = вне разумных сомнений
work-whose-none = нельзя сказать, кто это сделал
work-whose-likely = вероятно
work-whose-attributed = установлено, что это сделала сторона
work-whose-disputed = те, кто решает, не пришли к согласию
work-origin-party = слова стороны
work-origin-independent = не от сторон
work-origin-mission = от миссии
work-origin-body = от органа с мандатом
work-piece-report = сообщение
work-piece-observation = наблюдение
work-piece-evidence = файл-доказательство
work-piece-visit = выезд

# Слова самого органа, а не наши: лишь о том, что решил названный орган. Единственное место для слова «нарушение».
work-outcome-breach = нарушение положения
work-outcome-not-a-breach = не является нарушением положения
work-outcome-outside-scope = положение этого не охватывает
work-outcome-outside-period = тогда положение не действовало
work-outcome-justified = оправдано
work-outcome-deferred = решение отложено
work-gravity-minor = незначительное
work-gravity-serious = серьёзное
work-gravity-grave = тяжкое
work-outcome-of-body = Орган «{ $body }» решил: { $outcome }. Положение { $clause }; прочтение: { $reading }.

# Два лица, коллегии, голоса.
work-voice-for = за
work-voice-against = против
work-voice-abstain = воздерживается
work-standing-open = ждёт второго лица или голосов
work-standing-stands = согласовано, в силе
work-standing-rejected = не согласовано
work-final = Это решение действует, и отменить его нельзя. Более позднее решение может его исправить; в журнале остаются оба.
work-majority-simple = «за» больше, чем «против»
work-majority-two-thirds = две трети голосов «за» и «против»
work-majority-consensus = никто не против
work-procedure-second-person = второе лицо
work-procedure-board = коллегия
work-votes = За: { $for }. Против: { $against }. Воздержались: { $abstained }. Кворум: { $quorum }.
work-needs-second-person = Должно согласиться второе лицо. Вы не можете быть обоими.
work-cannot-be-undone = Это нельзя отменить. Что прочитано, то прочитано.
work-readers-first = Это смогут прочесть:

# Отметки у выводов.
work-skipped-take-up = Пропущен этап: перед этим никто не взял это на проверку.
work-skipped-reply = Пропущен этап: ни одного ответа не было.
work-skipped-attribution = Пропущен этап: никто не указал, кто это сделал.
work-later-reports = После этого вывода поступили сообщения, которые он не учитывает: { $reports }
work-corrected-by = Исправлено шагом { $act }. В журнале остаются оба.
work-correction = Исправление шага { $act }: { $reason }
work-withdrawn-by = Отозвано шагом { $act }: { $reason }
work-look-again = Опирается на вывод, который потом исправлен: пересмотрите.
work-void = Сделано одновременно с шагом { $act }, который был первым: не учитывается.

# Обнародование, жалобы, ответы, связи.
work-how-publication = публикация: для всех
work-how-disclosure = раскрытие: названным читателям
work-sorting-entered = внесено как сообщение { $report }
work-sorting-repeats = повторяет сообщение { $report }
work-sorting-returned = возвращено: { $reason }
work-sorting-waiting = ждёт
work-receipt = Получено { $at } под номером { $number }: { $n ->
    [one] { $n } утверждение
    [few] { $n } утверждения
    [many] { $n } утверждений
   *[other] { $n } утверждения
}.
work-complaint-waiting = ждёт: { $waiting } из { $all }
work-reply-accepts = признаёт, что это её действие
work-reply-denies = отрицает это
work-reply-counter-alleges = заявляет, что это сделала другая сторона
work-reply-legitimate-target = заявляет, что объект был законной целью
work-reply-outside-scope-or-time = заявляет, что условия этого не охватывали
work-reply-comment = комментирует
work-reply-asked = Ответ запрошен { $at }, срок ответа { $due }.
work-reply-late = Ответ поступил после назначенного срока.
work-reply-none = Ответа нет.
work-as-said = Внесла миссия; поступило: { $how }
work-link-duplicate = два сообщения об одном событии, рассказывающие его по-разному
work-link-counter-allegation = другая сторона рассказывает то же событие, поменяв роли
work-link-repeat = тот же рассказ ещё раз
work-link-observation = наблюдение относится к сообщению

# Звонки, уровни, окна.
work-call-reached = Дозвонились через { $n ->
    [one] { $n } минуту
    [few] { $n } минуты
    [many] { $n } минут
   *[other] { $n } минуты
}: { $whom }
work-call-not-reached = Не дозвонились; прекратили через { $n ->
    [one] { $n } минуту
    [few] { $n } минуты
    [many] { $n } минут
   *[other] { $n } минуты
}. Пробовали: { $tried }
work-call-stopped = Огонь прекращён в { $at }, по сообщению: { $who }
work-level = Уровень { $level }: { $who }
work-levels-skipped = { $n ->
    [one] Пропущен { $n } уровень
    [few] Пропущено { $n } уровня
    [many] Пропущено { $n } уровней
   *[other] Пропущено { $n } уровня
}.
work-window-not-agreed = Оно не действует: согласие дали не все. Нет согласия: { $parties }
work-window-ahead = Согласовано. По состоянию на { $now } начнётся через { $left }.
work-window-holds = Оно действует. По состоянию на { $now } осталось: { $left }.
work-window-over = Оно завершилось.
work-window-who-sees = Видят лишь миссия и стороны, у которых запрошено согласие.
work-window-later-end = Запрошен более поздний конец: { $until }. Пока не согласятся все, конец — { $now-until }.
work-time-left = { $hours } ч { $minutes } мин

# Последствия: факты рядом, без общей оценки.
work-estimate = { $best } (не менее { $low }, не более { $high })
work-customer-hours = Потребители × часы без снабжения: { $estimate }
work-severity-none = Последствий никто не указал.

# Списки и календарь.
work-calendar-name = Сроки: { $case }
work-calendar-event = { $kind }: { $point } ({ $task })
work-overdue = просрочено с { $at }
work-due-at = срок { $at }
work-nothing-waits = Ничего не ждёт.
work-handover-open = Открыто на конец смены
work-candidate-undecided = Условия этого не определяют; к рассмотрению взял человек: { $reason }

# --- Links: reports that may tell of one incident
linking-title = Один инцидент или два?
linking-lead = Сообщения, которые могут относиться к одному и тому же событию, с основаниями для каждой пары. Ничто не объединяется, пока этого не решит человек; решение можно отменить, и в журнале остаётся и то, и другое.
linking-keys = Клавиши, если сценарии включены: j и k выбирают пару, 1, 2 и 3 — её кнопки, 4 отменяет последнее решение; ? показывает их все.
linking-waiting = Ждут решения
linking-none = Ни одна пара сообщений не ждёт решения.
linking-more = { $n ->
    [one] и ещё { $n } пара, когда эти будут решены
    [few] и ещё { $n } пары, когда эти будут решены
    [many] и ещё { $n } пар, когда эти будут решены
   *[other] и ещё { $n } пары, когда эти будут решены
}
linking-put-off = Отложено
linking-decided = Решено
linking-written = Так записано в деле:
linking-against = Против этого:
linking-joined-as = Объединённые, они были бы:
linking-reason = Ваше основание (пусто: как предложено)
linking-join = Один инцидент
linking-apart = Не тот же самый
linking-later-do = Позже (24 часа)
linking-later = отложено на сутки
linking-undone = отменено
linking-undo-of = Отменить { $task }
linking-as-suggested = как предложено: { $why }
sign-same-time = { $minutes ->
    [one] их время совпадает на { $minutes } минуту
    [few] их время совпадает на { $minutes } минуты
    [many] их время совпадает на { $minutes } минут
   *[other] их время совпадает на { $minutes } минуты
}
sign-minutes-apart = { $minutes ->
    [one] между ними { $minutes } минута
    [few] между ними { $minutes } минуты
    [many] между ними { $minutes } минут
   *[other] между ними { $minutes } минуты
}
sign-same-place = то же место: { $name }
sign-near = места лежат в { $apart } км друг от друга, а вместе известны с точностью до { $within } км
sign-same-object = поражённый объект может быть тем же: { $name }
sign-other-object = поражённый объект здесь назван { $first }, а там { $second }
sign-same-act = тот же вид действий
sign-same-words = почти те же слова
sign-roles-changed = каждая сторона называет другую

# --- The intake tray
tray-title = Лоток поступлений
tray-lead = То, что поступает сразу: список сообщений, который просматривают строка за строкой, прежде чем что-либо внести, и жалобы, которые ждут.
tray-list = Список сообщений
tray-list-label = Список
tray-list-hint = CSV со столбцами reports.csv в первой строке или JSON: массив объектов с этими именами. Ничего не вносится, пока вы не увидите, что станет с каждой строкой.
tray-file = Или возьмите его из файла (CSV или JSON)
tray-mapping = У списка другие столбцы
tray-mapping-label = Соответствие столбцов, как его принимает holdfire case import
tray-mapping-hint = TOML, который говорит, какой столбец вашей таблицы что означает. Первую версию пишет `holdfire case import`.
tray-look = Просмотреть каждую строку
tray-enter = { $n ->
    [one] Внести { $n } годную строку
    [few] Внести { $n } годные строки
    [many] Внести { $n } годных строк
   *[other] Внести { $n } годной строки
}
tray-entered = { $n ->
    [one] Внесено { $n } сообщение:
    [few] Внесено { $n } сообщения:
    [many] Внесено { $n } сообщений:
   *[other] Внесено { $n } сообщения:
}
tray-sum-good = { $n ->
    [one] { $n } строку можно внести.
    [few] { $n } строки можно внести.
    [many] { $n } строк можно внести.
   *[other] { $n } строки можно внести.
}
tray-sum-known = { $n ->
    [one] { $n } строка уже есть в журнале.
    [few] { $n } строки уже есть в журнале.
    [many] { $n } строк уже есть в журнале.
   *[other] { $n } строки уже есть в журнале.
}
tray-sum-refused = { $n ->
    [one] { $n } строку внести нельзя.
    [few] { $n } строки внести нельзя.
    [many] { $n } строк внести нельзя.
   *[other] { $n } строки внести нельзя.
}
tray-line = Строка
tray-fate = Что с ней станет
tray-good = можно внести
tray-known = уже внесена: пропускается
tray-refused = не внесена
tray-other-of-this-id = У другого сообщения тот же идентификатор, и оно говорит иное. Дайте этому другой идентификатор.
tray-alike = Может относиться к тому же инциденту, что и
tray-complaints = Жалобы, которые ждут
tray-unread = Строки журнала, которые не удаётся прочесть
tray-unread-lead = Они есть в журнале, но нигде не учитываются, пока их не заменит правильная строка.
tray-empty = В списке нет строк.
tray-too-many = В списке больше { $most } строк. Внесите его через `holdfire mission load` или по частям.

# --- One task
tasks-receipt = Сохранить доказательство
tasks-receipt-how = Каждое слово жалобы и то, что она есть в журнале. Проверить можно без нас, с ключом журнала, который вам дали:
tasks-clock = По часам { $zone }
form-optional = необязательно
work-window-quiet = Тишину просят с { $from } до { $until }.
tasks-act-number = действие { $n }
work-warned-shown = да
work-taken-live = какое-то прочтение его охватывает или может охватывать
work-taken-undecided = условия не дают ответа
work-reader-everybody = все
work-reader-parties = все стороны
work-reader-mission = миссия

# --- Fields of entries, in the history of a task
work-field-asked = кого спрашивают
work-field-of = от чьего имени
work-field-after-minutes = через сколько минут
work-field-line-of = чья линия
work-field-held-by = кто удерживает место
work-field-requested-by = кто просит
work-field-reply = ответ в деле
work-field-reply-by = чей
work-field-whose-party = названная сторона
work-field-member = член комиссии
work-field-quorum = кворум
work-field-majority = большинство
work-field-dissent-by = у кого особое мнение
work-field-ground-report = опирается на сообщение
work-field-ground-observation = опирается на наблюдение
work-field-ground-evidence = опирается на файл
work-field-ground-visit = опирается на выезд
work-field-origin = чьё это слово
work-field-level-who = кто этим занимается
work-field-level-minutes = в течение скольких минут
work-field-start = начинается с уровня
work-field-from-report = одно сообщение
work-field-from-observation = наблюдение
work-field-to-report = другое сообщение
work-field-link = как они связаны
work-field-let-out = как это выходит наружу
work-field-candidate = почему это рассматривают
work-field-report = сообщение
work-field-reader = кто это прочтёт
work-field-repeats = повторяет сообщение
work-field-reached = кто ответил
work-field-withdraws = отзывает

# --- Что надо знать, чтобы заполнить поле
work-hint-after-minutes = Считая от первого звонка: пока кто-то ответил или пока попытки прекратили. Целые минуты, не больше { $most }, то есть сутки.
work-hint-as-said = Письмом, звонком или нотой, от кого и когда.
work-hint-asked = Каждая сторона, чья тишина нужна: не меньше двух.
work-hint-contents = Слово в слово: наружу выходит именно это и больше ничего.
work-hint-customers = Вместе с часами ниже: заполните оба поля или ни одного, и в каждом все три числа.
work-hint-dissent = Оно остаётся в журнале рядом с решением.
work-hint-let-out = Одним предложением. Кто это прочтёт и точное содержание спросят на следующем шаге.
work-hint-question = Сторона читает именно эти слова.
work-hint-thing = Вид и обозначение через пробел, например: report 12

# --- Groups of the form for a report
intake-source = Кто это говорит
intake-when = Когда это случилось
intake-where = Где
intake-what = Что случилось
intake-words = Словами
