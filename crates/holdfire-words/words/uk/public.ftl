# Що опубліковано і що з цього виправлено: сторінки й стрічки для всіх.
corrections-title = Виправлення
corrections-lead = Де публікація каже інакше, ніж попередня, тут стоїть і те, і те. Об’єкт чи місце, які замінено, повторно не називають.
corrections-none = З опублікованого нічого не виправляли.
corrections-last = Остання публікація має номер { $number }, її записано { $at }. Хто не ввійшов, читає цей стан і нічого пізнішого.
corrections-all = Усі виправлення
corrections-count = { $n ->
    [one] { $n } виправлення
    [few] { $n } виправлення
    [many] { $n } виправлень
   *[other] { $n } виправлення
}
corrections-by = Публікація { $number }, { $at }
corrections-gone = більше не подано
corrections-into = тепер враховано разом із
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

# --- Ключі доступу й пристрої словами
passkeys-title = Ключі доступу
passkeys-lead = Ключ доступу лежить на пристрої і відкриває ваш обліковий запис PIN-кодом, пальцем або обличчям, і лише за цією адресою. Пароль і код діють завжди.
passkey-add = Додати ключ доступу
passkey-use = Увійти ключем доступу
passkey-remove = Вилучити
passkey-name = Назва ключа
passkey-name-hint = Щоб ви його впізнали, наприклад назва пристрою.
passkey-needs-script = Щоб додати ключ доступу, потрібні сценарії та браузер, який має ключі доступу; без них форми тут немає.
passkey-not-here = Ключі доступу діють лише там, де до сервера звертаються через https або як localhost на цій машині. Увійдіть за паролем і кодом.
account-device-on = { $browser }, { $system }
account-device-unknown = інша програма

# --- Що не так з адресою чи формою.
said-value = `{ $name }` — це `{ $value }`
said-page = число від 0
said-readings = позначення прочитань через кому
said-as-of = номер запису, час на зразок 2030-03-25T12:00Z або дата
said-date = дата на зразок 2030-03-25
said-year = рік, з яким можна рахувати
said-bbox = захід,південь,схід,північ у градусах
said-required = це поле потрібно заповнити
said-minutes = цілі хвилини, щонайбільше 1440: доба
said-listed = одне з поданих у переліку
said-time = час на зразок 2030-03-25T18:00
said-days = число від 1 до 366
said-hours = кількість годин, щонайбільше рік
said-act = дія, яку пропонує сторінка
said-kind = вид завдання
said-report = повідомлення з переліку
said-code = код або пароль неправильний
said-fresh = для цього потрібен щойно введений код
said-busy = сервер зайнятий; спробуйте знову за кілька секунд
said-other-site = форма надійшла з іншого сайту
said-open-here = відкрийте сторінку тут і надішліть знову
said-late = форма не надійшла повністю вчасно
said-send-again = надішліть знову
said-old-form = форма належить до іншого сеансу або застаріла
said-repeat = відкрийте сторінку знову й повторіть
