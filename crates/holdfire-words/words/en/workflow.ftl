# The workflow: kinds of task, states, acts, what was refused and why, labels of forms. Names in ids are those of the engine
# (holdfire_monitor::workflow) with `work-` and what they are before them. Inserted words are other messages of this file,
# or text of people.

# Kinds of task.
work-kind-verification = verification
work-kind-request-for-reply = request for reply
work-kind-complaint = complaint of a party
work-kind-hotline-call = hotline call
work-kind-escalation = issue on the ladder
work-kind-repair-window = repair window
work-kind-access-denied = access denied
work-kind-shift-handover = shift hand-over
work-kind-decision = publication or disclosure
work-kind-linking = suggested link
work-kind-duplicate = entered twice?

# States. The words of findings are used only for what people of the mission established.
work-state-not-opened = not opened
work-state-closed = closed
work-state-candidate = candidate: nobody has looked into it
work-state-under-verification = under verification
work-state-confirmed = confirmed
work-state-partly = confirmed in part
work-state-not-confirmed = not confirmed
work-state-refuted = refuted
work-state-cannot-be-verified = cannot be verified
work-state-attribution-stated = stated who did it
work-state-determination-proposed = before the body
work-state-determined = the body decided
work-state-not-asked = not asked
work-state-asked = asked
work-state-answered = answered
work-state-declined = declined to reply
work-state-received = received
work-state-acknowledged = acknowledged
work-state-being-sorted = being worked through
work-state-sorted = worked through
work-state-calling = calling
work-state-not-reached = not reached
work-state-reached = reached
work-state-firing-stopped = firing stopped, as reported
work-state-on-the-ladder = waits on its level
work-state-resolved = settled
work-state-consent-asked = consent asked
work-state-agreed = agreed by all who were asked
work-state-extension-asked = agreed; a later end is asked for
work-state-window-refused = refused
work-state-denied = access denied
work-state-granted-later = access given later
work-state-handed-over = handed over
work-state-prepared = prepared
work-state-proposed = waits for others
work-state-agreed-to = agreed, not carried out yet
work-state-not-agreed-to = not agreed
work-state-carried-out = carried out
work-state-suggested = suggested
work-state-joined = joined
work-state-kept-apart = kept apart
work-state-none = no finding

# Acts: what a button says.
work-act-open = Open a task
work-act-assign = Give it to a person
work-act-set-clock = Set the deadlines
work-act-note = Write a note
work-act-set-severity = State how severe it was
work-act-take-up = Take it up for verification
work-act-find = State a finding
work-act-later-reports = Mark: reports came later
work-act-attribute = State who did it
work-act-propose-determination = Put it to the body
work-act-propose-release = Propose to let it out
work-act-vote = Vote
work-act-close-vote = Count the votes
work-act-execute = Carry it out
work-act-ask = Ask the party
work-act-answer = Enter the reply
work-act-decline = Decline to reply
work-act-acknowledge = Acknowledge
work-act-add-allegations = Add allegations
work-act-sort = Say what became of it
work-act-call-result = Enter how the call went
work-act-firing-stopped = Enter when firing stopped
work-act-raise = Take it to a higher level
work-act-resolve = Settle it
work-act-consent = Consent
work-act-refuse = Refuse
work-act-extend = Ask for a later end
work-act-grant-access = Enter that access was given
work-act-join = Join them
work-act-keep-apart = Keep them apart
work-act-undo = Undo
work-act-close = Close without a result
work-act-withdraw = Withdraw

# Acts: what the history says.
work-did-open = opened
work-did-assign = given to a person
work-did-set-clock = deadlines set
work-did-note = noted
work-did-set-severity = severity stated
work-did-take-up = taken up for verification
work-did-find = finding stated
work-did-later-reports = marked: reports came later
work-did-attribute = stated who did it
work-did-propose-determination = put to the body
work-did-propose-release = proposed to let it out
work-did-vote = voted
work-did-close-vote = votes counted
work-did-execute = carried out
work-did-ask = party asked
work-did-answer = reply entered
work-did-decline = declined to reply
work-did-acknowledge = acknowledged
work-did-add-allegations = allegations added
work-did-sort = allegation worked through
work-did-call-result = call entered
work-did-firing-stopped = entered when firing stopped
work-did-raise = taken to a higher level
work-did-resolve = settled
work-did-consent = consented
work-did-refuse = refused
work-did-extend = later end asked for
work-did-grant-access = access given
work-did-join = joined
work-did-keep-apart = kept apart
work-did-undo = undone
work-did-close = closed without a result
work-did-withdraw = withdrew an earlier act

