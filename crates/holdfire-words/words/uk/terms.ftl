# Сталі терміни: чому кожен саме такий, сказано в docs/reference/terms.md. Змінювати там і тут разом.

# Охоплення: що читають люди замість слова з файлів.
coverage-within = охоплюється
coverage-probable = ймовірно охоплюється
coverage-possible = може охоплюватися
coverage-undecided = умови не визначають
coverage-outside = не охоплюється

# Клас за основними прочитаннями.
class-all = охоплюється за всіма основними прочитаннями
class-turns-on-reading = залежить від спірного пункту
class-may = може охоплюватися: вирішують факти
class-undecided = умови не визначають
class-none = не охоплюється за жодним з основних прочитань

# Підкріплення: хто каже, що це сталося.
support-claim-only = лише заява
support-contested = оспорюється
support-independent = незалежне підкріплення
support-established = встановлено органом
support-and-contested = { $support }, оспорюється
support-and-not-contested = { $support }, не оспорюється

# Пункти прочитання.
point-start = коли починається
point-end = коли закінчується
point-conditions = передумови
point-suspension = призупинення
point-release = право звільнитися від зобов’язань
point-scope = які об’єкти
point-notice = списки та сповіщення
point-attempts = спроби, уламки, види дій
point-bound = хто зобов’язаний
point-territory = де діє і чия це місцевість
point-own-facilities = удар по тому, чим володієш або що утримуєш
point-exceptions = винятки

# Про що питають кожну версію, і відповіді.
factor-time = час
factor-place = місце
factor-object = об’єкт
factor-act = дія
factor-actor = виконавець
state-inside = входить
state-outside = не входить
state-either = входить частина того, що повідомлення лишає відкритим
state-undecided = умови не визначають
level-in = діє
level-unknown = невідомо, чи діє
level-unstated = умови не визначають, чи діє
level-out = не діє

# Наскільки твердо заява належить авторові прочитання; хто є сторона; у якому стані положення; що записано про передумову.
standing-confirmed-by-holder = підтверджено автором прочитання
standing-public-statement = публічна заява
standing-ascribed-by-analyst = приписано аналітиком
party-role-bound = зобов’язана сторона
party-role-addressed = адресат, не зобов’язаний
party-role-mediator = посередник
party-role-guarantor = гарант
party-role-monitor = спостерігач
status-proposed = запропоновано
status-in-principle = погоджено в принципі
status-agreed = погоджено
status-announced = оголошено
status-ordered = віддано наказ власним силам
status-in-force = за заявою, діє
status-suspended = за заявою, призупинено
status-ended = за заявою, закінчилося
condition-met = записано як виконану
condition-unmet = записано як не виконану
condition-contested = спірно: одні кажуть, що виконано, інші — що ні
condition-unknown = невідомо

# Що відповіла сторона. Стоїть після її назви.
reply-accepts = визнає, що це її дія
reply-denies = заперечує це
reply-counter-alleges = заявляє, що це зробила інша сторона
reply-legitimate-target = заявляє, що об’єкт був законною ціллю
reply-outside-scope-or-time = заявляє, що умови цього не охоплювали
reply-comment = коментує
reply-asked = має запит, відповіді ще немає
reply-declined = відмовляється відповідати

# До чого призвела дія.
effect-hit = влучання
effect-intercepted = перехоплено або не долетіло
effect-debris = упали уламки
effect-collateral = пошкоджено разом з іншим

# Що вирішує, коли це не пункт умов.
decides-time = факти про час
decides-place = факти про місце
decides-object = факти про об’єкт
decides-act = факти про дію
decides-actor = факти про виконавця
decides-accounts-differ = версії розходяться
decides-conflict = заяви в одному прочитанні суперечать одна одній
decides-list-not-disclosed = список не розкрито
decides-order = порядок
