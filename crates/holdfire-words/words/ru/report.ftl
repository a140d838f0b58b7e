# Предложения об охвате, условиях и версиях. Вставленное стоит в именительном падеже: дальнейшие слова от него не зависят.

list-and = { $rest } и { $last }
list-or = { $rest } или { $last }
list-and-more = { $list } и ещё { $more }

# Дни и часы.
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
date = { $day } { $month } { $year } года
date-day-month = { $day } { $month }
dates-days = { $day }–{ $until }
dates-months = { $day } { $month } – { $until }
dates-years = { $from } – { $until }
clock = { $date }, { $time } { $offset }
interval-moment = { $at }, { $zone }
interval-day = { $date } ({ $hours } ч, { $zone })
interval-span = { $from } – { $until }, { $zone }

# Главное предложение. $by: `holder` (автор прочтения) или `analyst`; $dated: `day`, `days` или `no`.
sentence-within = Если это произошло так, как сообщено, то условия, { $by ->
    [analyst] которые аналитик приписывает стороне ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] как их заявляет { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, это охватывают.
sentence-probable = Если это произошло так, как сообщено, то условия, { $by ->
    [analyst] которые аналитик приписывает стороне ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] как их заявляет { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, это скорее охватывают: входит более половины того, что сообщение оставляет открытым.
sentence-possible = Если это произошло так, как сообщено, то условия, { $by ->
    [analyst] которые аналитик приписывает стороне ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] как их заявляет { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, могут это охватывать: решают факты.
sentence-undecided = Если это произошло так, как сообщено, то условия, { $by ->
    [analyst] которые аналитик приписывает стороне ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] как их заявляет { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, не определяют, охватывают ли они это.
sentence-outside = Если это произошло так, как сообщено, то условия, { $by ->
    [analyst] которые аналитик приписывает стороне ({ $holder }{ $dated ->
        [no] {""}
       *[day] ; { $date }
    })
   *[holder] как их заявляет { $holder }{ $dated ->
        [no] {""}
       *[day] {" "}({ $date })
    }
}, этого не охватывают.
rider-not-covered = Это ничего не говорит о том, было ли это законно; иное право действует в любом случае.
meaning-within = охватывается каждая возможность, которую сообщение оставляет открытой
meaning-probable = охватывается более половины того, что сообщение оставляет открытым, как бы оно ни было связано между собой
meaning-possible = часть того, что сообщение оставляет открытым, охватывается, часть нет; или версии расходятся
meaning-undecided = условия, как их заявляет автор прочтения, оставляют открытым пункт, от которого это зависит
meaning-outside = ни одна возможность, которую сообщение оставляет открытой, не охватывается; это ничего не говорит о том, было ли это законно

# Начало и конец. Граница стоит после двоеточия.
boundary-at = { $from }, { $zone }
boundary-day = { $date } (от { $from } до { $until } не включительно, { $zone }): { $why }
boundary-span = какой-то момент от { $from } до { $until } не включительно, { $zone }: { $why }
boundary-why-unknown = момент был, но неизвестно какой
boundary-why-unstated = момент не назван
boundary-why-conflict = заявления об этом моменте расходятся
boundary-open-unknown = { $from }, { $zone }, или позже; насколько позже, неизвестно
boundary-open-unstated = { $from }, { $zone }, или позже; насколько позже, не сказано
boundary-open-conflict = { $from }, { $zone }, или позже; заявления об этом расходятся
band-may = действие в это время может охватываться
band-terms-do-not-say = для действия в это время условия не определяют
convention-first-day-in = первый день засчитан
convention-first-day-out = первый день не засчитан
convention-elapsed = считают полными часами от начала
count-months = { $n ->
    [one] { $n } месяц
    [few] { $n } месяца
    [many] { $n } месяцев
   *[other] { $n } месяца
}
count-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
    [many] { $n } дней
   *[other] { $n } дня
}
count-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
    [many] { $n } часов
   *[other] { $n } часа
}
length-none = никакого времени
end-until-announced = до объявления о конце: действует, пока конец не записан
end-after-no-start = { $length } от начала, которое не названо, поэтому конец посчитать нельзя
end-after = { $length }, { $convention }: { $ends }
end-hours = { $length }: { $ends }
end-uncounted = { $length }; не сказано, как считают дни: если первый день засчитан — { $first_in }; если не засчитан — { $first_out }; если полными часами от начала — { $elapsed }; между первым и последним из этих концов условия не определяют
end-uncounted-days = { $length }; не сказано, как считают дни: если первый день засчитан — { $first_in }; если не засчитан — { $first_out }; если { $days } × 24 часа от начала — { $elapsed }; между первым и последним из этих концов условия не определяют
end-in-force-through = действует включительно по { $date } (до { $until }, { $zone })
end-in-force-until = действует до { $until }, { $zone }
end-band = { $until }; с { $latest } уже не действует; между ними { $why }
end-open = { $until }; после этого { $why }
end-why-unknown = неизвестно, когда закончилось
end-why-unstated = условия не определяют
end-why-conflict = заявления об этом расходятся
ends-beyond = конец в годах, с которыми считать нельзя
ends-from = конец { $first }, { $zone }, или позже, так как начало открыто
ends-through = включительно по { $date } (конец { $until }, { $zone })
ends-until = до { $until }, { $zone }
ends-days-through = включительно самое раннее по { $first_date }, самое позднее по { $last_date }, в зависимости от дня начала (конец { $first } или не позже чем { $last }, { $zone })
ends-days = конец самое раннее { $first }, самое позднее { $last }, { $zone }, в зависимости от дня начала
ends-between = конец от { $first } до { $last } не включительно, { $zone }, в зависимости от момента начала

# Пункты прочтения, каждая строка.
statements-differ = эти заявления расходятся: где это важно, условия не определяют
none-stated = ничего не заявлено
none-recorded = ничего не записано
start-not-stated = не заявлено: действовало ли это в данный момент, сказать нельзя
starts = начало: { $at }
starts-in-a-band = начало: { $at }; { $follows }
not-before = не раньше, чем это предварительное условие записано как выполненное: { $condition }; до того не действует
end-not-stated = не заявлено: действует, пока не записаны конец, приостановка или освобождение
end-recorded = записан конец; больше не действует: { $at }
extension = продлено, объявлено: { $at }; { $until }; { $back }
extension-no-end = новый конец не назван
extension-reaches-back = распространяется назад до прежнего конца
extension-does-not-reach-back = не распространяется назад до прежнего конца
extension-not-said = текст не говорит, распространяется ли это назад: от прежнего конца до объявления условия не определяют
only-while = действует лишь до тех пор, пока выполняется: { $condition }
condition-no-record = { $condition } (записей об этом нет)
condition-record = { $state } с { $from }, по словам: { $by }
condition-all-of = { $condition } (всё из перечисленного: { $parts })
condition-one-of = { $condition } (одно из перечисленного: { $parts })
suspended = приостановлено: { $from }; конец приостановки не записан
suspended-and-resumed = приостановлено: { $from }; возобновлено: { $until }
release-not-stated = не заявлено, может ли сторона освободиться от обязательств: после записанного использования такого права условия не определяют
release-not-stated-not-used = не заявлено, может ли сторона освободиться от обязательств; записей, что кто-то это сделал, нет, поэтому от этого ничего не зависит
release-none = ни одна сторона не может освободиться от обязательств
release = сторона может освободиться от обязательств на основании: { $grounds }; { $effect }; об этом надо объявить, утверждение о действиях другой стороны никого не освобождает
release-invoker-free = тогда тот, кто воспользовался правом, свободен, другая сторона остаётся обязанной
release-all-ends = тогда положение заканчивается для всех
release-effect-not-said = не сказано, остаётся ли другая сторона тогда обязанной: в отношении её условия не определяют
ground-declared = любое объявление об этом
ground-covered-act = действие другой стороны, которое эти условия охватывают
ground-other-invocation = более раннее использование этого права другой стороной
scope-not-stated = не заявлено: защищён ли объект, сказать нельзя
scope-all-lists = все эти перечни действуют вместе
scope-protects = защищает: { $list }
scope-does-not-protect = не защищает: { $list }
scope-names-nothing = не называет ни одного объекта
scope-closed = закрытый перечень: чего в нём нет, то не охватывается
scope-open = открытый перечень: относительно того, чего в нём нет, условия не определяют
scope-contested = не выяснено, так как лишь некоторые говорят, что это относится к защищённому: { $list }
protects-not-stated = не заявлено: защищено по виду объекта, есть он в списке или нет
protects-category = защищено по виду: объект не обязан быть ни в каком списке
protects-listed = защищено только по списку, { $step }; объект, который не назван, ищут на расстоянии до { $radius } от места
counts-from-deposit = считают от сдачи списка на хранение
counts-from-handover = считают от передачи списка
counts-from-notice = считают от уведомления обязанной стороны
counts-from-not-said = не сказано, от какого шага считают; где сдача, передача и уведомление различаются, условия не определяют
list-known = список, сторона { $party }: здесь известен
list-not-disclosed = список, сторона { $party }: нам не раскрыт
acts-counted = засчитывается: { $list }
acts-not-counted = не засчитывается: { $list }
acts-none = не называет ни одного действия и ни одного последствия
acts-hit = попадание от засчитываемого действия засчитывается
acts-hit-of-kinds = попадание от того, что положение запрещает ({ $kinds }), засчитывается
acts-open = не заявлено, засчитывается ли: { $effects }; об этом условия не определяют; { $hit }
bound-not-stated = не заявлено: был ли обязан тот, кто действовал, сказать нельзя
binds = обязывает: { $parties }
binds-nobody = никого не обязывает
bound-from = { $party } (обязательство лишь от начала: { $at })
territory-not-stated = не заявлено: пространственных границ нет, действует везде
territory-of = действует на территории сторон: { $parties }
territory-areas = действует здесь: { $areas }
territory-none = не называет ни одной местности, где действует
territory-and-open = { $applies }; о других местностях условия не определяют: { $areas }
whose-not-stated = чья это местность: не заявлено
whose-not-stated-open = чья это местность: не заявлено, поэтому относится ли к ней данное место, сказать нельзя
whose = чья это местность: { $parts }
whose-areas = { $party }: { $areas }
whose-held-outline = места, которые удерживает другая сторона, остаются за тем, за кем контур
whose-held-holder = места, которые удерживает другая сторона, считаются за тем, кто их удерживает
whose-held-unstated = о местах, которые удерживает другая сторона, условия не определяют, чьи они
against-not-stated = не заявлено: где место является или может быть собственным для исполнителя либо им удерживается, условия не определяют
against-other = охватывает лишь то, что принадлежит другой стороне; удар по тому, чем владеешь или что удерживаешь, не охватывается
against-any = охватывает чьи угодно объекты, и собственные тоже
exception-without-limit = не охватывается: { $name }, без ограничений
exception-with-limits = не охватывается: { $name }; { $limits }
exception-limits = { $limits }; при этом { $limit }
exception-categories = для объектов: { $list }
exception-areas = в местностях: { $list }
exception-kinds = для действий вида: { $list }
exception-effects = если последствие такое: { $list }
exception-actors = для действий сторон: { $list }
exception-from = начиная с: { $at }
exception-until = конец: { $at }
exception-circumstance = при обстоятельстве: { $text } (ни об одном действии это не известно: всегда может относиться)

# Что рассказывает версия.
when-throughout = всё время: { $time }
when-moment = { $time }
when-on-a-day = какой-то момент этого дня: { $time }
when-in-a-span = какой-то момент этого промежутка: { $time }
place-in = где-то в этой местности: { $area }
place-near = на расстоянии до { $radius } от этого места
place-near-in = на расстоянии до { $radius } от этого места, в местности: { $area }
place-anywhere = место неизвестно
place-or = { $options }; или { $option }
metres = { $n } м
kilometres = { $n } км
decimal-mark = ,
object-not-named = объект не назван
object-category-not-known = { $name } (вид неизвестен)
object-claimed-aim = только цель, как её называет источник
object-declared-site = заявленный объект { $site }
object-facility = объект «{ $name }» (список аналитиков, ничего не защищает)
act-effect-not-known = { $act }: последствие неизвестно
actors-none = никто не назван
actors-alleged = { $names }, по утверждению источника
says = { $who } заявляет
says-by = { $who } ({ $speaker }) заявляет
says-neither-party = { $who } (источник, не принадлежащий ни одной из сторон) сообщает
says-body = { $who } (орган с мандатом) сообщает
said-on = сказано { $date }
said-day-not-known = день, когда это сказано, неизвестен
share = { $most } % открытого
share-between = от { $least } до { $most } % открытого
