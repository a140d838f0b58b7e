# Sentences on verdicts, terms and stories. What is inserted stands in its basic form: nothing after it depends on it.

# Lists: what stands before the last, and the last.
list-and = { $rest } and { $last }
list-or = { $rest } or { $last }
list-and-more = { $list } and { $more } more

# Days and clocks.
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
date-day-month = { $day } { $month }
dates-days = { $day } to { $until }
dates-months = { $day } { $month } to { $until }
dates-years = { $from } to { $until }
clock = { $date } { $time } { $offset }
interval-moment = { $at }, { $zone }
interval-day = { $date } ({ $hours } h, { $zone })
interval-span = { $from } to { $until }, { $zone }

# The sentence that says what a verdict says. $by: `holder` or `analyst`; $dated: `day`, `days` or `no`.
sentence-within = If it happened as reported, the terms as { $by ->
    [analyst] an analyst ascribes them to { $holder }
   *[holder] stated by { $holder }
}{ $dated ->
    [day] {" "}on { $date }
    [days] {" "}from { $date }
   *[no] {""}
} cover it.
sentence-probable = If it happened as reported, the terms as { $by ->
    [analyst] an analyst ascribes them to { $holder }
   *[holder] stated by { $holder }
}{ $dated ->
    [day] {" "}on { $date }
    [days] {" "}from { $date }
   *[no] {""}
} likely cover it: more than half of what the report leaves open is inside.
sentence-possible = If it happened as reported, the terms as { $by ->
    [analyst] an analyst ascribes them to { $holder }
   *[holder] stated by { $holder }
}{ $dated ->
    [day] {" "}on { $date }
    [days] {" "}from { $date }
   *[no] {""}
} may cover it: the facts decide.
sentence-undecided = If it happened as reported, the terms as { $by ->
    [analyst] an analyst ascribes them to { $holder }
   *[holder] stated by { $holder }
}{ $dated ->
    [day] {" "}on { $date }
    [days] {" "}from { $date }
   *[no] {""}
} do not say whether they cover it.
sentence-outside = If it happened as reported, the terms as { $by ->
    [analyst] an analyst ascribes them to { $holder }
   *[holder] stated by { $holder }
}{ $dated ->
    [day] {" "}on { $date }
    [days] {" "}from { $date }
   *[no] {""}
} do not cover it.
rider-not-covered = This says nothing on whether it was lawful; other law applies in any case.
meaning-within = every possibility that the report leaves open is covered
meaning-probable = more than half of what the report leaves open is covered, however it hangs together
meaning-possible = part of what the report leaves open is covered, part is not; or accounts differ
meaning-undecided = the terms as this holder states them leave open a point that it hangs on
meaning-outside = no possibility that the report leaves open is covered; this says nothing on whether it was lawful

# Starts and ends. A boundary reads after a verb or a colon.
boundary-at = at { $from }, { $zone }
boundary-day = on { $date } (from { $from } to before { $until }, { $zone }): { $why }
boundary-span = at some moment from { $from } to before { $until }, { $zone }: { $why }
boundary-why-unknown = a moment existed, it is not known which
boundary-why-unstated = the moment is not said
boundary-why-conflict = its statements disagree on the moment
boundary-open-unknown = at or after { $from }, { $zone }; how much later is not known
boundary-open-unstated = at or after { $from }, { $zone }; how much later is not said
boundary-open-conflict = at or after { $from }, { $zone }; its statements disagree
band-may = an act in that time may be covered
band-terms-do-not-say = for an act in that time the terms do not say
convention-first-day-in = the first day counted in
convention-first-day-out = the first day not counted
convention-elapsed = counted in full hours from the start
count-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
count-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
count-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
length-none = no time at all
end-until-announced = until its end is announced: in force until an end is recorded
end-after-no-start = { $length } after a start that is not stated, so no end can be counted
end-after = { $length }, { $convention }: { $ends }
end-hours = { $length }: { $ends }
end-uncounted = { $length }; not said how the days are counted: with the first day in, { $first_in }; with the first day out, { $first_out }; as full hours from the start, { $elapsed }; between the first and the last of these ends the terms do not say
end-uncounted-days = { $length }; not said how the days are counted: with the first day in, { $first_in }; with the first day out, { $first_out }; as { $days } x 24 hours from the start, { $elapsed }; between the first and the last of these ends the terms do not say
end-in-force-through = in force through { $date } (until { $until }, { $zone })
end-in-force-until = in force until { $until }, { $zone }
end-band = { $until }; over from { $latest } on; in between { $why }
end-open = { $until }; after that { $why }
end-why-unknown = it is not known when it ended
end-why-unstated = the terms do not say
end-why-conflict = its statements disagree
ends-beyond = ends beyond the years that can be computed with
ends-from = ends at or after { $first }, { $zone }, as the start is open
ends-through = through { $date } (ends { $until }, { $zone })
ends-until = until { $until }, { $zone }
ends-days-through = through { $first_date } at the earliest and { $last_date } at the latest, by the day of the start (ends { $first } or up to { $last }, { $zone })
ends-days = ends { $first } at the earliest and { $last } at the latest, { $zone }, by the day of the start
ends-between = ends from { $first } to before { $last }, { $zone }, by the moment of the start

