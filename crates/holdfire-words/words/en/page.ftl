# The report page and its pieces. These messages are HTML: what is inserted has been made safe before.

# The frame of the page.
page-title = { $title }: report
page-skip = Skip to the answer
page-footer = Written by { $version } from the case <code>{ $case }</code>. This file asks no network for anything.
contents = Contents
contents-answer = The answer in short
contents-matrix = Coverage and support
contents-readings = By reading
contents-decides = What decides
contents-force = Was it in force?
contents-map = Where
contents-terms = The terms
contents-incidents = Every incident
contents-counting = Who is counting
contents-glossary = The words
contents-method = Method and limits
contents-readings-shown = Readings shown
tag-panel = panel
tag-beside-the-panel = beside the panel
as-of-everything = everything that the case holds
header-kicker = Report on a limited ceasefire
header-as-of = As of
header-reports-speak-of = Reports speak of
header-panel = Panel
header-settings-fixed-on = Settings fixed on
header-days-and-clocks = Days and clocks
header-order = Parties and readings stand in alphabetical order, on the whole page. The <em>panel</em> are the readings that the headline is computed over; the others stand beside it as columns, not as votes.

# Heads of tables.
head-coverage = Coverage, if it happened as reported
head-sum = sum
head-all-incidents = All incidents
head-point = Point
head-incidents = Incidents
head-on-it-alone = On it alone
head-open-term = Term that is left open
head-incidents-panel = Incidents, panel
head-incidents-any = Under any reading
head-claimant = Claimant
head-reports = Reports
head-incidents-they-are-about = Incidents they are about
head-speak-of = Speak of
head-who-speaks = Who speaks (reports)
head-reading-and-stretch = Reading and stretch
head-days = Days
head-claimed-by = Claimed by
head-factor = Factor
head-factor-time = Time
head-factor-place = Place
head-factor-object = Object
head-factor-act = Act
head-factor-actor = Actor
head-exceptions = Exceptions
head-setting = Setting
head-value = Value
head-text = Text
head-issued-by = Issued by
head-date = Date
head-what-it-says = What it says, in our words
head-own-words = In its own words
head-source = Source
head-reading = Reading
head-from = From
head-until = Until
head-state = State
head-because = Because
head-day = Day
head-place = Place
head-area = Area of possibility
head-which = Which

# The answer in short.
lead-how-many = How many?
lead-what-is-covered = What is covered, under which reading?
lead-what-decides = What decides?
lead-who-says-so = Who says so?
lead-what-not = What does this not tell?
lead-what-not-answer = Not whether any of it happened: every answer begins with <q>if it happened as reported</q>. Not who did it, and not whether it was lawful; other law applies in any case. Not which side did more: the sides publish by different rules, so <a href="{ $counting }">no number here compares them</a>.
lead-counts = <strong>{ $reports }</strong> of <strong>{ $incidents }</strong>.
lead-counts-in-range = <strong>{ $reports }</strong> of <strong>{ $incidents }</strong>: between { $from } and { $to }, since { $links ->
    [one] { $links } link between reports is
   *[other] { $links } links between reports are
} suggested and not decided. A range in brackets always means that.
lead-refused = { $rows ->
    [one] { $rows } row could not be read and is in no count.
   *[other] { $rows } rows could not be read and are in no count.
}
lead-by-the-panel = If they happened as reported, by the panel:
lead-class-all = covered as { $size ->
    [single] the one reading of the panel states
    [both] both readings of the panel state
   *[all] all { $panel } readings of the panel state
} the terms
lead-class-turns-on-reading = depend on a contested point: covered under one reading of the panel, not under another
lead-class-may = may be covered: the facts decide
lead-class-undecided = terms do not say: a point is left open that it hangs on
lead-class-none = not covered as { $size ->
    [single] it states
    [both] either states
   *[all] any of them states
} the terms
lead-stated-after = Of all, { $n } rest on a term that was first stated after the act.
lead-under-each-reading = Under each reading alone:
lead-reading = { $reading }: { $counts }
lead-reading-beside-the-panel = { $reading } (beside the panel): { $counts }
lead-covered-more = <a href="{ $matrix }">By support</a>, <a href="{ $readings }">by reading</a>.
lead-opposite-answers = Where readings of the panel give opposite answers: { $points }.
lead-silent = In <strong>{ $n }</strong> at least one reading of the panel is silent on a point that decides, so there is no common answer; most often: { $terms }.
lead-nothing-decides = No contested point and no silent term decides an incident.
lead-facts = Where the facts decide: <strong>{ $n }</strong>.
lead-decides-more = <a href="{ $decides }">All points, and what each side says of them</a>.
lead-who-answer = Reports by claimant: { $claims }. Of the incidents, <strong>{ $alone }</strong> rest on a claim alone, <strong>{ $contested }</strong> are contested by the other side, <strong>{ $independent }</strong> have support from a source of neither party that something happened (not who did it; { $beside } of these contested too), <strong>{ $established }</strong> were established by a body. <strong>{ $replied }</strong> have a reply on record, some of them only in general terms; no reply on record is not agreement.
lead-former-panel = The panel was changed after the period began. Over the panel as it was before, in incidents: { $classes }.
claimant-neither-party = sources of neither party

