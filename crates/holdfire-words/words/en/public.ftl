# What was published, and what of it was corrected: pages and feeds for everybody.
corrections-title = Corrections
corrections-lead = Where a publication says otherwise than the one before it, both stand here. An object or a place that was replaced is not said again.
corrections-none = Nothing that was published has been corrected.
corrections-last = The last publication has number { $number } and was recorded { $at }. Whoever is not signed in reads that state and nothing later.
corrections-all = All corrections
corrections-count = { $n ->
    [one] { $n } correction
   *[other] { $n } corrections
}
corrections-by = Publication { $number }, { $at }
corrections-gone = is no longer stated
corrections-into = is counted with
corrections-was = was
corrections-is = now
corrections-nothing = not stated
corrections-class = Coverage over the panel
corrections-support = Support
corrections-when = Time
corrections-object = Object
corrections-place = Place

feed-publications = Publications
feed-corrections = Corrections
feed-correction = Corrected
feed-states = Incidents: { $incidents }; of these new: { $added }; corrected: { $corrected }

# --- Passkeys, and devices in words
passkeys-title = Passkeys
passkeys-lead = A passkey lies on a device and opens your account by its PIN, a finger or a face, at this address only. Password and code always work as well.
passkey-add = Add a passkey
passkey-use = Sign in by a passkey
passkey-remove = Remove
passkey-name = Name of the passkey
passkey-name-hint = So that you know it again, such as the name of the device.
passkey-needs-script = Adding a passkey needs scripts and a browser that has passkeys; where either is missing, there is no form here.
passkey-not-here = Passkeys work only where this server is reached by https, or as localhost on this machine. Sign in by password and code.
account-device-on = { $browser } on { $system }
account-device-unknown = another program

# --- What is wrong with an address or a form, as the server says it to programs: English here is that text, letter for letter.
said-value = `{ $name }` is `{ $value }`
said-page = a number from 0
said-readings = ids of readings with commas between them
said-as-of = the number of an entry, a time such as 2030-03-25T12:00Z, or a date
said-date = a date such as 2030-03-25
said-year = a year that can be reckoned with
said-bbox = west,south,east,north in degrees
said-required = this field has to be filled in
said-minutes = whole minutes, at most 1440: a day
said-listed = one of those listed
said-time = a time such as 2030-03-25T18:00
said-twice = the clocks showed this time twice: write its offset behind it, such as +02:00
said-never = the clocks went forward over this time: it did not exist
said-days = a number from 1 to 366
said-hours = a number of hours, at most a year
said-act = an act that the page offers
said-kind = a kind of task
said-report = a report of the list
said-code = the code or the password is not right
said-fresh = this needs a code that was shown just now
said-busy = the server is busy; try again in a few seconds
said-other-site = the form comes from another site
said-open-here = open the page here and send it again
said-late = the form did not come to its end in time
said-send-again = send it again
said-old-form = the form is of another session, or too old
said-repeat = open the page again and repeat it