# Why an act was refused; `.hint` says what to do.
work-refused-stale = Somebody acted in between ({ $by ->
    [mission] the mission
   *[other] { $by }
}, { $at }: “{ $act }”). You looked at { $on } of { $count } acts.
    .hint = Look at what was done, then decide again. What you wrote is kept below.
work-refused-ahead = This was made on { $on } acts, and there are only { $count }.
    .hint = Load the page again.
work-refused-other-task = This belongs to another task.
    .hint = Load the page again.
work-refused-not-as-it-is = Your role or the mandate has changed since the page was loaded.
    .hint = Load the page again.
work-refused-not-of-this-kind = “{ $act }” is not possible here: the task is “{ $kind }”.
work-refused-beyond-mandate = The mandate does not allow “{ $act }”. It would need: { $needs }. It is: { $mandate }.
    .hint = The mandate is set in the case, by those who gave it.
work-refused-not-yours = “{ $act }” is not for you: you act as { $seat }.
    .hint = Ask somebody who may.
work-refused-not-now = “{ $act }” is not possible now. The state is: { $state }.
work-refused-empty = “{ $field }” is empty.
    .hint = It is part of the record: say it in a sentence.
work-refused-not-listed = “{ $value }” is not possible in “{ $field }”.
    .hint = Possible: { $allowed }.
work-refused-too-early = “{ $field }” is { $at }; it must be after { $after }.
work-refused-not-yet = “{ $field }” is { $at }, which lies ahead.
    .hint = Enter what has happened once it has.
work-refused-no-such = There is no such number here: { $what }, { $number }.
    .hint = Load the page again.
work-refused-same-person = { $person } cannot be both the first and the second person.
    .hint = Another person must do it.
work-refused-not-a-member = { $person } is not a member of the board that decides this.
work-refused-voted-already = { $person } has voted already.
    .hint = Withdraw the vote first, with a reason.
work-refused-no-board = No board decides this: a second person does.
    .hint = Agree or disagree as that person.
work-refused-no-quorum = Votes: { $have }. The quorum is { $need }.
    .hint = Wait for the others, or leave it open.
work-refused-claim-alone = This rests on the word of one party alone. That never passes a candidate.
    .hint = Add a report of neither party, an observation, evidence or a visit; or say: not confirmed, or cannot be verified.
work-refused-finding-carries-nothing = The finding that stands is: { $finding }. It does not say that something happened, so nobody can have done it.
    .hint = Correct the finding first, with its reason.
work-refused-nobody-named = No party is named who did it.
    .hint = State who did it first.
work-refused-standing = Act { $act } stands.
    .hint = Say that this corrects it, and why. Both stay on record.
work-refused-final = Act { $act } cannot be undone.
    .hint = A later act may correct it, and both stay on record.
work-refused-rested-on = Act { $later } rests on act { $act }.
    .hint = Withdraw act { $later } first.
work-refused-not-asked = This party is not asked here: { $party }.
work-refused-consented-already = This party has consented already: { $party }.
work-refused-how-it-came = You enter the word of a party ({ $party }) without saying how it reached the mission.
    .hint = Say: by letter, call or note, from whom and when.
work-refused-not-warned = This cannot be undone, and the one who proposes it must have been shown so.
    .hint = Go back to the list of readers and the warning.
work-refused-one-party = A window needs the consent of at least two parties.

