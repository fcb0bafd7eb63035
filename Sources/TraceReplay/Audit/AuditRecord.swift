package import ClassicBPF
package import LinuxABI

/// What the kernel has written to its log about a call.
///
/// A record of type 1326, `AUDIT_SECCOMP`, is of a call that a filter did not simply allow. It says which
/// call it was and what kind of verdict it got, and nothing of arguments, of the data of the verdict or
/// of the filter. One of type 1300, `AUDIT_SYSCALL`, is of a call that an audit rule asks for, and has
/// four registers and the result.
package struct AuditRecord: Hashable, Sendable {
  /// What the record tells of.
  let kind: AuditFields.Kind
  /// The ABI of the call.
  package let abi: ABI
  /// The number, as the register carries it.
  package let number: UInt32
  /// The kinds of verdicts that it may have got, without their data; none where the record does not
  /// say.
  package let kinds: Set<FilterAction>
  /// The verdict as it is written in the record.
  package let code: String?
  /// The name of the thread.
  package let command: String?
  /// The program's file.
  package let executable: String?
  /// The number of the process.
  package let process: String?
  /// The address after the instruction that made the call.
  package let instructionPointer: String?
  /// The first registers, as far as the record has them.
  let registers: [UInt64?]
  /// What the call has returned, an error as a negative number.
  let result: Int64?

  /// Whether the record is of a verdict.
  package var isVerdict: Bool { kind == .verdict }

  /// Reads a line of the kernel's log, of auditd's, or of what `ausearch` prints; `nil` where it is no
  /// such record.
  ///
  /// - Parameter line: The line, with whatever a collector has put before.
  /// - Throws: ``AuditRecordError`` where it is one, and does not say which call.
  package init?(_ line: String) throws(AuditRecordError) {
    let result = ByteView.lending(Array(line.utf8)) { text in
      Result { () throws(AuditRecordError) in
        try AuditFields(text, from: 0, to: text.count).map { fields throws(AuditRecordError) in
          try Self(fields, in: text)
        }
      }
    }
    guard let record = try result.get() else { return nil }
    self = record
  }

  /// Reads the fields of a line.
  ///
  /// - Parameters:
  ///   - fields: The fields.
  ///   - text: What holds the line.
  /// - Throws: ``AuditRecordError`` where they do not say which call.
  init(_ fields: AuditFields, in text: ByteView) throws(AuditRecordError) {
    func value(_ name: AuditFields.Name) -> String? {
      fields[name].map {
        String(decoding: text.bytes(from: $0.lowerBound, to: $0.upperBound), as: UTF8.self)
      }
    }
    guard let arch = value(.arch), let syscall = value(.syscall) else {
      throw AuditRecordError("the record has no 'arch' or no 'syscall'")
    }
    kind = fields.kind
    let values = AuditValues(isInterpreted: UInt32(arch, radix: 16) == nil)
    (abi, number) = try AuditValues.call(arch, syscall)
    code = value(.code)
    kinds = try code.map(AuditValues.kinds) ?? []
    command = value(.comm).map(AuditValues.text)
    executable = value(.exe).map(AuditValues.text)
    process = value(.pid)
    instructionPointer = value(.ip)
    registers =
      kind == .call
      ? [.a0, .a1, .a2, .a3].map { value($0).flatMap(values.register) } : []
    let abi = abi
    result = value(.exit).flatMap { AuditValues.result($0, on: abi) }
  }
}

/// Why a record does not say which call it is of.
package struct AuditRecordError: Error, Hashable {
  /// What is wrong, as a sentence.
  package let sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}