# Coverage and support; by reading.
matrix-intro = Two questions that are kept apart. <em>Coverage</em> (rows): if it happened as reported, do the terms cover it, as the readings of the panel state them? <em>Support</em> (columns): who says that it happened? Neither answers the other.
matrix-caption = Incidents by coverage over the panel and by support
matrix-note-unit = Unit: incidents. The cells add up to the sums. Rows set in are parts of the row above them, by what decides: points joined by <q>or</q> would each decide alone, facts and silent terms joined by <q>;</q> are open together.
matrix-note-range = A range in brackets is the count if none, and if all, of { $links ->
    [one] { $links } open link
   *[other] { $links } open links
} were joined: they suggest that two reports speak of one event, and no person has decided on them. The number before the bracket counts what is joined now.
matrix-note-of-which = <em>Of which stated after</em>: a term that the answer rests on was first stated after the act. <em>Of which contested</em>: the other side denies or counter-alleges the event although others support it.
matrix-note-refused-none = Refused rows: none.
more-rows = { $n ->
    [one] and { $n } more row
   *[other] and { $n } more rows
}
matrix-note-refused = Refused rows: { $n }, in no count.
which-and-why = Which, and why
cell-contested = of which { $n } contested
cell-stated-after = of which { $n } stated after
readings-intro = The same incidents under each reading alone. Readings beside the panel are columns, not votes: they change no number of the headline.
readings-caption = Incidents by coverage under each reading

# What decides.
decides-several-together = no single point: several together
decides-either = { $points }, or { $point }
contested-points = Contested points
contested-none = No incident depends on a contested point.
contested-intro = Computed by exchanging one point of one reading for the other reading's: if the answer turns, the point decides. Where several points would each decide, the incident is counted with each of them, so these numbers do not add up.
contested-caption = Contested points, by the incidents that turn on them
facts = Facts
facts-intro = For incidents that <em>may be covered</em>, the reports leave open what would decide. An incident can wait for more than one fact.
facts-accounts-differ = the accounts differ: one of them would be covered
facts-time = when exactly it happened (or a moment of the terms that existed and is not known)
facts-place = where exactly it happened
facts-object = what exactly was struck
facts-act = what exactly was done, and with what effect
facts-actor = who did it
silent-terms = Silent terms: what a mediator could still settle
silent-none = No incident hangs on a term that nobody stated.
silent-intro = Terms that readings leave open, ranked by the incidents that hang on them. An incident can hang on several, so these numbers do not add up.
silent-caption = Silent terms, by the incidents that hang on them
left-open = left open

