# Что опубликовано и что из этого исправлено: страницы и ленты для всех.
corrections-title = Исправления
corrections-lead = Где публикация говорит иначе, чем предыдущая, здесь стоит и то, и другое. Объект или место, которые заменены, повторно не называют.
corrections-none = Из опубликованного ничего не исправляли.
corrections-last = Последняя публикация имеет номер { $number }, она записана { $at }. Кто не вошёл, читает это состояние и ничего более позднего.
corrections-all = Все исправления
corrections-count = { $n ->
    [one] { $n } исправление
    [few] { $n } исправления
    [many] { $n } исправлений
   *[other] { $n } исправления
}
corrections-by = Публикация { $number }, { $at }
corrections-gone = больше не указано
corrections-into = теперь учтено вместе с
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

# --- Ключи доступа и устройства словами
passkeys-title = Ключи доступа
passkeys-lead = Ключ доступа лежит на устройстве и открывает вашу учётную запись PIN-кодом, пальцем или лицом, и только по этому адресу. Пароль и код действуют всегда.
passkey-add = Добавить ключ доступа
passkey-use = Войти ключом доступа
passkey-remove = Убрать
passkey-name = Название ключа
passkey-name-hint = Чтобы вы его узнали, например название устройства.
passkey-needs-script = Чтобы добавить ключ доступа, нужны сценарии и браузер, в котором есть ключи доступа; без них формы здесь нет.
passkey-not-here = Ключи доступа действуют только там, где к серверу обращаются по https или как localhost на этой машине. Войдите по паролю и коду.
account-device-on = { $browser }, { $system }
account-device-unknown = другая программа

# --- Что не так с адресом или формой.
said-value = `{ $name }` — это `{ $value }`
said-page = число от 0
said-readings = обозначения прочтений через запятую
said-as-of = номер записи, время вида 2030-03-25T12:00Z или дата
said-date = дата вида 2030-03-25
said-year = год, с которым можно считать
said-bbox = запад,юг,восток,север в градусах
said-required = это поле нужно заполнить
said-minutes = целые минуты, не больше 1440: сутки
said-listed = одно из указанных в списке
said-time = время вида 2030-03-25T18:00
said-days = число от 1 до 366
said-hours = число часов, не больше года
said-act = действие, которое предлагает страница
said-kind = вид задачи
said-report = сообщение из списка
said-code = код или пароль неверный
said-fresh = для этого нужен только что введённый код
said-busy = сервер занят; попробуйте снова через несколько секунд
said-other-site = форма пришла с другого сайта
said-open-here = откройте страницу здесь и отправьте снова
said-late = форма не пришла целиком вовремя
said-send-again = отправьте снова
said-old-form = форма относится к другому сеансу или устарела
said-repeat = откройте страницу снова и повторите
