package import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics
package import Toolbox

/// A call in a form to read: name, and arguments with their names.
package struct CallText {
  private let call: SeccompData

  package init(_ call: SeccompData) { self.call = call }

  /// See ``SeccompData/text``.
  package var text: String { call.text }

  /// Adds the members of a JSON object that say which call it is, all registers included.
  package func write(to writer: inout JSONWriter) {
    writer.member("call", text)
    writer.member("abi", call.abi?.name)
    writer.member("arch", hexadecimal(UInt64(call.auditArchitecture)))
    writer.member("number", call.number)
    writer.member("instructionPointer", hexadecimal(call.instructionPointer))
    writer.array("args") { writer in
      for index in 0..<6 { writer.value(hexadecimal(call.arguments[index])) }
    }
  }
}
