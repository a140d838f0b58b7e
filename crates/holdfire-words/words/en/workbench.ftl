# The pages of the workbench.

# --- The frame around every page
frame-skip = Skip to the content
frame-sections = Sections
frame-panel = Panel
frame-panel-legend = Readings that the headline is computed over
frame-panel-note = The case has fixed its panel. Another one is a what-if, and the page says so.
frame-what-if = what-if
frame-as-of = As of
frame-as-of-label = Entered by then
frame-as-of-hint = The number of an entry, a time such as 2030-03-25T12:00Z, or a date (UTC). Empty: now.
frame-as-of-now = now, entry { $entry }
frame-as-of-entry = entry { $entry }
frame-past = This page shows what was known as of { $at }.
frame-past-now = Show it as of now
frame-language = Language
frame-account = My account
frame-made = Page made { $at }, from entry { $entry } of the record.
frame-operator = The operator of this server holds its keys and can read what it shows: { $operator }.
frame-alphabetical = Parties stand in alphabetical order.
frame-seen-as = You see this as { $name } sees it. Nothing can be done here, and that you looked is in the record.
frame-seen-as-end = Stop looking
frame-demo = A demonstration: everything is shown, nothing can be changed, and nothing is kept.

place-today = Today
place-agreement = Agreement
place-incidents = Incidents
place-tasks = Tasks
place-register = Register
place-record = Record
place-admin = Admin

role-secretariat = secretariat
role-observer = observer
role-mediator = mediator
role-liaison = liaison of a party
role-auditor = auditor
role-public = the public

do-show = Show
do-filter = Filter
do-sign-in = Sign in
do-sign-out = Sign out

beside-panel = beside the panel

# --- Words of the answer
class-all = covered as all of the panel state the terms
class-turns-on-reading = depends on a contested point
class-may = may be covered: the facts decide
class-undecided = terms do not say
class-none = not covered as any of the panel states the terms

support-claim-only = claim only
support-contested = contested
support-independent = independent support
support-established = established by a body
support-also-contested = contested

mandate-monitor = Mandate: monitor
mandate-verify = Mandate: verify
mandate-attribute = Mandate: attribute
mandate-determine = Mandate: determine

force-in = in force
force-out = not in force
force-unknown = not known whether in force
force-unstated = terms do not say whether in force
force-changes = changes on this day

# --- Today
today-title = Today
today-nothing-published = Nothing has been published yet.
today-broken = The terms in the record cannot be read, so nothing is answered. What is wrong:
today-force = Was it in force on { $date }?
today-date = Date
today-waits = What waits
today-waits-none = Nothing waits.
today-cannot = What this cannot tell you
today-cannot-happened = Whether anything happened as reported, or who did it.
today-cannot-lawful = Whether an act that the terms do not cover was lawful: other law applies in any case.
today-cannot-more = Who did more: there is no count by accused party, since each side publishes in its own way.
today-cannot-unreported = What nobody reported.

steps-title = Three steps
steps-1 = Write the terms
steps-1-how = What was agreed, and how each holder states it: `holdfire case new DIR` writes a folder with explanations, `holdfire mission load` enters it.
steps-2 = Add reports
steps-2-how = What each source said, one row a report: `holdfire case import` takes your own table.
steps-3 = Open the matrix
steps-3-how = This page then shows what is covered as whom, what decides it, and what waits.

# --- Incidents
incidents-title = Incidents
incidents-export = Take this set along
incidents-export-note = Exactly the lines of this filter, as of this entry.
incidents-none-yet = There is no case here yet that you can read.
incidents-filter = Filter incidents
incidents-found = { $n ->
    [one] { $n } incident.
   *[other] { $n } incidents.
}
incidents-zone = Times are those of { $zone }.
incidents-no-match = No incident matches. Remove a filter above.
incidents-beside = Map and timeline of the same set
incident-beside = Beside it

filter-q = Words, places, ids
filter-class = Coverage
filter-support = Support
filter-verdict = Coverage under a reading
filter-by = Reported by
filter-decides = What decides
filter-point = Hangs on
filter-silent = Silent term
filter-from = From
filter-until = Until
filter-bbox = In view
filter-sort = Order
filter-any = any
filter-anybody = anybody
filter-on = Filters that are on
filter-remove = remove
by-neither = sources of neither party
sort-id = by id
sort-newest = newest act first
sort-oldest = oldest act first
column-id = Id
column-when = When
column-what = What was reported
column-by = Reported by
object-not-named = object not named
place-not-named = place not named
pages = Pages
pages-previous = Previous
pages-next = Next
pages-range = Shown: { $first } to { $last }.

# --- Agreement
agreement-title = Agreement
agreement-lead = The terms as each holder states them, side by side. Where readings differ the point is marked: that is data, not an error.
agreement-effect = Timeline of effect
agreement-open = Open questions

