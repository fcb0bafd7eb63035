package import ClassicBPF
import FilterProof
package import LinuxABI
import SeccompFilter
package import SeccompPolicy
import Toolbox

/// Writes policies in sekat's own format.
package struct OwnWriter: PolicyWriter {
  /// What a policy says that no verdict tells.
  package struct Surroundings: Sendable {
    package var name: String?
    package var description: String?
    package var flags: [PolicyFlag] = []
    package var kernel: KernelVersion?
    /// What the author of the rule says on which the verdict on a call rests.
    package var comment: @Sendable (SeccompData) -> String? = { _ in nil }

    package init() {}
  }

  private let surroundings: Surroundings
  /// How many columns a line has.
  private static let width = 100
  /// More numbers than this that no call has are not listed.
  private static let mostNumbers: UInt64 = 1000

  package init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  package func drafts(of meaning: PolicyMeaning) throws(WritingError) -> [String] {
    var drafts: [String] = []
    for usesNames in [true, false] {
      drafts.append(try draft(of: meaning, .left, usesNames: usesNames))
      if meaning.hasMultiplexers {
        drafts.append(try draft(of: meaning, .said, usesNames: usesNames))
      }
    }
    return drafts
  }

  private func draft(
    of meaning: PolicyMeaning, _ multiplexers: PolicyMeaning.Multiplexers, usesNames: Bool
  ) throws(WritingError) -> String {
    let kernel = try KernelChoice.best(for: meaning, preferring: surroundings.kernel)
    var list = RuleList(meaning.sections.map(\.abi), upTo: kernel?.kernel)
    var unwritable: [Unwritable] = []
    for section in meaning.sections {
      for call in section.calls {
        let isMultiplexer =
          MultiplexedCall.exist(on: section.abi)
          && MultiplexedCall.multiplexers.contains(call.syscall)
        if isMultiplexer, multiplexers == .left, call.verdict == nil { continue }
        let isFirst = isMultiplexer && multiplexers == .said
        let unnamed =
          kernel.map { $0.unnamed(call.syscall, in: section) } ?? section.standard
        if call.verdict == unnamed, !isFirst { continue }
        // What a rule names is not newer; what is left of it gets the default.
        do throws(WritingError) {
          let sayings = try sayings(
            of: call, in: section, areAll: isFirst || call.verdict != nil, usesNames)
          for saying in sayings {
            list.add(call.syscall, saying, on: section.abi, isFirst: isFirst)
          }
        } catch {
          guard case .unwritable(let more) = error else { throw error }
          unwritable += more
        }
      }
      do throws(WritingError) {
        try addGaps(of: section, kernel, to: &list)
      } catch {
        guard case .unwritable(let more) = error else { throw error }
        unwritable += more
      }
    }
    if !unwritable.isEmpty { throw .unwritable(unwritable) }
    return text(of: meaning, kernel, list.rules)
  }

  /// What is said of the parts of a call, in order.
  private func sayings(
    of call: PolicyMeaning.Call, in section: PolicyMeaning.Section, areAll: Bool, _ usesNames: Bool
  ) throws(WritingError) -> [WrittenSaying] {
    func saying(_ part: VerdictRegion.Part) throws(WritingError) -> WrittenSaying {
      var saying = try WrittenSaying(
        of: part, call.syscall, on: section.abi, usesNames: usesNames)
      saying.comment = surroundings.comment(part.call)
      return saying
    }
    let said = call.parts.filter { areAll || $0.verdicts[0] != section.standard }
    do throws(WritingError) {
      let sayings = try said.map(saying)
      return sayings.count == 2 && call.parts.count == 2
        ? [WrittenSaying.joined(sayings[0], sayings[1])] : sayings
    } catch {
      // One part need not be described: it is what the others leave.
      let written = call.parts.map { try? saying($0) }
      guard written.count(where: { $0 == nil }) == 1, let place = written.firstIndex(of: nil),
        let last = call.parts[place].verdicts.first
      else { throw error }
      let text = WrittenSaying.text(of: last, on: section.abi)
      return written.compactMap(\.self) + [WrittenSaying(conditions: [], action: text)]
    }
  }

  /// Adds the numbers that no call has, where they do not fare as if nothing were said.
  private func addGaps(
    of section: PolicyMeaning.Section, _ kernel: KernelChoice?, to list: inout RuleList
  ) throws(WritingError) {
    let unnamed = kernel?.newer ?? section.standard
    for gap in section.gaps {
      if gap.parts.count == 1, gap.parts[0].conditions.isEmpty,
        gap.parts[0].verdicts[0] == unnamed
      {
        continue
      }
      let count = gap.numbers.ranges.reduce(0) {
        $0 + UInt64($1.upperBound - $1.lowerBound) + 1
      }
      guard count <= Self.mostNumbers else {
        throw .unwritable(
          [Unwritable("\(count) numbers that no call has would have to be listed")])
      }
      for part in gap.parts
      where part.verdicts[0] != section.standard || gap.parts.count == 1 {
        let saying = try WrittenSaying(of: part, nil, on: section.abi, usesNames: false)
        for number in gap.numbers.ranges.joined() {
          list.add(number, saying, on: section.abi)
        }
      }
    }
  }

  private func text(
    of meaning: PolicyMeaning, _ kernel: KernelChoice?, _ rules: [WrittenRule]
  ) -> String {
    let abi = meaning.machine.abi
    func string(_ text: String) -> String {
      var json = JSONWriter(.compact)
      json.value(text)
      return String(json.text.dropLast())
    }
    var members: [String] = []
    if let name = surroundings.name { members.append("\"name\": \(string(name))") }
    if let text = surroundings.description { members.append("\"description\": \(string(text))") }
    let abis = meaning.sections.map { string($0.abi.name) }.joined(separator: ", ")
    members.append("\"architectures\": [\(abis)]")
    members.append("\"default\": \(WrittenSaying.text(of: meaning.standard, on: abi))")
    if meaning.foreign != .killProcess {
      members.append("\"foreign\": \(WrittenSaying.text(of: meaning.foreign, on: abi))")
    }
    if let kernel {
      members.append("\"kernel\": \(string("\(kernel.kernel)"))")
      let newer = WrittenSaying.text(of: kernel.newer, on: abi)
      if newer != "{ \"errno\": \"ENOSYS\" }" { members.append("\"newer\": \(newer)") }
    }
    if !surroundings.flags.isEmpty {
      let flags = surroundings.flags.map { string($0.rawValue) }.joined(separator: ", ")
      members.append("\"flags\": [\(flags)]")
    }
    let texts = rules.map { rule in
      let text = rule.text(width: Self.width - 4, statesAllow: meaning.standard.passes)
      return text.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    }
    members.append(
      texts.isEmpty ? "\"rules\": []" : "\"rules\": [\n\(texts.joined(separator: ",\n"))\n  ]")
    return "{\n" + members.map { "  " + $0 }.joined(separator: ",\n") + "\n}\n"
  }
}
