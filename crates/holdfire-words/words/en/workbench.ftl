# The pages of the workbench.

# --- The frame around every page
frame-skip = Skip to the content
frame-sections = Sections
frame-panel = Panel
frame-panel-legend = Readings that the headline is computed over
frame-panel-note = The case fixes its panel. Any other panel is a what-if, and the page says so.
frame-what-if = what-if
frame-as-of = As of
frame-as-of-label = What was entered up to
frame-as-of-hint = The number of an entry, a time such as 2030-03-25T12:00Z, or a date (UTC). Empty means now.
frame-as-of-now = now, entry { $entry }
frame-as-of-entry = entry { $entry }
frame-past = This page shows what was known as of { $at }.
frame-past-now = Show it as of now
frame-language = Language
frame-account = My account
frame-made = Page made { $at }, as of entry { $entry } of the record.
frame-operator = The operator of this server ({ $operator }) holds its keys and can read whatever it shows.
frame-alphabetical = Parties are listed in alphabetical order.
frame-seen-as = You see this as { $name } sees it. You can change nothing here, and the record shows that you looked.
frame-seen-as-end = Back to my own view
frame-demo = A demonstration: everything is shown, nothing can be changed, and nothing is kept.

place-today = Today
place-agreement = Agreement
place-incidents = Incidents
place-tasks = Tasks
place-register = Register
place-record = Record
place-admin = Admin

do-show = Show
do-filter = Filter
do-sign-in = Sign in
do-sign-out = Sign out

# --- Today
today-title = Today
today-mandate = Mandate: { $mandate }
today-nothing-published = Nothing has been published yet.
today-broken = The terms in the record cannot be read, so there is no answer. What is wrong:
today-force = Was it in force on { $date }?
today-force-short = In force?
today-check = How to check that nothing in the record was changed since
today-date = Date
level-changes = changes on this day
today-waits = What waits
today-suggested = { $n ->
    [one] { $n } pair of reports that may be one incident
   *[other] { $n } pairs of reports that may be one incident
}
today-differ = { $n ->
    [one] { $n } incident with accounts that differ
   *[other] { $n } incidents with accounts that differ
}
today-to-decide = to decide
today-to-read = to read
today-cannot = What this cannot tell you
today-cannot-happened = Whether anything happened as reported, or who did it.
today-cannot-lawful = Whether an act that the terms do not cover was lawful: other law applies in any case.
today-cannot-more = Which side did more: there is no count by accused party, since each side publishes in its own way.
today-cannot-unreported = Anything that nobody reported.

steps-title = Three steps
steps-1 = Write the terms
steps-1-how = What was agreed, and how each holder states it: `holdfire case new DIR` writes a folder with explanations, `holdfire mission load` enters it.
steps-2 = Add reports
steps-2-how = What each source said, one row a report: `holdfire case import` takes your own table.
steps-3 = Open the matrix
steps-3-how = This page then shows what is covered under which reading, what decides, and what waits.

# --- Incidents
incidents-title = Incidents
incidents-export = Download this list
incidents-export-note = Exactly the incidents that this filter finds, as of this entry.
incidents-none-yet = There is no case here yet that you can read.
incidents-filter = Filter incidents
incidents-found = { $n ->
    [one] { $n } incident.
   *[other] { $n } incidents.
}
incidents-zone = Times are those of { $zone }.
incidents-no-match = No incident matches. Remove a filter above.
incidents-beside = Map and timeline of the same incidents
incident-beside = Map, support and links
incident-beside-each-other = The same as a table, readings side by side
grade-none = Source not graded yet.
grade-give = Grade this source and what it says
grade-note = Two things, each for itself: how reliable the source has been, and how credible what it says is beside all else that is known. It changes no coverage and no support, and no party reads it.
grade-reliability = The source
grade-credibility = What it says
grade-because = Why, in a sentence
grade-do = Enter the grade
grade-source-A = source completely reliable
grade-source-B = source usually reliable
grade-source-C = source fairly reliable
grade-source-D = source not usually reliable
grade-source-E = source unreliable
grade-source-F = reliability cannot be judged
grade-said-1 = other sources say the same
grade-said-2 = probably true
grade-said-3 = possibly true
grade-said-4 = doubtful
grade-said-5 = improbable
grade-said-6 = truth cannot be judged
evidence-title = Evidence held
evidence-lead = Files that the mission keeps about this, as those who took them in state it. What is in a file is a claim of whoever made it.
evidence-no-name = File without a name
evidence-size = { $n } KiB
evidence-custody = { $n ->
    [one] Chain of custody: { $n } step
   *[other] Chain of custody: { $n } steps
}
evidence-uncover = Uncover { $name }: it may show injured or dead people
evidence-alt = Picture { $name }, as it was taken in
evidence-intake = { $at }: taken in by { $by }, handed over by { $from }
evidence-release = { $at }: handed out of the mission’s keeping to { $to } by { $by }
evidence-moved = { $at }: moved by { $by }: { $what }
evidence-copy = { $at }: working copy made by { $by }: { $what }
evidence-viewed = { $at }: looked at by { $by }: { $what }
evidence-exported = { $at }: a copy given to { $what } by { $by }
evidence-same = { $at }: hashed again by { $by }: the same
evidence-not-same = { $at }: hashed again by { $by }: not the same, or not readable

