import LinuxABI
import Toolbox

/// The part of a register that a condition is about.
struct ResolvedArgument {
  /// The register, 0 to 5.
  var index: Int
  /// How many of its bits the kernel looks at.
  var width: Int
  var isSigned: Bool
  var vocabulary: ArgumentVocabulary?

  init(index: Int, width: Int, isSigned: Bool = false, vocabulary: ArgumentVocabulary? = nil) {
    self.index = index
    self.width = width
    self.isSigned = isSigned
    self.vocabulary = vocabulary
  }

  /// An argument as the kernel takes it.
  init(_ signature: ArgumentSignature, on abi: ABI) {
    self.init(
      index: signature.index, width: signature.width(on: abi), isSigned: signature.isSigned,
      vocabulary: signature.vocabulary)
  }
}

/// What conditions look at.
extension ConditionResolver {
  /// Why there is no such argument of a call, as a sentence without a full stop.
  struct NoArgument: Error {
    var id = "no-such-argument"
    var sentence: String
  }

  /// What a condition on a call looks at.
  ///
  /// prctl and a few others have a prototype that counts its arguments from 1, in the spelling in which
  /// registers are counted from 0; there `arg1` is refused, and `args[1]` is not.
  static func argument(
    _ reference: ArgumentReference, of call: NamedCall, on abi: ABI
  ) throws(NoArgument) -> ResolvedArgument {
    var signatures: [ArgumentSignature]?
    if case .syscall(let syscall) = call { signatures = syscall.arguments(on: abi) }
    switch reference {
    case .register(let index): return ResolvedArgument(index: index, width: 64)
    case .name(let name):
      guard let signatures else {
        throw NoArgument(
          sentence:
            "nobody knows the arguments of '\(call.name)'; 'arg0' to 'arg5' are its registers")
      }
      if let found = signatures.first(where: { $0.isNamed(name) }) {
        return ResolvedArgument(found, on: abi)
      }
      throw noArgument(name, of: call, signatures, on: abi)
    case .argument(in: let register):
      guard let signatures else {
        return ResolvedArgument(index: register.index, width: abi.registerWidth)
      }
      try refuseAmbiguity(of: register, of: call, on: abi)
      if let found = signatures.first(where: { $0.index == register.index }) {
        return ResolvedArgument(found, on: abi)
      }
      throw noArgument(register.description, of: call, signatures, on: abi)
    }
  }

  private static func noArgument(
    _ name: String, of call: NamedCall, _ signatures: [ArgumentSignature], on abi: ABI
  ) -> NoArgument {
    let names = signatures.map(\.name)
    let has =
      names.isEmpty ? "it has none" : "it has \(names.map { "'\($0)'" }.joined(separator: ", "))"
    let near = nearest(to: name, in: signatures.flatMap { [$0.name] + $0.aliases })
    let inMemory = OtherSpellings.argumentInMemory(name, of: call.name)
    let hint = inMemory.map { "; \($0)" } ?? (near == nil ? "; \(has)" : didYouMean(near))
    return NoArgument(
      sentence: "'\(call.name)' has no argument \(quoted(name)) on \(abi.name)\(hint)")
  }

  /// Refuses the name of a register by which somebody may mean another one.
  ///
  /// Where a prototype says `arg2` of register 1, somebody may count from 1 or from 0. `isFree` says
  /// whether registers can be named that hold no argument of the call.
  static func refuseAmbiguity(
    of name: RegisterName, of call: NamedCall, on abi: ABI, isFree: Bool = false
  ) throws(NoArgument) {
    let register = name.index
    guard case .syscall(let syscall) = call, let signatures = syscall.arguments(on: abi),
      !name.isCertain, register > 0, signatures.contains(where: { $0.numberedName != nil })
    else { return }
    let counted = signatures.filter { $0.index == register - 1 || $0.index == register }
    guard !counted.isEmpty else { return }
    var names = counted.map { "'\($0.name)' (register \($0.index))" }
    if isFree || counted.contains(where: { $0.index == register }) {
      names.append("'args[\(register)]' (register \(register))")
    }
    throw NoArgument(
      id: "ambiguous-argument",
      sentence: "'arg\(register)' is ambiguous in '\(call.name)', whose prototype counts from 1: "
        + "write \(names.joined(separator: " or "))")
  }
}