# Labels of fields.
work-field-about = about
work-field-account = account
work-field-act = act
work-field-allegation = allegation
work-field-allegations = allegations
work-field-as-reported-by = as reported by
work-field-as-said = how it reached the mission
work-field-assigned = given to
work-field-at = when
work-field-body = body
work-field-by = by
work-field-called-at = called at
work-field-class = class of severity
work-field-clause = clause
work-field-conclusion = conclusion
work-field-contents = what exactly they will read
work-field-corrects = corrects act
work-field-corrects-because = why it is corrected
work-field-customers = customers without supply
work-field-denied-at = denied at
work-field-dissent = dissenting view
work-field-due = by when
work-field-entered-as = entered as report
work-field-escalates = goes to the next level
work-field-established = what was established
work-field-evidence = evidence
work-field-finding = finding
work-field-from = begins
work-field-granted-at = access given at
work-field-gravity = gravity
work-field-ground = ground given
work-field-grounds = what it rests on
work-field-hindrance = why it cannot be verified
work-field-hours = hours without supply
work-field-how = how it was settled
work-field-incident = incident
work-field-injured = injured
work-field-issue = issue
work-field-killed = killed
work-field-ladder = ladder of levels
work-field-level = level
work-field-notes = what the next shift should know
work-field-open = open tasks
work-field-outcome = decision
work-field-party = party
work-field-place = place
work-field-procedure = how it is decided
work-field-proposal = proposal
work-field-purpose = purpose
work-field-question = question
work-field-readers = who will be able to read it
work-field-reading = reading
work-field-reason = reason
work-field-reasons = reasons
work-field-reference = the party’s own number
work-field-remark = remark
work-field-replies = replies on record
work-field-reply-kind = what it says
work-field-reports = reports
work-field-returned = returned because
work-field-same-as = same as
work-field-seat = acting as
work-field-severity = severity
work-field-standard = standard of proof
work-field-stopped-at = firing stopped at
work-field-text = text
work-field-this = the later one
work-field-to = to whom
work-field-tried = what was tried
work-field-until = ends
work-field-voice = vote
work-field-warned = shown that it cannot be undone
work-field-what = what exactly
work-field-when = when, as written
work-field-who = who turned people away
work-field-whom = who was called
work-field-whose = who did it
work-field-why = why it is suggested
work-field-work = work to be done

# Roles, mandates, deadlines.
work-seat-secretariat = secretariat
work-seat-observer = observer
work-seat-mediator = mediator
work-seat-liaison = liaison of a party
work-seat-auditor = auditor
work-seat-public = everybody
work-mandate-monitor = watch and report
work-mandate-verify = verify
work-mandate-attribute = say who did it
work-mandate-determine = decide, by a named body
work-point-due = due
work-point-escalates = goes to the next level
work-point-window-begins = the window begins
work-point-window-ends = the window ends

# Findings, attribution, decisions of bodies.
work-hindrance-access = no access
work-hindrance-time = too late, or not enough time
work-hindrance-security = too dangerous
work-hindrance-mandate = the mandate does not allow it
work-standard-reasonable-grounds = reasonable grounds to believe
work-standard-balance-of-probabilities = balance of probabilities
work-standard-clear-and-convincing = clear and convincing evidence
work-standard-beyond-reasonable-doubt = beyond reasonable doubt
work-whose-none = it cannot be said who did it
work-whose-likely = likely
work-whose-attributed = attributed to
work-whose-disputed = those who decide do not agree
work-origin-party = word of a party
work-origin-independent = of neither party
work-origin-mission = of the mission
work-origin-body = of a body with a mandate
work-piece-report = report
work-piece-observation = observation
work-piece-evidence = file of evidence
work-piece-visit = visit

# The body’s own words, never ours: shown only for what a named body decided. The one place for “breach”.
work-outcome-breach = breach of the clause
work-outcome-not-a-breach = not a breach of the clause
work-outcome-outside-scope = the clause does not cover it
work-outcome-outside-period = the clause did not hold then
work-outcome-justified = justified
work-outcome-deferred = not decided now
work-gravity-minor = minor
work-gravity-serious = serious
work-gravity-grave = grave
work-outcome-of-body = { $body } decided: { $outcome }. Clause { $clause }, as read by { $reading }.

# Two persons, boards, votes.
work-voice-for = for
work-voice-against = against
work-voice-abstain = abstains
work-standing-open = waits for a second person or for votes
work-standing-stands = agreed, and stands
work-standing-rejected = not agreed
work-final = It stands and cannot be undone. A later decision may correct it, and both stay on record.
work-majority-simple = more for than against
work-majority-two-thirds = two thirds of those for or against
work-majority-consensus = nobody against
work-procedure-second-person = by a second person
work-procedure-board = by a board
work-votes = For: { $for }. Against: { $against }. Abstained: { $abstained }. Quorum: { $quorum }.
work-needs-second-person = A second person must agree. You cannot be both.
work-cannot-be-undone = This cannot be undone. What they have read, they have read.
work-readers-first = These will be able to read it:

# Marks beside conclusions.
work-skipped-take-up = Step left out: nobody took it up for verification first.
work-skipped-reply = Step left out: no reply was on record.
work-skipped-attribution = Step left out: nobody stated who did it.
work-later-reports = Reports came in after this finding; it does not take them into account: { $reports }
work-corrected-by = Corrected by act { $act }. Both stay on record.
work-correction = Correction of act { $act }: { $reason }
work-withdrawn-by = Withdrawn by act { $act }: { $reason }
work-look-again = Rests on a finding that was corrected later: look at it again.
work-void = Made at the same time as act { $act }, which came first: it does not count.

# Releases, complaints, replies, links.
work-how-publication = publication: for everybody
work-how-disclosure = disclosure: to named readers
work-sorting-entered = entered as report { $report }
work-sorting-repeats = says again what report { $report } says
work-sorting-returned = returned: { $reason }
work-sorting-waiting = waits
work-receipt = Received as number { $number } on { $at }: { $n ->
    [one] { $n } allegation
   *[other] { $n } allegations
}.
work-complaint-waiting = { $waiting } of { $all } wait
work-reply-accepts = accepts that it did it
work-reply-denies = denies it
work-reply-counter-alleges = says the other side did it
work-reply-legitimate-target = says the object was a legitimate target
work-reply-outside-scope-or-time = says the terms did not cover it
work-reply-comment = comments
work-reply-asked = Asked on { $at }, reply due { $due }.
work-reply-late = The reply came after the date that was asked for.
work-reply-none = No reply on record.
work-as-said = Entered by the mission; it came: { $how }
work-link-duplicate = two reports of one event that tell it differently
work-link-counter-allegation = the other side tells the same event with the roles changed
work-link-repeat = the same story said again
work-link-observation = an observation bears on the report

# Calls, levels, windows.
work-call-reached = Reached after { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}: { $whom }
work-call-not-reached = Not reached; given up after { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}. Tried: { $tried }
work-call-stopped = Firing stopped at { $at }, as reported by: { $who }
work-level = Level { $level }: { $who }
work-levels-skipped = { $n ->
    [one] { $n } level was left out
   *[other] { $n } levels were left out
}.
work-window-not-agreed = It does not hold: not all have consented. Missing: { $parties }
work-window-ahead = Agreed. As of { $now } it begins in { $left }.
work-window-holds = It holds. As of { $now }, time left: { $left }.
work-window-over = It is over.
work-window-who-sees = Seen only by the mission and by the parties that are asked.
work-window-later-end = A later end is asked for: { $until }. Until all consent, it ends at { $now-until }.
work-time-left = { $hours } h { $minutes } min

# Severity: facts beside each other, no score.
work-estimate = { $best } (at least { $low }, at most { $high })
work-customer-hours = Customers × hours without supply: { $estimate }
work-severity-none = Nobody has stated how severe it was.

# Lists and the calendar.
work-calendar-name = Deadlines: { $case }
work-calendar-event = { $kind }: { $point } ({ $task })
work-overdue = overdue since { $at }
work-due-at = due { $at }
work-nothing-waits = Nothing waits.
work-handover-open = Open when the shift ended
work-candidate-undecided = The terms leave it undecided; a person took it up: { $reason }

# --- Links: reports that may tell of one incident
linking-title = One incident or two?
linking-lead = Reports that may tell of the same event, each with the reasons. Nothing is joined until a person says so; what was decided can be undone, and both stay on record.
linking-keys = Keys, where scripts are on: j and k choose a pair, 1, 2 and 3 are its buttons, 4 undoes what was decided last; ? lists them.
linking-waiting = To decide
linking-none = No pair of reports waits for a decision.
linking-more = { $n ->
    [one] and { $n } more pair, once these are decided
   *[other] and { $n } more pairs, once these are decided
}
linking-put-off = Put off
linking-decided = Decided
linking-written = As the case has it:
linking-against = Against it:
linking-joined-as = Joined, they would be:
linking-reason = Your reason (empty: as suggested)
linking-join = One incident
linking-apart = Not the same
linking-later-do = Later (24 hours)
linking-later = put off for a day
linking-undone = undone
linking-undo-of = Undo { $task }
linking-as-suggested = as suggested: { $why }
sign-same-time = { $minutes ->
    [one] their times have { $minutes } minute in common
   *[other] their times have { $minutes } minutes in common
}
sign-minutes-apart = { $minutes ->
    [one] their times lie { $minutes } minute apart
   *[other] their times lie { $minutes } minutes apart
}
sign-same-place = the same place: { $name }
sign-near = the places lie { $apart } km apart, and are known to within { $within } km together
sign-same-object = what was struck may be the same: { $name }
sign-other-object = what was struck is called { $first } here and { $second } there
sign-same-act = the same kind of act
sign-same-words = nearly the same words
sign-roles-changed = each side names the other