# The points of a reading, each line of it.
statements-differ = these statements differ: where that matters, the terms do not say
none-stated = none stated
none-recorded = none recorded
start-not-stated = not stated: whether it was in force at a given moment cannot be told
starts = starts { $at }
starts-in-a-band = starts { $at }; { $follows }
not-before = not before this is recorded as met: { $condition }; until then it is not in force
end-not-stated = not stated: in force until an end, a suspension or a release is recorded
end-recorded = an end was recorded: over { $at }
extension = extended, announced { $at }; { $until }; { $back }
extension-no-end = no new end stated
extension-reaches-back = it reaches back to the earlier end
extension-does-not-reach-back = it does not reach back to the earlier end
extension-not-said = its text does not say whether it reaches back: from the earlier end to the announcement the terms do not say
only-while = in force only while this holds: { $condition }
condition-no-record = { $condition } (no record on it)
condition-record = { $state } from { $from } on, says { $by }
condition-all-of = { $condition } (all of: { $parts })
condition-one-of = { $condition } (one of: { $parts })
suspended = suspended { $from }; no end of the suspension is recorded
suspended-and-resumed = suspended { $from }; resumed { $until }
release-not-stated = not stated whether a party may free itself: after a recorded use of such a right the terms do not say
release-not-stated-not-used = not stated whether a party may free itself; nobody is recorded to have done so, so nothing hangs on it
release-none = no party may free itself
release = a party may free itself on: { $grounds }; { $effect }; it must be declared, an allegation frees nobody
release-invoker-free = then the one who uses it is free, the other stays bound
release-all-ends = then the clause ends for all
release-effect-not-said = not said whether the other stays bound then: for the other side the terms do not say
ground-declared = any declaration of it
ground-covered-act = an act of the other side that these terms cover
ground-other-invocation = the other side's own earlier use of this right
scope-not-stated = not stated: whether an object is protected cannot be told
scope-all-lists = all these lists apply together
scope-protects = protects { $list }
scope-does-not-protect = does not protect { $list }
scope-names-nothing = names no object
scope-closed = a closed list: what is not on it is not covered
scope-open = an open list: of what is not on it the terms do not say
scope-contested = not settled, since only some say that they belong to what is protected: { $list }
protects-not-stated = not stated: protected by kind, whether listed or not
protects-category = protected by kind: an object needs to be on no list
protects-listed = protected only where listed, { $step }; an object that is not named is looked for within { $radius } of the place
counts-from-deposit = counted from its deposit
counts-from-handover = counted from its handover
counts-from-notice = counted from the bound party's notice of it
counts-from-not-said = not said from which step on it counts; where deposit, handover and notice differ, the terms do not say
list-known = list of { $party }: known here
list-not-disclosed = list of { $party }: not disclosed to us
acts-counted = counted: { $list }
acts-not-counted = not counted: { $list }
acts-none = names no act and no effect
acts-hit = a hit by a counted kind of act is counted
acts-hit-of-kinds = a hit by what the clause prohibits ({ $kinds }) is counted
acts-open = not stated whether these count: { $effects }; there the terms do not say; { $hit }
bound-not-stated = not stated: whether the one who acted was bound cannot be told
binds = binds { $parties }
binds-nobody = binds nobody
bound-from = { $party } (bound only from a start { $at })
territory-not-stated = not stated: no spatial limit, it applies everywhere
territory-of = applies in the territory of { $parties }
territory-areas = applies in { $areas }
territory-none = names no area that it applies in
territory-and-open = { $applies }; for { $areas } the terms do not say
whose-not-stated = whose an area is: not stated
whose-not-stated-open = whose an area is: not stated, so whether a place lies in it cannot be told
whose = whose an area is: { $parts }
whose-areas = { $party }'s: { $areas }
whose-held-outline = places that another party holds stay whose the outline says
whose-held-holder = places that another party holds are the holder's
whose-held-unstated = for places that another party holds the terms do not say whose they are
against-not-stated = not stated: where the place is or may be the actor's own, or held by it, the terms do not say
against-other = covers only what is the other's; striking what one owns or holds is not covered
against-any = covers anybody's objects, one's own included
exception-without-limit = not covered: { $name }, without a limit
exception-with-limits = not covered: { $name }, { $limits }
exception-limits = { $limits }, and { $limit }
exception-categories = for { $list }
exception-areas = in { $list }
exception-kinds = for acts of the kind { $list }
exception-effects = where the effect is: { $list }
exception-actors = for acts of { $list }
exception-from = beginning { $at }
exception-until = ending { $at }
exception-circumstance = where { $text } (not known for any act: it may always apply)

# What an account tells.
when-throughout = all through { $time }
when-moment = at { $time }
when-on-a-day = at some moment on { $time }
when-in-a-span = at some moment from { $time }
place-in = somewhere in { $area }
place-near = within { $radius } of it
place-near-in = within { $radius } of it, in { $area }
place-anywhere = place not known
place-or = { $options }; or { $option }
metres = { $n } m
kilometres = { $n } km
decimal-mark = .
object-not-named = object not named
object-category-not-known = { $name } (category not known)
object-claimed-aim = only the aim as the source claims it
object-declared-site = declared site { $site }
object-facility = facility { $name } (analysts' list, protects nothing)
act-effect-not-known = { $act }: effect not known
actors-none = nobody is named
actors-alleged = { $names }, as the source alleges
says = { $who } says
says-by = { $who } ({ $speaker }) says
says-neither-party = { $who } (source of neither party) says
says-body = { $who } (body with a mandate) says
said-on = said on { $date }
said-day-not-known = day on which it was said not known
share = { $most } % of what is open
share-between = { $least } to { $most } % of what is open
