package import SeccompPolicy

extension DenialReport {
  /// How a report is made.
  package struct Options {
    /// Whether each denial is told of, also where it looks like an earlier one.
    package var tellsAll = false
    /// Whether it says which code made a call.
    package var showsSites = false
    /// Whether it tells anything at all; else it only takes note.
    package var tells = true
    /// Whether it says nothing where nothing is denied.
    package var isQuiet = false
    /// Whether text is coloured.
    package var isColored = false
    /// The policies that rules are proposed for, as a command line names them: those of the first filters.
    package var policies: [String] = []
    /// The system for which conditions of policies are settled.
    package var circumstances = Circumstances.standard
    /// The columns in which a rule is quoted.
    package var width = 80
    /// How it is written.
    package var format = DenialFormat.text

    package init() {}
  }
}