# --- Record
record-title = Record
record-lead = Every act is an entry of a log that only grows. Whoever holds a checkpoint can check that nothing was changed since.
record-origin = Log
record-size = Entries
record-step = Entries are dated to
record-cadence = Ticks come every
record-checkpoint = Signed checkpoint
record-no-checkpoint = Nothing was signed yet.
record-key = Key of the log
record-verify = Check it without us
record-verify-how = Get the folder of the log, and run the verifier on a machine of your own. It needs nothing else:
record-verify-limits = It cannot show what was never entered, whether contents are true, or that everybody is shown the same log; witnesses are for the last.

# --- Register
register-title = Register
register-lead = Protected sites that parties declared, as far as you may know them. Nobody is told whether a place is on a list.
register-lists = Lists
register-no-list = No list of a party is known here.
register-party = Party
register-known = Sites known to you
register-whole = Known as a whole
register-whole-yes = yes
register-whole-no = no: there may be more
register-sites = Sites
register-category = Category
register-declared = Deposited
register-handed = Handed over
register-notified = Notified
register-withdrawn = Withdrawn

# --- Faults
fault-bad-request = That could not be read
fault-bad-request-more = The address or the form says something that cannot be meant. Nothing was changed.
fault-sign-in = Please sign in
fault-sign-in-more = This page is for people of the mission.
fault-not-allowed = Not yours to do
fault-not-allowed-more = Your role does not allow this. Who gives roles is named on the page of the mission.
fault-not-found = Nothing here
fault-not-found-more = There is nothing at this address that you can see.
fault-refused = Not done
fault-refused-more = The record or its rules did not take this. Nothing was changed.
fault-wait = Please wait
fault-wait-more = There were too many attempts. Try again later.
fault-surroundings = Not now
fault-surroundings-more = Something outside failed, such as the disk. What you sent was entered wholly or not at all; look before you repeat it. The operator's journal has the cause.
fault-integrity = The record contradicts itself
fault-integrity-more = Nothing is written any more until a person has looked at it. `holdfire record fsck` names the entries.
fault-hint = What to do:
fault-home = To the first page

# --- Signing in
sign-in-title = Sign in
sign-in-name = Name
sign-in-password = Password
sign-in-code = Code from your app
sign-in-code-hint = Six digits; a new one every 30 seconds.
sign-in-recovery = This is one of my recovery codes
sign-in-lost = Lost the app and the recovery codes? A person of the secretariat can give you a new invitation.
sign-in-refused = The name, the password or the code is not right.
sign-in-wait = Too many attempts failed. Try again later.
sign-in-busy = The server is busy. Try again in a few seconds.

enrol-title = Set up your account
enrol-for = This invitation is for { $name }, and can be used once.
enrol-password = New password
enrol-password-hint = At least 12 characters. Several words that have nothing to do with each other are good.
enrol-password-short = The password is too short: { $least } characters are the least.
enrol-password-long = The password is too long.
enrol-password-common = The password is one of those that are tried first. Take several words that have nothing to do with each other.
enrol-password-own-word = The password is made of a name that everybody here knows.
enrol-not-same = The two passwords are not the same.
enrol-again = The same password again
enrol-generator = Code generator
enrol-generator-how = Scan this with an app for one-time codes, then type the code that it shows.
enrol-typed = Or type:
enrol-code = The code is not right. The clocks of this server and of your device must agree to half a minute.
enrol-do = Set up the account
enrolled-title = Your account is set up
enrolled-codes = Keep these codes where { $name } finds them without the app. Each lets you in once, and they are not shown again.
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
account-old = Present password
account-password-do = Change the password
account-password-done = The password was changed; all other sessions have ended.
account-tokens = Tokens for programs
account-tokens-lead = A program that shows a token reads what you may read, and does no more than its scopes say.
account-token-once = This token is shown once. Keep it as you keep a password.
account-token-name = What is it for?
account-token-scopes = It may
account-token-until = Valid until
account-token-used = Last used on
account-token-revoke = Revoke
account-token-days = Valid for days
account-token-do = Make a token
account-scope-read = read what I may read
account-scope-write = file reports, replies and complaints

# --- Admin
admin-title = Admin
admin-lead = People, their roles and accounts. Every change is an entry of the record.
admin-people = People
admin-role = Role
admin-circles = Circles
admin-account = Account
admin-signed-in = Last signed in
admin-do = What to do
admin-no-circle = none
admin-no-keys = none; no keys of their own
admin-see-as = See as
admin-see-as-note = Seeing as somebody shows exactly what their rights show, allows nothing, and is an entry of the record.
admin-add = Take a person in
admin-name-hint = As it shall stand in the record.
admin-party = Speaks for
admin-party-hint = For a liaison only.
admin-add-do = Take in and invite
admin-known = There is a person of this name already.
admin-link = The invitation of { $name }: one use, 24 hours. It is shown once; hand it over on another way than the name.
admin-change-role = Change a role
admin-change-role-do = Change the role
admin-last-secretariat = This is the last person of the secretariat: give the role to somebody else first.
admin-invite = New invitation
admin-invite-note = For who lost password or app. The account is closed until the invitation is used, and all its sessions end.
admin-invite-do = Make an invitation
admin-rules = Who may do what
admin-rules-lead = These are the rules that the server asks, word for word.
admin-rules-show = Show the rules
account-state-none = no account
account-state-invited = invited
account-state-open = open
account-state-disabled = closed
role-none = no role: sees what is published

