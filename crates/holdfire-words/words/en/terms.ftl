# Fixed terms: docs/reference/terms.md says why each is as it is. Change them there and here together.

# Coverage: what people read for a verdict.
coverage-within = covered
coverage-probable = likely covered
coverage-possible = may be covered
coverage-undecided = terms do not say
coverage-outside = not covered

# The class over the panel.
class-all = covered as all of the panel state the terms
class-turns-on-reading = depends on a contested point
class-may = may be covered: the facts decide
class-undecided = terms do not say
class-none = not covered as any of the panel states the terms

# Support: who says that it happened.
support-claim-only = claim only
support-contested = contested
support-independent = independent support
support-established = established by a body
support-and-contested = { $support }, contested
support-and-not-contested = { $support }, not contested

# The points of a reading.
point-start = when it starts
point-end = when it ends
point-conditions = conditions
point-suspension = suspension
point-release = the right to be free
point-scope = which objects
point-notice = lists and notice
point-attempts = attempts, debris, kinds of act
point-bound = who is bound
point-territory = where, and whose an area is
point-own-facilities = striking what one owns or holds
point-exceptions = exceptions

# What is asked of an account, and the answers.
factor-time = time
factor-place = place
factor-object = object
factor-act = act
factor-actor = actor
state-inside = inside
state-outside = not inside
state-either = inside for some of what the report leaves open
state-undecided = terms do not say
level-in = in force
level-unknown = not known whether in force
level-unstated = terms do not say whether in force
level-out = not in force

# How firm a statement is its holder's own; what a party is; where a clause stands; what is recorded on a condition.
standing-confirmed-by-holder = confirmed by its holder
standing-public-statement = public statement
standing-ascribed-by-analyst = ascribed by an analyst
party-role-bound = bound
party-role-addressed = addressed, not bound
party-role-mediator = mediates
party-role-guarantor = guarantees
party-role-monitor = monitors
status-proposed = proposed
status-in-principle = agreed in principle
status-agreed = agreed
status-announced = announced
status-ordered = ordered to own forces
status-in-force = said to be in force
status-suspended = said to be suspended
status-ended = said to be over
condition-met = recorded as met
condition-unmet = recorded as not met
condition-contested = contested: some say met, some say not
condition-unknown = not known

# What a party answered. Reads after its name.
reply-accepts = accepts that it did it
reply-denies = denies it
reply-counter-alleges = says that the other side did it
reply-legitimate-target = says that the object was a legitimate target
reply-outside-scope-or-time = says that the terms did not cover it
reply-comment = comments
reply-asked = was asked, has not answered yet
reply-declined = declined to answer

# What an act led to.
effect-hit = hit
effect-intercepted = intercepted or failed
effect-debris = debris came down
effect-collateral = damaged along with something else

# What decides, where it is no point of the terms.
decides-time = the facts on the time
decides-place = the facts on the place
decides-object = the facts on the object
decides-act = the facts on the act
decides-actor = the facts on the actor
decides-accounts-differ = accounts differ
decides-conflict = statements of one reading disagree
decides-list-not-disclosed = list not disclosed
decides-order = order