search-q = Words, places, ids
search-class = Coverage
search-support = Support
search-verdict = Coverage under a reading
search-by = Reported by
search-decides = What decides
search-point = Hangs on
search-silent = Silent term
search-waits = Waits for
search-from = From
search-until = Until
search-bbox = In view on the map
search-sort = Order
search-any = any
search-anybody = anybody
search-on = Filters that are on
search-remove = remove this filter
sort-id = by id
sort-newest = newest act first
sort-oldest = oldest act first
waits-links = a decision on a suggested link
waits-accounts = a look at accounts that differ
column-id = Id
column-when = When
column-what = What was reported
column-by = Reported by
pages = Pages
pages-previous = Previous
pages-next = Next
pages-range = Showing { $first } to { $last }.

# --- Agreement
agreement-title = Agreement
agreement-lead = The terms as each holder states them, side by side. Where readings differ, the point is marked: that is data, not an error.
agreement-effect = When it was in force
agreement-open = Open questions

# --- Record
record-title = Record
record-lead = Every act is an entry in a log that only grows. Whoever holds a checkpoint can check that nothing has been changed since.
record-origin = Log
record-size = Entries
record-step = Times of entries are cut to
record-cadence = Ticks come every
record-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
record-seen = What you may read changed last with entry { $entry }; this page is made from it. Later entries, such as ticks, changed nothing for you, so the signed number of entries can be greater.
record-step-why = Times are cut so that the log does not tell who worked when.
record-cadence-why = A tick comes at fixed times, also when nothing happened, so that the log does not tell when something did.
record-checkpoint-lines = Its lines: the name of the log, the number of entries, the hash over all of them, and the signature.
record-key-note = Compare it with the key that you were given in another way.
record-download = Download the folder of the log (tar)
record-checkpoint = Signed checkpoint
record-no-checkpoint = Nothing has been signed yet.
record-key = Key of the log
record-verify = Check it without us
record-verify-how = Download the folder of the log, and run the verifier on a machine of your own. It needs nothing else:
record-verify-limits = It cannot show what was never entered, whether what was entered is true, or whether everybody is shown the same log; that last is what witnesses are for.
record-rights = Who had which right
record-rights-lead = Each giving and taking away is an entry. Whoever is entered with no role sees what is published.
record-entry = Entry

