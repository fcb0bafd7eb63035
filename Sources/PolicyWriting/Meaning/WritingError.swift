package import ClassicBPF
package import FilterProof

/// Something that a format cannot say.
package struct Unwritable: Hashable, Sendable {
  /// What it is: lower case, no full stop.
  package let reason: String
  /// The first call that it is about, if it is about calls.
  package let call: SeccompData?

  package init(_ reason: String, about call: SeccompData? = nil) {
    (self.reason, self.call) = (reason, call)
  }
}

/// Why a policy is not written in a format.
package enum WritingError: Error {
  /// The format cannot say all of it.
  case unwritable([Unwritable])
  /// It was not found out what the policy decides.
  case undecided(ProofError)
}
