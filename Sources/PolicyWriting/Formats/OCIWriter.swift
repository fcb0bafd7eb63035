import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
package import SeccompPolicy
import Toolbox

/// Writes profiles of container engines.
package struct OCIWriter: PolicyWriter {
  /// Whose words the ABIs are in, and what stands around the profile.
  package enum Form: Sendable {
    /// The runtime specification's `linux.seccomp`.
    case plain
    /// With Docker's `archMap`.
    case docker
    /// A manifest of a Kubernetes `SeccompProfile` of this name.
    case kubernetes(name: String)
  }

  private let form: Form
  private let flags: [PolicyFlag]

  package init(_ form: Form, flags: [PolicyFlag]) { (self.form, self.flags) = (form, flags) }

  package func drafts(of meaning: PolicyMeaning) throws(WritingError) -> [String] {
    var wordings = [Wording()]
    if !meaning.newest.isEmpty { wordings.append(Wording(leftOut: meaning.newest)) }
    if !meaning.standard.passes, !meaning.lastCalls.isEmpty {
      wordings.append(Wording(leftOut: meaning.newest, namesLast: true))
    }
    var drafts: [String] = []
    for var wording in wordings {
      for multiplexers in meaning.hasMultiplexers ? [.left, .said] : [.left] as [Multiplexers] {
        wording.multiplexers = multiplexers
        drafts.append(try draft(of: meaning, wording))
      }
    }
    return drafts
  }

  private typealias Multiplexers = PolicyMeaning.Multiplexers

  /// How the same is said in one draft.
  private struct Wording {
    var multiplexers = Multiplexers.left
    /// Calls of which nothing is said, since the loader answers them so by itself.
    var leftOut: Set<Syscall> = []
    /// Whether the last of the calls that get the default is named with its action: a loader skips the
    /// rule, and takes no such call for one that the author cannot have known.
    var namesLast = false
  }

  /// An element of `syscalls`.
  private struct Entry: Hashable {
    var action: FilterAction
    var questions: [RegisterQuestion]
  }

  private func draft(
    of meaning: PolicyMeaning, _ wording: Wording
  ) throws(WritingError) -> String {
    let entries = try entries(of: meaning, wording)
    guard let standard = ProfileAction(meaning.standard) else {
      throw .unwritable([Unwritable(Self.cannotSay(meaning.standard, on: meaning.machine.abi))])
    }
    func writeMembers(to json: inout JSONWriter) {
      // Kubernetes has no error for it, and answers with EPERM.
      let errnoKey: String? = if case .kubernetes = form { nil } else { "defaultErrnoRet" }
      standard.write(to: &json, "defaultAction", errnoKey)
      write(meaning.sections.map(\.abi), to: &json)
      // Without the key, runc adds a flag of its own.
      json.array("flags") { json in flags.forEach { json.value($0.profileName) } }
      json.array("syscalls") { json in
        for (entry, names) in entries { Self.write(entry, names, to: &json) }
      }
    }
    var json = JSONWriter()
    json.object { json in
      guard case .kubernetes(let name) = form else {
        writeMembers(to: &json)
        return
      }
      json.member("apiVersion", "security-profiles-operator.x-k8s.io/v1beta1")
      json.member("kind", "SeccompProfile")
      json.object("metadata") { $0.member("name", name) }
      json.object("spec") { writeMembers(to: &$0) }
    }
    return json.text
  }

  /// The elements, those without conditions first, with the names of their calls.
  private func entries(
    of meaning: PolicyMeaning, _ wording: Wording
  ) throws(WritingError) -> [(Entry, names: [String])] {
    var order: [Entry] = []
    var names: [Entry: [String]] = [:]
    var unwritable: [Unwritable] = []
    for call in meaning.saidCalls(wording.multiplexers)
    where !wording.leftOut.contains(call.syscall) {
      for part in call.parts {
        let action = part.verdicts[0]
        guard ProfileAction(action) != nil else {
          unwritable.append(
            Unwritable(Self.cannotSay(action, on: meaning.machine.abi), about: part.call))
          continue
        }
        do throws(WritingError) {
          for questions in try QuestionStyle().alternatives(for: part) {
            let entry = Entry(action: action, questions: questions)
            if names[entry] == nil { order.append(entry) }
            names[entry, default: []].append(call.syscall.name)
          }
        } catch {
          guard case .unwritable(let more) = error else { throw error }
          unwritable += more
        }
      }
    }
    if !unwritable.isEmpty { throw .unwritable(unwritable) }
    let plain = order.filter(\.questions.isEmpty)
    let others = order.filter { !$0.questions.isEmpty }
    let last = Entry(action: meaning.standard, questions: [])
    return (plain + others).map { ($0, names[$0] ?? []) }
      + (wording.namesLast ? [(last, meaning.lastCalls)] : [])
  }

  private static func cannotSay(_ action: FilterAction, on abi: ABI) -> String {
    "no profile has the action \(action.text(on: abi))"
  }

  private func write(_ abis: [ABI], to json: inout JSONWriter) {
    let names = abis.map(\.profileName)
    guard case .docker = form else {
      json.array("architectures") { json in names.forEach { json.value($0) } }
      return
    }
    json.array("archMap") { json in
      json.object { json in
        json.member("architecture", names.first)
        json.array("subArchitectures") { json in names.dropFirst().forEach { json.value($0) } }
      }
    }
  }

  private static func write(_ entry: Entry, _ names: [String], to json: inout JSONWriter) {
    json.object { json in
      json.array("names") { json in names.forEach { json.value($0) } }
      ProfileAction(entry.action)?.write(to: &json, "action", "errnoRet")
      if entry.questions.isEmpty { return }
      json.array("args") { json in
        for question in entry.questions { question.writeForContainers(to: &json) }
      }
    }
  }
}

/// An action as profiles have it: a word, and an error where one goes with it.
private struct ProfileAction {
  let word: String
  let errno: UInt16?

  init?(_ action: FilterAction) {
    let (kind, errno): (OCIAction.Kind, UInt16?)
    switch action {
    case .allow: (kind, errno) = (.allow, nil)
    case .log: (kind, errno) = (.log, nil)
    case .trace(let data): (kind, errno) = (.trace, data)
    case .notify: (kind, errno) = (.notify, nil)
    case .errno(let number): (kind, errno) = (.errno, number)
    case .trap(0): (kind, errno) = (.trap, nil)
    case .trap: return nil
    case .killThread: (kind, errno) = (.killThread, nil)
    case .killProcess: (kind, errno) = (.killProcess, nil)
    }
    (word, self.errno) = (kind.rawValue, errno)
  }

  func write(to json: inout JSONWriter, _ key: String, _ errnoKey: String?) {
    json.member(key, word)
    if let errno, let errnoKey { json.member(errnoKey, errno) }
  }
}

extension RegisterQuestion {
  /// Writes the question as an element of `args`.
  fileprivate func writeForContainers(to json: inout JSONWriter) {
    json.object { json in
      json.member("index", index)
      // The mask stands where others have the value.
      json.member("value", comparison == .maskedEqual ? mask : value)
      if comparison == .maskedEqual { json.member("valueTwo", value) }
      json.member("op", comparison.constant)
    }
  }
}
