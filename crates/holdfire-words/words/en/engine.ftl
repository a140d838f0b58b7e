# What the engines say: reasons of answers, measures, bases. Their English words stand in the code, as `phrase!`; a test
# holds that these are the same.

# Reasons: what an answer follows from.
why-follows = { $follows }: { $why }
why-conflict = two statements disagree: { $quotes }
why-force-in = in force
why-force-out = not in force
why-force-not-known = not known whether in force
why-force-not-said = the reading does not say whether in force

# Boundaries in time.
what-starts = starts
what-ends = ends
what-lasts = lasts { $length }, { $counted }, so ends
what-end-recorded = an end was recorded
what-extended = extended
what-extension-ends = the extension ends
what-suspended = suspended
what-resumed = resumed
what-bound-from = { $party } is bound from
what-exception-from = the exception holds from
what-exception-until = the exception holds until
counted-first-day-in = the first day counted in
counted-first-day-out = the first day not counted
counted-elapsed = by elapsed time
at-an-hour-between = at an hour between { $from } and { $until } { $zone }
at-or-after = at or after { $from } { $zone }
why-boundary = { $what } { $at }
why-not-yet = { $what } { $at }: not yet
why-not-over = { $what } { $at }: not over
why-over = { $what } { $at }: over
why-band-unknown = { $what } { $at }: a moment existed, it is not known which
why-band-unstated = { $what } { $at }: the reading does not say when
why-band-conflict = { $what } { $at }: its statements disagree
why-start-silent = the reading does not say when it starts
why-no-end = no end is stated: in force until an end, a suspension or a release is recorded
why-until-announced = until announced; only a recorded end counts
why-end-without-start = ends a stated time after a start that is not stated
why-days-not-said = the reading does not say how the days are counted
why-extended = extended { $at }
why-extended-back = extended, reaching back
why-extended-not-back = extended from { $at } on, not reaching back
why-extended-not-said = extended { $at }; its text does not say whether it reaches back
why-not-before-met = not before this is recorded as met: { $condition }; it is
why-not-before-unmet = not before this is recorded as met: { $condition }; it is not
why-nothing-recorded = nothing is recorded on: { $condition }
why-recorded = { $state } from { $from } on, { $by } says: { $condition }
why-empty-condition = a condition without parts is met
record-met = met
record-unmet = unmet
record-contested = contested
record-unknown = unknown
why-any-overlap = any overlap counts: { $part } of it

# Being free.
invoked = { $by } invoked its right to be free against { $against } ({ $at })
invoked-what-if = what if: { $by } invoked its right to be free against { $against } ({ $at })
why-release-effect-not-said = { $why }; the reading does not say whether the clause then ends for all
why-release-order = { $invoked }; it is not known whether before or after the invocation `{ $other }`
why-release-ground-unsure = { $invoked }; whether its ground was covered is not sure
why-release-ground-not-said = { $invoked }; the terms do not say whether its ground was covered
why-release-not-said = { $invoked }; the reading does not say whether a party may be free

# Place.
where-applies = where the clause applies
where-not = not where the clause applies
where-partly = partly where the clause applies
where-not-said = the reading does not say whether the clause applies there
own-or-held = the actor's own, or held by it
perhaps-own = perhaps the actor's own, or held by it
own-or-not-settled = the actor's own, held by it, or not settled whose
held-by = held by { $party }, as a source of the case says
why-no-limit = no spatial limit is stated
why-territory-of = applies in the territory of { $parties }
why-named-areas = applies in named areas
why-whose = whose an area is, as the reading answers
why-whose-silent = the reading does not say whose an area is
why-against-any = covers anybody's objects, one's own included
why-against-other = covers only what is the other side's
why-against-silent = the reading does not say whether striking what one owns or holds is covered