# --- The intake tray
tray-title = Intake tray
tray-lead = What comes in at once: a list of reports, looked at row by row before anything is entered, and complaints that wait.
tray-list = A list of reports
tray-list-label = The list
tray-list-hint = CSV with the columns of reports.csv in its first line, or JSON: an array of objects with these names. Nothing is entered before you have seen what becomes of each row.
tray-file = Or take it from a file (CSV or JSON)
tray-mapping = The list has other columns
tray-mapping-label = Mapping, as holdfire case import takes it
tray-mapping-hint = TOML that says which column of your table is which. `holdfire case import` writes a first one.
tray-look = Look at each row
tray-enter = { $n ->
    [one] Enter { $n } good row
   *[other] Enter { $n } good rows
}
tray-entered = { $n ->
    [one] { $n } report was entered:
   *[other] { $n } reports were entered:
}
tray-sum-good = { $n ->
    [one] { $n } row can be entered.
   *[other] { $n } rows can be entered.
}
tray-sum-known = { $n ->
    [one] { $n } row stands in the record already.
   *[other] { $n } rows stand in the record already.
}
tray-sum-refused = { $n ->
    [one] { $n } row cannot be entered.
   *[other] { $n } rows cannot be entered.
}
tray-line = Line
tray-fate = What becomes of it
tray-good = can be entered
tray-known = entered already: left out
tray-refused = not entered
tray-other-of-this-id = Another report has this id and says something else. Give this one another id.
tray-alike = May tell of the same incident as
tray-complaints = Complaints that wait
tray-unread = Rows of the record that cannot be read
tray-unread-lead = They are on record and count nowhere until a row that says it rightly takes their place.
tray-empty = The list has no rows.
tray-too-many = The list has more than { $most } rows. Enter it with `holdfire mission load`, or in parts.

# --- One task
tasks-receipt = Keep the proof
tasks-receipt-how = Every word of it, and that it is in the log. It can be checked without us, with the key of the log that you were given:
tasks-clock = In the clock of { $zone }
form-optional = optional
work-window-quiet = Quiet is asked from { $from } to { $until }.
tasks-act-number = act { $n }
work-warned-shown = yes
work-taken-live = a reading covers it, or may
work-taken-undecided = the terms leave it undecided
work-reader-everybody = everybody
work-reader-parties = all parties
work-reader-mission = the mission

# --- Fields of entries, in the history of a task
work-field-asked = who is asked
work-field-of = in whose name
work-field-after-minutes = after how many minutes
work-field-line-of = whose line
work-field-held-by = who holds the place
work-field-requested-by = who asks for it
work-field-reply = reply on record
work-field-reply-by = by
work-field-whose-party = the party that is named
work-field-member = member of the board
work-field-quorum = quorum
work-field-majority = majority
work-field-dissent-by = who dissents
work-field-ground-report = rests on report
work-field-ground-observation = rests on observation
work-field-ground-evidence = rests on file
work-field-ground-visit = rests on visit
work-field-origin = whose word it is
work-field-level-who = who deals with it
work-field-level-minutes = within how many minutes
work-field-start = begins on level
work-field-from-report = one report
work-field-from-observation = observation
work-field-to-report = other report
work-field-link = how they belong together
work-field-let-out = how it is let out
work-field-candidate = why it is looked at
work-field-report = report
work-field-reader = who will read it
work-field-repeats = says again what report says
work-field-reached = who answered
work-field-withdraws = withdraws

# --- What has to be known to fill in a field
work-hint-after-minutes = Counted from the first call: until somebody answered, or until it was given up. Whole minutes, at most { $most }, which is a day.
work-hint-as-said = By letter, call or note, from whom and when.
work-hint-asked = Every party whose quiet it needs: at least two.
work-hint-contents = Word for word: this and nothing else is let out.
work-hint-customers = Goes with the hours below: fill in both or neither, and all three numbers of each.
work-hint-dissent = It stays on record beside the decision.
work-hint-let-out = In a sentence. Who will read it and the exact contents are asked for in the next step.
work-hint-question = The party reads these words.
work-hint-thing = Kind and id with a blank between them, such as: report 12

# --- Groups of the form for a report
intake-source = Who says so
intake-when = When it happened
intake-where = Where
intake-what = What happened
intake-words = In words