# --- Tasks
tasks-title = Tasks
tasks-lead = What waits for somebody, and by when. Times are UTC, as of the time at the foot of the page.
tasks-ics = Deadlines as a calendar
tasks-calendar = Deadlines
tasks-open-one = Open a task
tasks-open = Open
tasks-done = Done
tasks-none = None.
tasks-kind = Kind
tasks-about = About
tasks-state = State
tasks-due = Next deadline
tasks-overdue = overdue
tasks-assigned = Given to
tasks-given-to = given to { $name }
tasks-history = What was done
tasks-withdrawn = withdrawn
tasks-next = What next
tasks-nothing-to-do = Nothing here is yours to do now.
tasks-open-do = Open the task
tasks-utc = UTC
tasks-only = Only for: { $values }
tasks-visit-hint = A visit of the mission's own, one line each.
tasks-allegations-hint = One allegation a line. After it, with | between: when, where, your own number.
tasks-asking-discloses = Once it is asked, this party reads these reports. What was read cannot be taken back.
tasks-window-discloses = The parties that are asked read place and time of the window. What was read cannot be taken back.
tasks-receipt = Receipt { $number }: { $n ->
    [one] { $n } allegation,
   *[other] { $n } allegations,
} received
estimate-low = at least
estimate-best = best
estimate-high = at most
window-not-agreed = Not agreed: the window does not hold.
window-ahead = Agreed. Begins in { $hours } h { $minutes } min as of this page, at { $from }.
window-holds = Holds. { $hours } h { $minutes } min are left as of this page, until { $until }.
window-over = Over.
badge-title = Who can read this
badge-role = { $role }: { $n ->
    [one] { $n } person
   *[other] { $n } people
}
badge-liaison = { $role }, { $party }: { $n ->
    [one] { $n } person
   *[other] { $n } people
}
badge-operator-unnamed = The operator of this server holds its keys and can read what it shows.
share-all-parties = all parties
work-outward-publication = publication, for everybody
work-outward-disclosure = disclosure, to named readers
work-reply-accepts = accepts that it did it
work-reply-denies = denies it
work-reply-counter-alleges = says that the other side did it
work-reply-legitimate-target = says that the object was a legitimate target
work-reply-outside-scope-or-time = says that the terms did not cover it
work-reply-comment = comments
work-link-duplicate = two accounts of one event
work-link-counter-allegation = each side names the other
work-link-repeat = the same story again

# --- Publication
publish-title = Publication
publish-lead = What everybody reads is the state of the last publication, and nothing else. This page shows what would be published now, and how it differs.
publish-last = Last publication
publish-none = none yet
publish-next = This would be
publish-held = Reports held back
publish-difference = Difference to the last publication
publish-added = New
publish-removed = No longer stated
publish-changed = Corrections
publish-same = As before
publish-propose = Propose this publication
publish-everybody = Everybody, for good
publish-delays = Delays
publish-delays-lead = A report is held back for so many hours after it was said. What tells of effects is held back until the authority of the place has published it, and no place of a site is ever published.
publish-hours = Hours
publish-all-others = all other categories
publish-delays-do = Set the delay

# --- Taking a report in
intake-title = Add a report
intake-lead = What one source said, as it said it. It is checked as the case is, and becomes an entry of the record.
intake-do = Enter the report
intake-known = There is a report with this id already.
source-party = a party, or an outlet that carries its words
source-independent = of neither party
source-body = a body with a mandate
effect-hit = hit
effect-intercepted = intercepted or failed
effect-debris = debris came down
effect-collateral = damaged along with something else
report-id = Id
report-by = Whose claim
report-source-kind = What the source is
report-speaker = Who spoke
report-source = Outlet or document
report-source-url = Address of the source
report-said-at = Said on
report-date = Date of the event
report-time = Time, such as 04:45 or 21:00-21:50
report-from = Or from
report-until = until
report-tz = Time zone of these times, such as Europe/Berlin
report-place = Place, as named
report-area = Area
report-lat = Latitude
report-lon = Longitude
report-precision = Precision: a word of the case or metres
report-object = Object, as named
report-category = Category
report-act = Act
report-means = Means, as named
report-effect = Effect
report-actor = Alleged actor
report-summary = In own words
report-note = Remark of the analyst
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
