# What every page and every sentence may use.

# The name of the language in itself.
language-name = English

# Numbers with what they count.
count-incidents = { $n ->
    [one] { $n } incident
   *[other] { $n } incidents
}
count-reports = { $n ->
    [one] { $n } report
   *[other] { $n } reports
}
