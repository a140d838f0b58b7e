# Что опубликовано и что из этого исправлено: страницы и ленты для всех.
corrections-title = Исправления
corrections-lead = Где публикация говорит иначе, чем предыдущая, здесь стоит и то, и другое. Объект или место, которые заменены, повторно не называют.
corrections-none = Из опубликованного ничего не исправляли.
corrections-all = Все исправления
corrections-count = { $n ->
    [one] { $n } исправление
    [few] { $n } исправления
    [many] { $n } исправлений
   *[other] { $n } исправления
}
corrections-by = Публикация { $number }, { $at }
corrections-gone = больше не указано
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
