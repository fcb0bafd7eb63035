import Sekat

/// Whether sekat stays beside the command, and what it does there.
struct SupervisionOptions: Equatable {
  /// Whether it was asked for by itself.
  var isWanted = false
  /// Whether it tells of denials, and denies nothing.
  var audits = false
  /// Where a policy is written to under which all that was done passes.
  var learned: String?
  /// Whether each denial is told of, not only the first of its kind.
  var tellsAll = false
  /// Whether it tells which code made a call.
  var showsSites = false
  /// The file that is told of denials; standard error where there is none.
  var report: String?
  /// How it is told.
  var format = DenialFormat.text
  /// After how many seconds the command is ended.
  var timeout: Double?
  /// The descriptor that is told of the start and the end.
  var statusDescriptor: Int32?

  /// Whether denials are told of: time and status are watched without.
  var tells: Bool {
    var others = self
    (others.timeout, others.statusDescriptor) = (nil, nil)
    return others != SupervisionOptions()
  }

  /// Whether sekat stays: who asks how it tells asks it to tell.
  var isOn: Bool { self != SupervisionOptions() }
}
