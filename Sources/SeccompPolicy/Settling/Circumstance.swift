/// A part of what files of other formats leave open, which somebody can name.
package enum Circumstance: CaseIterable, Sendable {
  case capabilities
  case kernel
  case filterName
  case dialect
  case minijailReader
}

extension Circumstances {
  /// The parts that were named, and are not as they are by themselves.
  package var named: Set<Circumstance> {
    var named: Set<Circumstance> = []
    if namedCapabilities != nil { named.insert(.capabilities) }
    if namedKernel != nil { named.insert(.kernel) }
    if filterName != nil { named.insert(.filterName) }
    if dialect != nil { named.insert(.dialect) }
    if minijailReader != nil { named.insert(.minijailReader) }
    return named
  }
}

extension Policy {
  /// The parts of the circumstances that its files ask for, by their formats.
  package var askedCircumstances: Set<Circumstance> {
    syntax.reduce(into: []) { $0.formUnion($1.unsettled?.circumstances ?? []) }
  }
}