# --- Register
register-title = Register
register-lead = Protected sites that the parties declared, as far as you may know them. Nobody who asks about a place is told whether it is on a list.
register-lists = Lists
register-no-list = No list of a party is known here.
register-party = Party
register-known = Sites known to you
register-whole = Whole list known to you
register-whole-yes = yes
register-whole-no = no: there may be more
register-sites = Sites
register-category = Category
register-declared = Deposited
register-handed = Handed over
register-notified = Notified
register-withdrawn = Withdrawn
register-sealed = Sealed lists
register-sealed-lead = A party can deposit a list that stays sealed: the record then holds how many leaves it has and when, signed by the party, and shows nothing of what is on it. A leaf is one sealed line: a site, or a dummy that hides how many there are.
register-sealed-none = No sealed list is held here that you may know of.
register-held-mission = Held in the mission’s own log.
register-held-circle = Held in the circle { $circle }.
register-version = Version
register-leaves = Leaves
register-leaves-exact = { $n ->
    [one] { $n } leaf
   *[other] { $n } leaves
}
register-leaves-padded = { $n ->
    [one] { $n } leaf, dummies may be among them
   *[other] { $n } leaves, dummies may be among them
}
register-change = Against the version before
register-changes = { $added } added, { $withdrawn } withdrawn, { $changed } changed
register-sealed-at = Sealed (the party’s clock)
register-received-at = Deposited
register-signed-by = Signed by (key)
register-entry = Entry
register-proof = Version { $n }: receipts and proofs
register-all-leaves = all leaves
register-no-receipt = without a receipt
register-receipt-by = receipt signed by { $by }
register-step-notified = Notified to { $to } at { $at }: { $leaves }, { $receipt } (entry { $entry })
register-step-handed = Handed to { $to } at { $at }: { $leaves }, { $receipt } (entry { $entry })
register-step-opened = Opened in part or whole to { $to } at { $at }: file { $file } (entry { $entry })
register-no-steps = Handed to nobody and notified to nobody, as far as the record says.
register-statement = The signed statement, and its hash:
register-prove = To prove to an outsider that it was deposited then: the proof of the entry out of the folder of the log, and the statement in it, which the operator discloses.
register-list = List
register-whose = Whose a list is
register-whose-lead = Liaisons of the party see here the versions, receipts, openings and proofs of its list, and nothing of what is on it. Other parties are not told that there is a list. It is an entry of the record; a later one takes its place, and does not take back what was read.
register-whose-is = List of { $party }.
register-whose-not-said = The record does not say whose list it is.
register-whose-nobody = of no party
register-whose-do = Enter whose it is
register-whose-other = It is signed with the key of { $name }, who speaks for { $party }. Nothing was entered.

# --- Faults
fault-bad-request = This could not be understood
fault-bad-request-more = The address or the form says something that makes no sense here. Nothing was changed.
fault-sign-in = Please sign in
fault-sign-in-more = This page is for people who have an account with the mission.
fault-not-allowed = Not yours to do
fault-not-allowed-more = Your role does not allow this. The secretariat gives roles.
fault-not-found = Nothing here
fault-not-found-more = There is nothing at this address that you can see.
fault-refused = Not done
fault-refused-more = The record, or the rules of the work, refused this. Nothing was changed.
fault-wait = Please wait
fault-wait-more = There were too many attempts. Try again later.
fault-surroundings = Not now
fault-surroundings-more = Something around this program failed, such as the disk. What you sent was entered in full or not at all: look before you send it again. The operator finds the cause in the journal of the server.
fault-integrity = The record contradicts itself
fault-integrity-more = Nothing more is written until a person has looked into it. `holdfire record fsck` names the entries.
fault-ours = This went wrong here
fault-ours-more = A fault of this program stopped the answer. What you sent was entered in full or not at all: look before you send it again. The journal of the server says where it happened.
fault-hint = What to do:
fault-home = To the first page

# --- Signing in
sign-in-title = Sign in
sign-in-name = Name
sign-in-password = Password
sign-in-code = Code from your app
sign-in-code-hint = Six digits; a new one every 30 seconds.
sign-in-recovery = This is one of my recovery codes
sign-in-lost = Lost the app and the recovery codes? The secretariat can give you a new invitation.
sign-in-refused = The name, the password or the code is not right.
sign-in-wait = Too many attempts failed. Try again later.
sign-in-busy = The server is busy. Try again in a few seconds.

enrol-title = Set up your account
enrol-for = This invitation is for { $name } and works once.
enrol-password = New password
enrol-password-hint = At least 12 characters. Several words that have nothing to do with each other make a good one.
enrol-password-short = The password is too short: it needs at least { $least } characters.
enrol-password-long = The password is too long.
enrol-password-common = The password is one of those that are tried first. Take several words that have nothing to do with each other.
enrol-password-own-word = The password is built from a name that everybody here knows.
enrol-not-same = The two passwords are not the same.
enrol-again = The same password again
enrol-generator = Code generator
enrol-generator-how = Scan this with an app for one-time codes, then type the code that it shows.
enrol-typed = Or type this key into the app:
enrol-code = The code is not right. The clocks of this server and of your device must agree to within half a minute.
enrol-do = Set up the account
enrolled-title = Your account is set up
enrolled-codes = Keep these codes where you can find them without the app. Each lets { $name } in once, and they are not shown again.
enrolled-go = To the workbench

