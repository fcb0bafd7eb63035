/// Where news of the audit come from while it is followed: the kernel, and tests.
protocol AuditSource: ~Copyable {
  /// What becomes readable when there is something to hear.
  var descriptor: Int32 { get }

  /// The next thing that there is to hear; `nil` where there is nothing.
  ///
  /// - Throws: ``ReplayError`` where nothing will come any more.
  mutating func next() throws(ReplayError) -> AuditNews?

  /// What is missing at the end and was not said before.
  mutating func missing() -> [AuditNews]
}