# Was it in force?
force-no-time = No report gives a time, so nothing can be laid beside the terms.
force-intro = When each reading holds the terms to be in force, and on which days something was reported. Days are those of { $zone }. Reports tell what was published; a day without a bar is a day without a report, not a quiet day.
force-legend-unknown = not known whether in force: a fact is missing or contested
force-title = In force under each reading, and reports by day
force-description = The same is given as tables below the drawing.
force-binding = binding { $party }
force-reports-by = reports by { $claimant }
force-neither-party = neither party
force-a-day = a day, 0 to { $most }
same-as-tables = The same as tables
bands-caption = In force, by reading
moment-the-beginning = the beginning
moment-on = on
days-caption = Reports by the first day that they can speak of, and by who claims

# Where.
map-intro = Each incident is drawn as the whole area in which it may have happened, to scale: a circle is as wide as its source is vague. Nothing here is a point that was hit.
map-nothing = No report names a place that can be drawn.
map-title = Areas in which the incidents may have happened
map-title-of = Map: { $place }
map-description = The same is given as a list below the drawing.
map-description-above = The same is said in words above the drawing.
map-legend-circle = somewhere in this circle, drawn to scale
map-legend-region = somewhere in this region
map-legend-number = <strong>2</strong>: incidents that share a circle (no number: one); in a region the number is lighter
map-basis = Boundaries follow the basis that the case names: { $basis }.
map-no-basis = Outlines are first-level areas of the case, all drawn alike. No state boundary is drawn inside the case area, because the case names no basis for one; whose an area is, is the answer of a reading, and an outline says nothing about it.
map-distances = Distances are true from north to south, and from west to east along the middle of the drawing.
map-caption = Areas in which incidents may have happened; an incident with several possible places stands in several rows
map-about = What the map shows and what not
map-within = within { $radius }
map-within-and-in = within { $radius }, and in { $area }
map-anywhere = not known
place-not-named = place not named
same-as-a-list = The same as a list

# The terms.
terms = The terms, as each side states them
terms-intro = A row for each point, a column for each reading. Under each line stands who said it, when, how firm it is, and the line that it rests on. What nobody stated is a silence, with what follows from it. Disagreement is kept, never settled here.
terms-caption = Points of the clause: { $clause }
terms-panel-differs = the panel differs
terms-others-differ = the panel agrees, others differ
terms-all-the-same = all the same
terms-origin = { $by }, { $date }; { $standing }; rests on: { $rests_on }
terms-standing = What was said about its standing (shown only; nothing is computed from it):
terms-standing-origin = { $by }, { $date }; rests on: { $rests_on }
texts = The texts
texts-caption = Texts that the statements rest on
text-in-languages = in { $languages }
text-own-words-of = In the text’s own words: { $text }
text-own-words-missing = { $text }: its own words are not in the case.
text-no-own-words = The case holds none: only what it says in our words, with its source.
text-translated = in { $language }, translated by { $by }

# Every incident.
incidents-intro = One line each, in the order of their ids; open a line for what was said, what each reading answers and why, and what the other side replied. Times are those of { $zone }.
page-filter = Show only incidents
page-filter-class = whose coverage
    .any = is anything
page-filter-reading = which under
    .any = any reading
page-filter-verdict = are
    .any = anything
page-filter-support = with support
    .any = of any kind
page-filter-by = claimed by
    .any = anybody