# --- Account
account-title = My account
account-sessions = Open sessions
account-device = Device
account-since = Since
account-used = Last used
account-here = this one
account-end = End
account-end-others = End all others
account-password = Password
account-old = Current password
account-password-do = Change the password
account-password-done = The password was changed; all other sessions have ended.
account-codes-why = Whatever gives access is changed with a code from your app. Each code works once; a new one comes every 30 seconds.
account-recovery = Recovery codes
account-recovery-left = { $n ->
    [one] { $n } code is left. Each lets you in once without the app; new ones take the place of all that are left.
   *[other] { $n } codes are left. Each lets you in once without the app; new ones take the place of all that are left.
}
account-recovery-do = Make new codes
account-tokens = Tokens for programs
account-tokens-lead = A program with a token can read what you may read, and can do no more than the token allows.
account-token-once = This token is shown once. Keep it as you keep a password.
account-token-name = What is it for?
account-token-scopes = It may
account-token-until = Valid until
account-token-used = Last used on
account-token-revoke = Revoke
account-token-days = Valid for (days)
account-token-do = Make a token
account-scope-read = read what I may read
account-scope-write = file reports, replies and complaints

# --- Admin
admin-title = Admin
admin-lead = People, their roles and their accounts. Every role that is given or changed is an entry in the record.
admin-people = People
admin-role = Role
admin-circles = Circles
admin-account = Account
admin-signed-in = Last signed in
admin-do = What to do
admin-no-circle = none
admin-no-keys = none; no keys of their own
admin-see-as = See as
admin-see-as-of = See as { $name }
admin-see-as-note = Seeing as somebody shows exactly what that person may see, lets you change nothing, and is an entry in the record.
admin-keys-note = A circle is a confidential log of its own. Only somebody with keys of their own can be in one; these are made on that person’s machine (holdfire key new).
admin-add = Add a person
admin-name-hint = As it is to stand in the record.
admin-party = Speaks for
admin-party-hint = Only for a liaison.
admin-add-do = Add and invite
admin-known = There is already a person of this name.
admin-link = Invitation for { $name }: works once, within 24 hours. It is shown only now; hand it over by another channel than the name.
admin-change-role = Change a role
admin-change-role-do = Change the role
admin-last-secretariat = This is the last person of the secretariat: give the role to somebody else first.
admin-invite = New invitation
admin-invite-note = For somebody who lost the password or the app. The account is closed until the invitation is used, and all its sessions end.
admin-invite-do = Make an invitation
admin-close = Close an account
admin-close-note = For somebody who leaves. Nobody signs in with it any more, its sessions end and its tokens open nothing; what the person did stays in the record. Opened again, it has the password and the app that it had.
admin-close-do = Close the account
admin-open-do = Open it again
admin-not-yourself = This is your own account: somebody else of the secretariat has to close it.
admin-rules = Who may do what
admin-rules-lead = These are the rules that the server applies, word for word.
admin-rules-show = Show the rules
role-may-secretariat = takes reports in and links them, asks the parties, works on every task, manages people, and publishes or decides together with a second person. Reads all but the circles that it is not in.
role-may-observer = takes part in verification, records calls, denied access and hand-overs. Reads reports, answers, evidence and tasks; no places of sites.
role-may-mediator = works on calls, on issues on the ladder and on repair windows. Reads reports, answers and tasks; no places of sites.
role-may-liaison = speaks for one party: files its complaints, answers what it is asked, consents to repair windows. Reads what is from this party, what this party or all parties were given, and what is published.
role-may-auditor = checks the record as a log, and who had which right. Reads the terms and what is published, and no other reports.
account-state-none = no account
account-state-invited = invited
account-state-open = open
account-state-disabled = closed
work-seat-none = no role: sees what is published