# Object.
why-scope = which objects are protected
why-scope-silent = the reading does not say which objects are protected
why-by-category = protected by category
why-by-category-default = protected by category (default)
why-listed = protected where listed, counting from { $step }; candidates within { $reach } m
step-deposit = deposit
step-handover = handover
step-notice = notice
step-not-named = a step that the reading does not name
why-only-claimed = only the accuser's guess of what was aimed at: the claimed object would be protected
category-not-known = the category is not known
why-node = `{ $id }` ({ $label }): { $state }
node-covered = covered
node-not-covered = not covered
node-silent = not spoken of
node-contested = covered only across a contested edge, so not settled
node-conflict = stated both ways
named-listed = the named object was listed by then
named-not-listed = the named object was not listed by then
named-listed-about = the named object was listed about then
named-listed-by-step = whether the named object was listed depends on the step that counts
list-not-disclosed-to-us = the list is not disclosed to us
nearness-proves-nothing = the category is not known; nearness alone proves nothing
no-object-within-reach = no known object of a fitting category lies within reach
objects-within-reach = { $n } known objects of a fitting category lie within reach

# Act, actor, exceptions.
quoted = `{ $name }`
effect-name-hit = hit
effect-name-intercepted = intercepted
effect-name-debris = debris
effect-name-collateral = collateral
why-prohibits = the clause prohibits: { $kinds }
why-effects = which effects count
why-effects-silent = the reading does not say whether attempts, debris or collateral damage count
why-hit-counts = a hit by a listed kind of act is always counted
why-counted = { $what } is counted ({ $why })
why-not-counted = { $what } is not counted ({ $why })
why-not-spoken-of = { $what } is not spoken of ({ $why })
why-stated-both-ways = { $what } is stated both ways ({ $why })
alleged-to-have-acted = { $names } alleged to have acted
may-have-acted = { $names } may have acted, nobody is named
why-binds = the reading binds { $parties }
why-bound-silent = the reading does not say who is bound
exception = exception
exception-may-apply = exception that may apply
exception-as-far-as-said = exception, as far as the reading says

# Measures.
time-share = { $part } of { $whole } { $unit }
time-share-between = { $least } to { $most } of { $whole } { $unit }
unit-hours = hours
unit-minutes = minutes
unit-seconds = seconds
area-share = { $share } % of the possible area
area-share-between = { $least } to { $most } % of the possible area
candidates-listed = { $k } of { $n } candidates listed
candidates-listed-between = { $low } to { $high } of { $n } candidates listed

# What a value of an account rests on.
basis-stated = stated { $date } { $time } { $zone }
basis-stated-minute = stated minute { $date } { $time } { $zone }
basis-stated-span = stated { $from } to { $until } { $zone }
basis-local-day = local day { $date } of { $zone } ({ $hours } h)
basis-part-of-day = { $part } { $date } (setting), { $zone }
basis-narrowed = { $basis }, narrowed to after { $after }
basis-throughout = { $basis }, throughout
basis-with-problem = { $basis }; { $problem }
time-shown-twice = { $time } was shown twice in { $zone } (clocks went back); both are kept
time-did-not-exist = { $time } did not exist in { $zone } (clocks went forward); widened to the gap's length on both sides
basis-precision = { $precision }, within { $radius } km (setting)
basis-in-area = { $basis }, in { $area }
basis-somewhere-in = somewhere in { $area }
basis-no-place = no place is known
basis-of-place = { $place }: { $basis }
basis-no-object = no object is named
basis-claimed-intent = claimed intent: { $object }
basis-category-not-known = category not known: { $object }
basis-of-act = { $kinds }: { $effects }
basis-effect-not-known = effect not known
basis-no-actor = no actor named
basis-alleged = alleged: { $actors }

# What is not compared.
refused-by-accused = a count by accused party
refused-by-accused-why = no body has made findings; such a table compares how the sides publish, not how they behaved
refused-kept-more = who kept to it more
refused-kept-more-why = the sides publish by different rules and at different pace; their numbers are not two measurements of one thing
refused-cause = that the terms caused a change
refused-cause-why = what was claimed is no measure of what happened, and nothing here says what would have happened without the terms
refused-before-during = before against during, as { $reading } counts time
refused-before-during-why = the reports reach back { $n } days before its start; fewer than 30 days are no base to compare with

# Settings of a case.
setting-unit = unit of count
setting-unit-value = incident: what the accounts are about; joined reports are one
setting-probable = probable
setting-probable-value = more than half of the possibilities inside, whatever their dependence
setting-days = days of the case
setting-part-value = { $from } to { $until }, local time of the source
setting-precision = precision `{ $name }`
setting-precision-value = within { $radius } km