page-filter-text = with the words
page-filter-show-all = Show all
page-filter-open = Open these
page-filter-close = Close these
page-filter-shown = { $count } of { $all } shown
incident-reported-by = { $when }; reported by { $by }
short-days = { $first } to { $last }
short-clocks = { $day } { $from } to { $until }
short-moments = { $first } { $from } to { $last } { $until }
part-said = What is said
part-answers = What each reading answers
part-why = Why
part-support = Support
part-replies = Replies
part-links = Linked to it
said-accounts-differ = { $n ->
    [one] { $n } account of one incident.
   *[other] { $n } accounts of one incident.
} They differ; they stay side by side and are never averaged.
said-same-story = Told as the same story as in { $incident }.
said-remark = Analyst’s remark: { $note }
value-when = When
value-where = Where
value-what = What
value-act = Act
value-by = By
value-who-held = Who held the place
why-caption = { $clause }, account of { $account }
remark-left-open = left open: { $missing }; with that settled in favour of coverage: { $coverage }
remark-stated-after = rests on a term first stated after the act
remark-what-if = what if: counts an invocation that was never made
support-rests-on-nothing = { $support }: nothing on record but the report itself.
support-rests-on = { $support }; rests on { $cites }.
reply-to = To { $report }: <strong>{ $party }</strong> { $reply }
reply-to-in-general = To { $report }: <strong>{ $party }</strong> { $reply }, in general, not of this event
no-reply = No reply on record.
no-reply-of = { $party }: no reply on record. That is not agreement.
no-reply-but-own-account = { $party }: no reply on record (its own account stands above). That is not agreement.
link-reports = { $first } and { $second }: { $kind }
link-observation = Observation { $observation }, of { $report }
link-duplicate = two reports of one event that tell it differently
link-counter-allegation = the other side tells the same event with the roles changed
link-repeat = the same story said again
link-of-an-observation = an observation
link-joined = joined by { $by }: { $why }
link-suggested = only suggested, nobody has decided: { $why }
sees-and-supports = It sees { $sees }; it supports that something happened.
sees-and-speaks-against = It sees { $sees }; it speaks against it.
sees-and-neither = It sees { $sees }; it speaks neither for nor against it.

# Who is counting.
counting = Who is counting, and since when
counting-intro = What follows tells how sources publish. A side that lists every event each day has more rows than one that gives totals, whatever happened.
counting-caption = Reports by who claims
counting-both = An incident that both sides report is counted in both rows.
over-time = What was claimed before, during and after
over-time-intro = By the time of each reading of the panel. Days are those of the span that the reports cover, so that a count can be seen beside the time that it comes from. No rate is given: days without a report are not days without an event. The rows count claims, by rules that each side sets for itself; a side's claims are no measure of what the other side did.
over-time-caption = Incidents by time and by who claims, in incidents
stretch-before = before it was in force
stretch-during = while in force
stretch-open = open: not known, not said, or on either side
stretch-after = after it was over
claimed-by-nobody = nobody
refused = What is refused, and why
refused-intro = These comparisons are asked for often. The data do not bear them, so they are not made.

# The words.
glossary = The words used here
glossary-coverage = If it happened as reported: { $meaning }.
glossary-support-claim-only = One side says that it happened; nobody else supports it, and the other side does not speak of this event.
glossary-support-contested = The other side denies this event or tells it with the roles changed. Saying that the terms did not cover it is a reply, not a contest.
glossary-support-independent = A source of neither party supports that it happened. Whether it is contested stands beside it.
glossary-support-established = A body with a mandate established that it happened. Whether it is contested stands beside it.
glossary-reading = reading
    .meaning = How one holder states the terms. Each line names who stated it, when, and the text it rests on. A reading can be confirmed by its holder, a public statement, or ascribed by an analyst.
glossary-panel = panel
    .meaning = The readings that the headline is computed over. The others are columns, not votes.
glossary-all = covered as all of the panel state the terms
    .meaning = Covered or likely covered under every reading of the panel.
glossary-turns-on-reading = depends on a contested point
    .meaning = Covered under one reading of the panel, not under another: what decides is a point of the terms, not a fact.
glossary-may = may be covered: the facts decide
    .meaning = The terms are clear enough, but the report leaves open when, where, what or who.
glossary-report-account-incident = report, account, incident
    .meaning = What one source said; one consistent story; what the accounts are about. Accounts that contradict each other stay side by side.
glossary-link = link
    .meaning = That two reports may be about one event. A suggested link joins nothing; a person decides, and can undo it.
glossary-silent-term = silent term
    .meaning = A point that a reading does not state. It is never filled in with a guess.
