# What was published, and what of it was corrected: pages and feeds for everybody.
corrections-title = Corrections
corrections-lead = Where a publication says otherwise than the one before it, both stand here. An object or a place that was replaced is not said again.
corrections-none = Nothing that was published has been corrected.
corrections-all = All corrections
corrections-count = { $n ->
    [one] { $n } correction
   *[other] { $n } corrections
}
corrections-by = Publication { $number }, { $at }
corrections-gone = is no longer stated
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