# --- Tasks
tasks-title = Tasks
tasks-lead = What waits for somebody, and by when. Times are those of { $zone }, as of the time at the foot of the page.
tasks-ics = Deadlines as a calendar
tasks-calendar = Deadlines
tasks-open-one = Open a task
tasks-filter = Filter tasks
tasks-open = Open
tasks-done = Done
tasks-none = None.
tasks-kind = Kind
tasks-about = About
tasks-state = State
tasks-due = Next deadline
tasks-overdue = overdue
tasks-assigned = Given to
tasks-nobody = nobody yet
tasks-given-to = given to { $name }
tasks-history = What was done
tasks-withdrawn = withdrawn
tasks-next = What comes next
tasks-nothing-to-do = Nothing here is yours to do now.
tasks-open-do = Open the task
tasks-only = Only if this is chosen: { $values }
tasks-one-of = Fill in exactly one of these: { $fields }.
tasks-visit-hint = Visits by the mission itself, one on each line.
tasks-allegations-hint = One allegation on each line. After it you can add, each behind a |: when, where, your own number.
tasks-asking-discloses = Once it is asked, this party reads these reports. What has been read cannot be taken back.
tasks-window-discloses = The parties that are asked read the place and the time of the window. What has been read cannot be taken back.
estimate-low = at least
estimate-best = best
estimate-high = at most
badge-title = Who can read this
badge-role = { $role }: { $n ->
    [one] { $n } person
   *[other] { $n } people
}
badge-liaison = { $role }, { $party }: { $n ->
    [one] { $n } person
   *[other] { $n } people
}
badge-operator-unnamed = The operator of this server holds its keys and can read whatever it shows.
badge-title-of = Who can read this: { $what }
badge-everybody = Everybody: it is published
share-all-parties = all parties

# --- Publication
publish-title = Publication
publish-lead = Everybody reads the state of the last publication, and nothing else. This page shows what would be published now, and how it differs.
publish-last = Last publication
publish-none = none yet
publish-next = This one would be
publish-which = number { $number }: the record up to entry { $entry }, less what the delays hold back at { $at }
publish-held = Reports held back
publish-held-lead = Reports that you read and that would not be published.
publish-held-address = its source has no public address, and it was not released by name
publish-held-delay = its delay is not over
publish-difference = What differs from the last publication
publish-added = New
publish-removed = No longer stated
publish-changed = Corrected
publish-same = As before
publish-nothing = Nothing differs from the last publication: there is nothing to publish.
publish-corrections = What this would correct
publish-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
publish-propose = Propose this publication
publish-everybody = Everybody, for good
publish-delays = Delays
publish-delays-lead = A report is held back for this many hours after it was said. What tells of effects is held back until the authority of the place has published it, and the place of a protected site is never published.
publish-hours = Hours
publish-hours-hint = From 0, which holds nothing back, to 8784, a year. It counts from the next publication on.
publish-all-others = every other category
publish-delays-do = Set the delay

# --- Taking a report in
intake-title = Add a report
intake-lead = What one source said, as it said it. It is checked as the case is checked, and becomes an entry in the record.
intake-do = Enter the report
intake-id-hint = The next number, by the reports that you can read. You may give another.
intake-known = There is already a report with this id.
source-party = a party, or an outlet that carries its words
source-independent = of neither party
source-body = a body with a mandate
report-id = Id
report-by = Whose claim
report-source-kind = What the source is
report-speaker = Who spoke
report-source = Outlet or document
report-source-url = Address of the source
report-said-at = Said on
report-date = Date of the event
report-time = Time, such as 04:45 or 21:00-21:50
report-from = Or from (date and time)
report-until = until (date and time)
report-tz = Time zone of these times, such as Europe/Berlin
report-place = Place, as the source names it
report-area = Area
report-lat = Latitude
report-lon = Longitude
report-precision = Precision: a word of the case, or metres
report-object = Object, as the source names it
report-category = Category
report-act = Act
report-means = Means, as the source names it
report-effect = Effect
report-actor = Alleged actor
report-summary = In your own words
report-note = Remark of the analyst

# --- Search, colours and keys
frame-notice = Notice
frame-search = Search
frame-scheme = Colours:
frame-scheme-system = as the system
frame-scheme-light = light
frame-scheme-dark = dark
frame-keys = Keys