glossary-factor = factor
    .meaning = One of the five questions asked of each account: time, place, object, act, actor.
glossary-measure = 13 of 24 hours
    .meaning = The part of what the report leaves open that is inside. A measure of vagueness, not a probability.
glossary-contested-membership = contested membership
    .meaning = Only some say that a kind of object belongs to a wider word: is a hospital infrastructure?
glossary-stated-after = stated after the act
    .meaning = A term that the answer rests on was first stated when the act was over. It changes no answer and is always shown.
glossary-counter-allegation = counter-allegation
    .meaning = The other side tells the same event with the roles changed.
glossary-reply = reply
    .meaning = What a party answered to a report. No reply on record is not agreement.

# Method and limits.
rules = How an answer comes about
rule-as-reported = <strong>As reported.</strong> The question is always: if it happened as this account says, is it inside this clause under this reading? Evidence and replies stand beside the answer and never enter it.
rule-possibilities = <strong>Possibilities are kept.</strong> <q>Overnight</q>, <q>somewhere in the region</q>, <q>a facility</q> stay sets of possibilities. Nothing is rounded to a point.
rule-factors = <strong>Five factors.</strong> Time, place, object, act and actor are each inside, not inside, inside for some of what is open, or not said by the terms.
rule-composition = <strong>Composition.</strong> One factor that is not inside: not covered. Else one that the terms leave open: terms do not say. Else all inside: covered. Else likely covered if more than half is inside at least, however the doubts hang together; otherwise may be covered. An exception that surely applies removes coverage; one that may apply is one more doubt.
rule-accounts = <strong>Accounts and clauses.</strong> Accounts of one incident that are all covered to some degree give the weakest degree; if one is not covered, the incident may be covered. Of several clauses the strongest answer counts.
rule-panel = <strong>The panel.</strong> What <em>may</em> be covered, and what the terms leave open, is settled both ways; only a class that holds either way is given.
rule-decides = <strong>What decides</strong> is computed by exchanging one point of a reading for another reading’s and asking again.
rule-doubt-and-silence = <strong>Doubt about facts and silence of the terms</strong> are different things, and neither is turned into the other.
rule-boundaries = <strong>Boundaries.</strong> A start or end whose moment existed but is not known gives <em>may be covered</em>; one that nobody stated gives <em>terms do not say</em>.
rule-lists = <strong>Lists.</strong> What is not on a closed list is not covered; of what is not on an open list the terms do not say; across a contested membership they do not say either.
limits = What this does not tell
limit-happened = Whether anything happened, or who did it. Support says who says so; coverage says nothing about truth.
limit-lawful = Whether anything was lawful. Beside every <em>not covered</em>: { rider-not-covered }
limit-kept = Whether a party kept to the terms. That is for a named body to decide, with its reasons.
limit-unreported = Anything about events that nobody reported, or that were reported where this case did not look.
limit-comparison = How the sides compare. There is no count by accused party: no body has made findings, and such a table compares how the sides publish, not how they behaved.
method-counting = Counting
method-counting-text = Every number names its unit: reports, accounts or incidents. Cells add up to their sums. Links that nobody has decided give a range. Refused rows are a line of their own.
settings-fixed-on = Settings, fixed on { $date }
settings-caption = Settings of the case
settings-changed = Changed after they were fixed:
settings-change = { $setting }, on { $date }: before it was { $before }. Why: { $why }
case-mandate = mandate
case-mandate-monitor = monitor: watch and report
case-mandate-verify = verify: check obligations
case-mandate-attribute = attribute: say who did it
case-mandate-determine = determine: decide, by a named body
problems-kept = { $n ->
    [one] { $n } row
   *[other] { $n } rows
} kept although something is wrong with them
citing = How to cite
citing-text = <cite>{ $title }</cite>, case <code>{ $case }</code>, as of { $as_of }, assessed with { $version }. For one incident add its id; for one answer the reading and the clause. The same case gives the same page, byte by byte.
licences = Licences of the data
