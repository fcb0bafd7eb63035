package import LinuxABI
import SourceDiagnostics
import Toolbox

/// What there is to say about a name, a number or a group.
package enum SyscallReport {
  case calls([Syscall], on: [ABI])
  case call(Syscall, on: [ABI])
  case numbered(UInt32, [(abi: ABI, call: Syscall)])
  case group(SyscallGroup, on: [ABI])
  case groups

  package init(on subject: String?, abis: [ABI]) throws(SekatError) {
    guard let subject else {
      self = .calls(
        Syscall.all.filter { call in abis.contains { call.number(on: $0) != nil } }, on: abis)
      return
    }
    if subject == "@" {
      self = .groups
    } else if subject.hasPrefix("@") {
      self = .group(try Self.group(named: String(subject.dropFirst())), on: abis)
    } else if let number = Self.number(subject) {
      let found = abis.compactMap { abi in
        // The number of an x32 call may be given with its bit or without.
        (Syscall.numbered(number, on: abi)
          ?? (abi == .x32 ? Syscall.numbered(number | ABI.x32Bit, on: abi) : nil))
          .map { (abi: abi, call: $0) }
      }
      guard !found.isEmpty else { throw SekatError("no system call has number \(number) here") }
      self = .numbered(number, found)
    } else {
      self = .call(try Syscall.known(as: subject), on: abis)
    }
  }

  private static func number(_ text: String) -> UInt32? {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    return digits.hasPrefix("0x") ? UInt32(digits.dropFirst(2), radix: 16) : UInt32(digits)
  }

  private static func group(named name: String) throws(SekatError) -> SyscallGroup {
    if let group = SyscallGroup.named(name) { return group }
    let near = nearest(to: name, in: SyscallGroup.all.map(\.name))
    throw SekatError(
      "unknown group \(quoted("@" + name))" + didYouMean(near, prefix: "@"))
  }
}

// MARK: - Text

extension SyscallReport {
  /// The report for people.
  package var text: String {
    switch self {
    case .calls(let calls, let abis): Self.table(calls, abis)
    case .call(let call, let abis): Self.page(call, abis)
    case .numbered(_, let found):
      TextTable(rows: found.map { [$0.abi.name, $0.call.name] }).text
    case .group(let group, let abis): "@\(group.name)\n" + Self.table(group.members(), abis)
    case .groups:
      TextTable(
        rows: SyscallGroup.all.map { ["@\($0.name)", "\($0.members().count) calls"] }
      ).text
    }
  }

  private static func table(_ calls: [Syscall], _ abis: [ABI]) -> String {
    let header = ["name", "since"] + abis.map(\.name)
    let rows = calls.map { call in
      [call.name, call.introduced.map(\.description) ?? "-"]
        + abis.map { call.number(on: $0).map { "\($0)" } ?? "-" }
    }
    return TextTable(rows: [header] + rows).text
  }

  private static func page(_ call: Syscall, _ abis: [ABI]) -> String {
    var text = "\(call.name)\n\n"
    text += "  since    \(call.introduced.map { "Linux \($0)" } ?? "before Linux 2.6.12")\n"
    let groups = SyscallGroup.all.filter { $0.members().contains(call) }.map { "@\($0.name)" }
    text += "  groups   \(groups.isEmpty ? "none" : groups.joined(separator: " "))\n"
    let present = abis.filter { call.number(on: $0) != nil }
    text += "\n  numbers\n"
    text +=
      TextTable(
        rows: present.map { abi in [abi.name, call.number(on: abi).map { "\($0)" } ?? "-"] },
        indent: 4
      ).text
    for (arguments, abis) in byArguments(call, present) {
      text += "\n  arguments on \(abis.map(\.name).joined(separator: ", "))\n"
      text += arguments
    }
    for abi in present {
      if let form = MultiplexedCall.form(of: call, on: abi) {
        text += "\n  on \(abi.name) also through \(form.multiplexer.name), call \(form.selector)\n"
      }
    }
    return text
  }

  /// The tables of arguments, with the ABIs that share each.
  private static func byArguments(
    _ call: Syscall, _ abis: [ABI]
  ) -> [(text: String, abis: [ABI])] {
    var result: [(text: String, abis: [ABI])] = []
    for abi in abis {
      let text = arguments(call, abi)
      if let index = result.firstIndex(where: { $0.text == text }) {
        result[index].abis.append(abi)
      } else {
        result.append((text, [abi]))
      }
    }
    return result
  }

  private static func arguments(_ call: Syscall, _ abi: ABI) -> String {
    guard let arguments = call.arguments(on: abi) else { return "    unknown\n" }
    if arguments.isEmpty { return "    none\n" }
    return TextTable(
      rows: arguments.map { argument in
        [
          "\(argument.index)", argument.allNames,
          argument.phrase(on: abi), argument.vocabulary.map { $0.phrase } ?? "",
        ]
      }, indent: 4
    ).text
  }
}

extension ArgumentSignature {
  /// Its names, and what the prototype calls it where that would be taken for another register.
  fileprivate var allNames: String {
    ([name] + aliases).joined(separator: ", ")
      + (numberedName.map { " (\($0) of the prototype)" } ?? "")
  }

  /// What the kernel looks at, in words.
  package func phrase(on abi: ABI) -> String {
    let width = width(on: abi)
    return switch kind {
    case .pointer: "pointer, \(width) bits"
    case .fd: "descriptor, \(width) bits"
    case .dirfd: "directory descriptor, \(width) bits"
    case .i32, .i64: "signed, \(width) bits"
    case .u32, .u16, .u64: "unsigned, \(width) bits"
    }
  }
}

extension ArgumentVocabulary {
  /// How constants are put together, in words.
  fileprivate var phrase: String {
    switch form {
    case .value: "one constant"
    case .flags: "flags"
    case .valueAndFlags: "a value and flags"
    case .dependsOn(let name): "depends on \(name)"
    }
  }
}

// MARK: - JSON

extension SyscallReport {
  /// The report for programs.
  package var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      switch self {
      case .calls(let calls, let abis): Self.write(calls, abis, to: &writer)
      case .call(let call, let abis): Self.write([call], abis, to: &writer)
      case .numbered(let number, let found):
        writer.member("number", number)
        writer.object("calls") { writer in
          for (abi, call) in found { writer.member(abi.name, call.name) }
        }
      case .group(let group, let abis):
        writer.member("group", "@\(group.name)")
        Self.write(group.members(), abis, to: &writer)
      case .groups:
        writer.array("groups") { writer in
          for group in SyscallGroup.all { writer.value("@\(group.name)") }
        }
      }
    }
    return writer.text
  }

  private static func write(_ calls: [Syscall], _ abis: [ABI], to writer: inout JSONWriter) {
    writer.array("calls") { writer in
      for call in calls {
        writer.object { writer in
          writer.member("name", call.name)
          writer.member("since", call.introduced?.description)
          writer.object("numbers", inline: true) { writer in
            for abi in abis {
              if let number = call.number(on: abi) { writer.member(abi.name, number) }
            }
          }
          writer.object("arguments") { writer in
            for abi in abis where call.number(on: abi) != nil {
              guard let arguments = call.arguments(on: abi) else { continue }
              writer.array(abi.name) { writer in
                for argument in arguments {
                  writer.object(inline: true) { writer in
                    writer.member("name", argument.name)
                    writer.array("aliases") { for name in argument.aliases { $0.value(name) } }
                    writer.member("class", argument.kind.rawValue)
                    writer.member("width", argument.width(on: abi))
                    writer.member("signed", argument.isSigned)
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
