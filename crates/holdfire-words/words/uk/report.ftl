# Речення про охоплення, умови й версії. Вставлене стоїть у називному відмінку: наступні слова від нього не залежать.

list-and = { $rest } і { $last }
list-or = { $rest } або { $last }
list-and-more = { $list } і ще { $more }

# Дні та години.
month-1 = січня
month-2 = лютого
month-3 = березня
month-4 = квітня
month-5 = травня
month-6 = червня
month-7 = липня
month-8 = серпня
month-9 = вересня
month-10 = жовтня
month-11 = листопада
month-12 = грудня
date = { $day } { $month } { $year } року
date-day-month = { $day } { $month }
dates-days = { $day }–{ $until }
dates-months = { $day } { $month } – { $until }
dates-years = { $from } – { $until }
clock = { $date }, { $time } { $offset }
interval-moment = { $at }, { $zone }
interval-day = { $date } ({ $hours } год, { $zone })
interval-span = { $from } – { $until }, { $zone }

# Головне речення. $by: `holder` (автор прочитання) або `analyst`; $dated: `day`, `days` або `no`.
sentence-within = Якщо це сталося так, як повідомлено, то умови, { $by ->
    [analyst] які аналітик приписує стороні ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] як їх заявляє { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, це охоплюють.
sentence-probable = Якщо це сталося так, як повідомлено, то умови, { $by ->
    [analyst] які аналітик приписує стороні ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] як їх заявляє { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, це ймовірно охоплюють: входить більше половини того, що повідомлення лишає відкритим.
sentence-possible = Якщо це сталося так, як повідомлено, то умови, { $by ->
    [analyst] які аналітик приписує стороні ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] як їх заявляє { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, можуть це охоплювати: вирішують факти.
sentence-undecided = Якщо це сталося так, як повідомлено, то умови, { $by ->
    [analyst] які аналітик приписує стороні ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] як їх заявляє { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, не визначають, чи вони це охоплюють.
sentence-outside = Якщо це сталося так, як повідомлено, то умови, { $by ->
    [analyst] які аналітик приписує стороні ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] як їх заявляє { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, цього не охоплюють.
rider-not-covered = Це нічого не говорить про те, чи було це законно; інше право діє за будь-яких обставин.
meaning-within = охоплюється кожна можливість, яку повідомлення лишає відкритою
meaning-probable = охоплюється більше половини того, що повідомлення лишає відкритим, хоч би як воно було пов’язане між собою
meaning-possible = частина того, що повідомлення лишає відкритим, охоплюється, частина ні; або версії розходяться
meaning-undecided = умови, як їх заявляє автор прочитання, лишають відкритим пункт, від якого це залежить
meaning-outside = жодна можливість, яку повідомлення лишає відкритою, не охоплюється; це нічого не говорить про те, чи було це законно

# Початок і кінець. Межа стоїть після двокрапки.
boundary-at = { $from }, { $zone }
boundary-day = { $date } (від { $from } до { $until } не включно, { $zone }): { $why }
boundary-span = якийсь момент від { $from } до { $until } не включно, { $zone }: { $why }
boundary-why-unknown = момент був, але невідомо який
boundary-why-unstated = момент не названо
boundary-why-conflict = заяви про цей момент розходяться
boundary-open-unknown = { $from }, { $zone }, або пізніше; наскільки пізніше, невідомо
boundary-open-unstated = { $from }, { $zone }, або пізніше; наскільки пізніше, не сказано
boundary-open-conflict = { $from }, { $zone }, або пізніше; заяви про це розходяться
band-may = дія в цей час може охоплюватися
band-terms-do-not-say = для дії в цей час умови не визначають
convention-first-day-in = перший день зараховано
convention-first-day-out = перший день не зараховано
convention-elapsed = рахують повними годинами від початку
count-months = { $n ->
    [one] { $n } місяць
    [few] { $n } місяці
    [many] { $n } місяців
   *[other] { $n } місяця
}
count-days = { $n ->
    [one] { $n } день
    [few] { $n } дні
    [many] { $n } днів
   *[other] { $n } дня
}
count-hours = { $n ->
    [one] { $n } година
    [few] { $n } години
    [many] { $n } годин
   *[other] { $n } години
}
length-none = жодного часу
end-until-announced = до оголошення про кінець: діє, доки кінець не записано
end-after-no-start = { $length } від початку, якого не названо, тож кінець порахувати не можна
end-after = { $length }, { $convention }: { $ends }
end-hours = { $length }: { $ends }
end-uncounted = { $length }; не сказано, як рахують дні: якщо перший день зараховано — { $first_in }; якщо не зараховано — { $first_out }; якщо повними годинами від початку — { $elapsed }; між першим і останнім з цих кінців умови не визначають
end-uncounted-days = { $length }; не сказано, як рахують дні: якщо перший день зараховано — { $first_in }; якщо не зараховано — { $first_out }; якщо { $days } × 24 години від початку — { $elapsed }; між першим і останнім з цих кінців умови не визначають
end-in-force-through = діє включно по { $date } (до { $until }, { $zone })
end-in-force-until = діє до { $until }, { $zone }
end-band = { $until }; з { $latest } вже не діє; між ними { $why }
end-open = { $until }; після цього { $why }
end-why-unknown = невідомо, коли закінчилося
end-why-unstated = умови не визначають
end-why-conflict = заяви про це розходяться
ends-beyond = кінець у роках, з якими рахувати не можна
ends-from = кінець { $first }, { $zone }, або пізніше, бо початок відкритий
ends-through = включно по { $date } (кінець { $until }, { $zone })
ends-until = до { $until }, { $zone }
ends-days-through = включно щонайраніше по { $first_date }, щонайпізніше по { $last_date }, залежно від дня початку (кінець { $first } або не пізніше ніж { $last }, { $zone })
ends-days = кінець щонайраніше { $first }, щонайпізніше { $last }, { $zone }, залежно від дня початку
ends-between = кінець від { $first } до { $last } не включно, { $zone }, залежно від моменту початку

# Пункти прочитання, кожен рядок.
statements-differ = ці заяви розходяться: де це важить, умови не визначають
none-stated = нічого не заявлено
none-recorded = нічого не записано
start-not-stated = не заявлено: чи діяло це в певний момент, сказати не можна
starts = початок: { $at }
starts-in-a-band = початок: { $at }; { $follows }
not-before = не раніше, ніж цю передумову записано як виконану: { $condition }; доти не діє
end-not-stated = не заявлено: діє, доки не записано кінець, призупинення або звільнення
end-recorded = записано кінець; більше не діє: { $at }
extension = продовжено, оголошено: { $at }; { $until }; { $back }
extension-no-end = нового кінця не названо
extension-reaches-back = поширюється назад до попереднього кінця
extension-does-not-reach-back = не поширюється назад до попереднього кінця
extension-not-said = текст не каже, чи поширюється це назад: від попереднього кінця до оголошення умови не визначають
only-while = діє лише доти, доки виконується: { $condition }
condition-no-record = { $condition } (записів про це немає)
condition-record = { $state } з { $from }, за словами: { $by }
condition-all-of = { $condition } (усе з переліченого: { $parts })
condition-one-of = { $condition } (одне з переліченого: { $parts })
suspended = призупинено: { $from }; кінець призупинення не записано
suspended-and-resumed = призупинено: { $from }; поновлено: { $until }
release-not-stated = не заявлено, чи може сторона звільнитися від зобов’язань: після записаного використання такого права умови не визначають
release-not-stated-not-used = не заявлено, чи може сторона звільнитися від зобов’язань; записів, що хтось це зробив, немає, тож від цього нічого не залежить
release-none = жодна сторона не може звільнитися від зобов’язань
release = сторона може звільнитися від зобов’язань на підставі: { $grounds }; { $effect }; про це треба оголосити, твердження про дії іншої сторони нікого не звільняє
release-invoker-free = тоді той, хто скористався правом, вільний, інша сторона лишається зобов’язаною
release-all-ends = тоді положення закінчується для всіх
release-effect-not-said = не сказано, чи інша сторона тоді лишається зобов’язаною: щодо неї умови не визначають
ground-declared = будь-яке оголошення про це
ground-covered-act = дія іншої сторони, яку ці умови охоплюють
ground-other-invocation = попереднє використання цього права іншою стороною
scope-not-stated = не заявлено: чи захищений об’єкт, сказати не можна
scope-all-lists = усі ці переліки діють разом
scope-protects = захищає: { $list }
scope-does-not-protect = не захищає: { $list }
scope-names-nothing = не називає жодного об’єкта
scope-closed = закритий перелік: чого в ньому немає, те не охоплюється
scope-open = відкритий перелік: щодо того, чого в ньому немає, умови не визначають
scope-contested = не з’ясовано, бо лише дехто каже, що це належить до захищеного: { $list }
protects-not-stated = не заявлено: захищено за видом об’єкта, є він у списку чи ні
protects-category = захищено за видом: об’єкт не мусить бути в жодному списку
protects-listed = захищено лише за списком, { $step }; об’єкт, якого не названо, шукають на відстані до { $radius } від місця
counts-from-deposit = рахують від здачі списку на зберігання
counts-from-handover = рахують від передачі списку
counts-from-notice = рахують від сповіщення зобов’язаної сторони
counts-from-not-said = не сказано, від якого кроку рахують; де здача, передача і сповіщення різняться, умови не визначають
list-known = список, сторона { $party }: тут відомий
list-not-disclosed = список, сторона { $party }: нам не розкрито
acts-counted = зараховується: { $list }
acts-not-counted = не зараховується: { $list }
acts-none = не називає жодної дії і жодного наслідку
acts-hit = влучання через зараховувану дію зараховується
acts-hit-of-kinds = влучання через те, що положення забороняє ({ $kinds }), зараховується
acts-open = не заявлено, чи зараховується: { $effects }; щодо цього умови не визначають; { $hit }
bound-not-stated = не заявлено: чи був зобов’язаний той, хто діяв, сказати не можна
binds = зобов’язує: { $parties }
binds-nobody = нікого не зобов’язує
bound-from = { $party } (зобов’язання лише від початку: { $at })
territory-not-stated = не заявлено: просторових меж немає, діє всюди
territory-of = діє на території сторін: { $parties }
territory-areas = діє тут: { $areas }
territory-none = не називає жодної місцевості, де діє
territory-and-open = { $applies }; щодо інших місцевостей умови не визначають: { $areas }
whose-not-stated = чия це місцевість: не заявлено
whose-not-stated-open = чия це місцевість: не заявлено, тож чи належить до неї певне місце, сказати не можна
whose = чия це місцевість: { $parts }
whose-areas = { $party }: { $areas }
whose-held-outline = місця, які утримує інша сторона, лишаються за тим, за ким контур
whose-held-holder = місця, які утримує інша сторона, вважаються за тим, хто їх утримує
whose-held-unstated = щодо місць, які утримує інша сторона, умови не визначають, чиї вони
against-not-stated = не заявлено: де місце є або може бути власним для виконавця чи ним утримується, умови не визначають
against-other = охоплює лише те, що належить іншій стороні; удар по тому, чим володієш або що утримуєш, не охоплюється
against-any = охоплює чиї завгодно об’єкти, і власні теж
exception-without-limit = не охоплюється: { $name }, без обмежень
exception-with-limits = не охоплюється: { $name }; { $limits }
exception-limits = { $limits }; при цьому { $limit }
exception-categories = для об’єктів: { $list }
exception-areas = у місцевостях: { $list }
exception-kinds = для дій виду: { $list }
exception-effects = якщо наслідок такий: { $list }
exception-actors = для дій сторін: { $list }
exception-from = починаючи з: { $at }
exception-until = кінець: { $at }
exception-circumstance = за обставини: { $text } (про жодну дію це не відомо: завжди може стосуватися)

# Що розповідає версія.
when-throughout = увесь час: { $time }
when-moment = { $time }
when-on-a-day = якийсь момент цього дня: { $time }
when-in-a-span = якийсь момент цього проміжку: { $time }
place-in = десь у цій місцевості: { $area }
place-near = на відстані до { $radius } від цього місця
place-near-in = на відстані до { $radius } від цього місця, у місцевості: { $area }
place-anywhere = місце невідоме
place-or = { $options }; або { $option }
metres = { $n } м
kilometres = { $n } км
decimal-mark = ,
object-not-named = об’єкт не названо
object-category-not-known = { $name } (вид невідомий)
object-claimed-aim = лише мета, як її називає джерело
object-declared-site = заявлений об’єкт { $site }
object-facility = об’єкт «{ $name }» (список аналітиків, нічого не захищає)
act-effect-not-known = { $act }: наслідок невідомий
actors-none = нікого не названо
actors-alleged = { $names }, за твердженням джерела
says = { $who } заявляє
says-by = { $who } ({ $speaker }) заявляє
says-neither-party = { $who } (джерело, що не належить жодній зі сторін) повідомляє
says-body = { $who } (орган з мандатом) повідомляє
said-on = сказано { $date }
said-day-not-known = день, коли це сказано, невідомий
share = { $most } % відкритого
share-between = від { $least } до { $most } % відкритого
