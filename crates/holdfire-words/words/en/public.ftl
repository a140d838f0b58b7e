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
